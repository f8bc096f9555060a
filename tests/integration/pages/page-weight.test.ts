/**
 * What readers load for a page, in bytes.
 *
 * @store SQLite: the bytes of a page are the same with both
 */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Portal, startPortal } from '../../support/portal.ts';

/** HTML and stylesheets of the median article and of the home page, compressed by gzip. */
const ARTICLE_BUDGET = 12 * 1024;
const HOME_BUDGET = 25 * 1024;

let portal: Portal;
before(async () => {
  portal = await startPortal('content');
});
after(() => portal?.stop());

async function read(path: string): Promise<string> {
  const answer = await fetch(portal.url + path);
  assert.equal(answer.status, 200);
  return answer.text();
}

/** Bytes of a page and its stylesheets, compressed by gzip. */
async function measure(path: string): Promise<number> {
  const html = await read(path);
  let size = gzipSync(html).length;
  for (const [, href = ''] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) {
    size += gzipSync(await read(href)).length;
  }
  return size;
}

test('sends the median article with its stylesheets in less than 12 KB', async () => {
  const sitemap = await read('/sitemap/1.xml');
  const paths = Array.from(sitemap.matchAll(/<loc>([^<]+)<\/loc>/g), ([, url = '']) => new URL(url).pathname);
  const sizes: number[] = [];
  for (const path of paths.filter((path) => path.endsWith('.html'))) sizes.push(await measure(path));
  const median = sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? Number.POSITIVE_INFINITY;
  assert(median < ARTICLE_BUDGET, `${median} bytes`);
});

test('sends the home page with its stylesheets in less than 25 KB', async () => {
  const size = await measure('/');
  assert(size < HOME_BUDGET, `${size} bytes`);
});
