import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Portal, startPortal } from '../../support/portal.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';
import { attribute, PageView } from '../pages/page-view.ts';
import { FULL_HOME, writeFullHome } from './full-home.ts';

/** HTML and stylesheets of the median article and of the home page, compressed by gzip. */
const ARTICLE_BUDGET = 12 * 1024;
const HOME_BUDGET = 25 * 1024;

const context = contextOfFile();
const contentDir = mkdtempSync(join(tmpdir(), 'finews-full-home-'));
context.after(() => rmSync(contentDir, { recursive: true, force: true }));
let portal: Portal;
/** Its home page is as full as it gets. */
let full: Portal;
before(async () => {
  await writeFullHome(contentDir);
  portal = await startPortal('content');
  context.after(() => portal.stop());
  full = await startPortal(contentDir);
  context.after(() => full.stop());
});

async function read(path: string, { url } = portal): Promise<string> {
  const answer = await fetch(url + path);
  assert.equal(answer.status, 200);
  return answer.text();
}

/** Bytes of a page and its stylesheets, compressed by gzip. */
async function measure(path: string, of = portal): Promise<number> {
  const html = await read(path, of);
  let size = gzipSync(html).length;
  for (const [, href = ''] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) {
    size += gzipSync(await read(href, of)).length;
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

test('shows as much on a home page as it ever does', async () => {
  const page = new PageView(await read('/', full));
  const stories = page.with('aria-labelledby', 'stories');
  const latest = page.with('aria-labelledby', 'latest');
  const categories = page.all('section').filter((one) => attribute(one, 'aria-labelledby')?.startsWith('category-'));
  assert.deepEqual(
    {
      stories: page.all('h3', stories).length,
      storyLinks: page.all('details', stories).map((one) => page.all('a', one).length + 1),
      headlines: page.all('li', latest).length,
      categories: categories.map((one) => page.all('li', one).length),
      pictures: page.all('picture').length,
    },
    FULL_HOME,
  );
});

test('sends the fullest home page with its stylesheets in less than 25 KB', async (context) => {
  const size = await measure('/', full);
  context.diagnostic(`${size} bytes`);
  assert(size < HOME_BUDGET, `${size} bytes`);
});
