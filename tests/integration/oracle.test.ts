import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { type Portal, startPortal } from '../support/portal.ts';
import { SHARED, withoutShared } from '../support/shared.ts';

const portals = new Map<string, Promise<Portal>>();
after(async () => {
  for (const portal of portals.values()) await (await portal).stop();
});

/** The portal of a corpus, which all tests of that share. */
function serve(folder: string): Promise<Portal> {
  const portal = portals.get(folder) ?? startPortal(`${SHARED}/corpus/${folder}`);
  portals.set(folder, portal);
  return portal;
}

/** What the comparison with Jekyll prints about a content folder that is served. */
async function compare(folder: string, expected: string, ...options: string[]): Promise<string> {
  const portal = await serve(folder);
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

test('publishes a site with every construct of Jekyll as Jekyll does', { skip: withoutShared }, async () => {
  const options = ['--strict', '--hosts', 'hewan.example', '--show', '99'];
  const output = await compare('jekyll-site', 'jekyll-site.expected.jsonl', ...options);
  assert.equal(output, '99 passed, 0 failed\n');
});

test('serves every file that Jekyll copies, with the same bytes', { skip: withoutShared }, async () => {
  const portal = await serve('jekyll-site');
  const lines = readFileSync(`${SHARED}/corpus/jekyll-site.files.tsv`, 'utf8').trim().split('\n');
  const files = lines.map((line) => line.split('\t')).filter(([, kind]) => kind === 'file');
  const served = await Promise.all(
    files.map(async ([address = '', kind]) => {
      const answer = await fetch(portal.url + encodeURI(address));
      const bytes = Buffer.from(await answer.arrayBuffer());
      return [address, kind, createHash('sha256').update(bytes).digest('hex')];
    }),
  );
  assert.deepEqual(served, files);
});

/** What each page of that site says. */
const TEXTS: Record<string, string> = {
  '/404.html': '这一页不在这里。',
  '/about/': '创刊于 2024 年，热线 0500-5550100。',
  '/contact.html': '写信。',
  '/handbook/style/': '短句。',
  '/zh/': '中文版首页。',
};

/** What readers see of a page. */
const textOf = (html: string): string => html.replace(/<[^>]*>/g, '');

test('publishes every page of that site at the address that Jekyll gives it', { skip: withoutShared }, async () => {
  const portal = await serve('jekyll-site');
  const rows = readFileSync(`${SHARED}/corpus/jekyll-site.files.tsv`, 'utf8')
    .split('\n')
    .map((row) => row.split('\t'));
  const pages = rows.flatMap(([address, kind]) => (kind === 'page' && address ? [address] : []));
  const answers = await Promise.all(
    pages.map(async (address) => {
      const answer = await fetch(portal.url + address, { redirect: 'manual' });
      return [address, answer.status, textOf(await answer.text()).includes(TEXTS[address] ?? '?')];
    }),
  );
  assert.deepEqual(
    answers,
    pages.map((address) => [address, address === '/404.html' ? 404 : 200, true]),
  );
});
