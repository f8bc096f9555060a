import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { type Portal, startPortal } from '../support/portal.ts';
import { SHARED, withoutShared } from '../support/shared.ts';

const portals: Portal[] = [];
after(() => Promise.all(portals.map((portal) => portal.stop())));

/** What the comparison with Jekyll prints about a content folder that is served. */
async function compare(folder: string, expected: string, ...options: string[]): Promise<string> {
  const portal = await startPortal(`${SHARED}/corpus/${folder}`);
  portals.push(portal);
  const run = promisify(execFile)(process.execPath, [
    `${SHARED}/oracle/compare.mjs`,
    `${SHARED}/corpus/${expected}`,
    portal.url,
    ...options,
  ]);
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return stdout;
}

test('publishes the real archive as Jekyll did', { skip: withoutShared }, async () => {
  assert.equal(await compare('real', 'expected.jsonl'), '149 passed, 0 failed\n');
});

/** Posts with pictures of the site, whose files are not served, and with mathematics, whose text in Jekyll is its TeX. */
const OTHERWISE_THAN_JEKYLL = [
  '_posts/2024-02-27-kd-math.md',
  '_posts/2024-03-10-kd-image-ial.md',
  '_posts/2024-03-25-lq-site.md',
  '_posts/2024-04-14-html-figure.html',
];

test('publishes a site with every construct of Jekyll as Jekyll does, but for these', {
  skip: withoutShared,
}, async () => {
  const options = ['--strict', '--except', 'kd-math,kd-footnotes', '--hosts', 'hewan.example', '--show', '99'];
  const output = await compare('jekyll-site', 'jekyll-site.expected.jsonl', ...options);
  assert.deepEqual(output.match(/^\S+(?= \/)/gm), OTHERWISE_THAN_JEKYLL);
});
