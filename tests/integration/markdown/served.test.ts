/** Articles as Markdown, and llms.txt, as programs get them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-markdown-'));
let portal: Portal;

const write = (path: string, text: string): void => writeFileSync(join(contentDir, path), text);
const ask = (path: string, accept?: string): Promise<Response> =>
  fetch(portal.url + path, { redirect: 'manual', headers: accept === undefined ? {} : { accept } });

const ARTICLE = '/ribao/2022/03/01/a.html';
const MARKDOWN = 'text/markdown; charset=utf-8';
const HTML = 'text/html; charset=utf-8';

before(async () => {
  mkdirSync(join(contentDir, '_posts'), { recursive: true });
  write('_config.yml', 'title: 试报\nurl: https://news.example\n');
  write(
    '_posts/2022-03-01-a.md',
    postText({ title: '甲', categories: 'ribao', tags: '日报新闻' }, '正文。'.repeat(99)),
  );
  write('_posts/2022-03-02-b.md', postText({ title: '乙', permalink: '/folder/' }));
  write('_posts/2022-03-03-c.md', postText({ title: '丙', permalink: '/c.html', retracted: '{date: 2022-03-04}' }));
  write('_posts/2022-03-04-d.md', postText({ title: '丁', permalink: '/d.html' }));
  write('_posts/2022-03-04-taken.md', postText({ title: '戊', permalink: '/taken' }));
  write('taken.md', '没有前言的文件\n');
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
for (const [path, accept, status, type] of [
  [`${ARTICLE}.md`, undefined, 200, MARKDOWN],
  ['/folder/index.html.md', undefined, 200, MARKDOWN],
  [ARTICLE, 'text/markdown', 200, MARKDOWN],
  [ARTICLE, 'text/markdown, text/html;q=0.9, */*;q=0.1', 200, MARKDOWN],
  ['/folder/', 'text/markdown', 200, MARKDOWN],
  [ARTICLE, undefined, 200, HTML],
  [ARTICLE, BROWSER, 200, HTML],
  [ARTICLE, 'text/html, text/markdown;q=0.5', 200, HTML],
  [ARTICLE, '*/*', 200, HTML],
  ['/category/ribao.html', 'text/markdown', 200, HTML],
  ['/', 'text/markdown', 200, HTML],
  ['/c.html.md', undefined, 410, 'text/plain; charset=utf-8'],
  ['/c.html', 'text/markdown', 410, 'text/plain; charset=utf-8'],
  ['/nowhere.html.md', undefined, 404, HTML],
  ['/nowhere.html', 'text/markdown', 404, HTML],
  ['/taken.md', undefined, 200, 'text/markdown; charset=utf-8'],
] as const) {
  test(`answers ${status} with ${type} to ${path} for ${accept ?? 'no Accept'}`, async () => {
    const answer = await ask(path, accept);
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [status, type]);
  });
}

test('sends a file of the content folder in place of an article as Markdown', async () => {
  assert.equal(await (await ask('/taken.md')).text(), '没有前言的文件\n');
});

test('sends the same bytes at both addresses of an article as Markdown', async () => {
  const [direct, preferred] = await Promise.all([ask(`${ARTICLE}.md`), ask(ARTICLE, 'text/markdown')]);
  assert.equal(await preferred.text(), await direct.text());
});

for (const accept of ['text/markdown', 'text/html']) {
  test(`tells caches that the form of an article depends on Accept, where it is ${accept}`, async () => {
    assert.equal((await ask(ARTICLE, accept)).headers.get('vary'), 'Accept, Accept-Encoding');
  });
}

test('says where an article is as Markdown', async () => {
  const [page, markdown] = await Promise.all([ask(ARTICLE), ask(ARTICLE, 'text/markdown')]);
  const link = /<link rel="alternate" type="text\/markdown" href="([^"]+)"/.exec(await page.text())?.[1];
  assert.deepEqual(
    [link, markdown.headers.get('content-location')],
    [`https://news.example${ARTICLE}.md`, `${ARTICLE}.md`],
  );
});

test('answers 304 where the client has the Markdown', async () => {
  const etag = (await ask(`${ARTICLE}.md`)).headers.get('etag') ?? '';
  const answer = await fetch(`${portal.url}${ARTICLE}.md`, { headers: { 'if-none-match': etag } });
  assert.equal(answer.status, 304);
});

test('leads from the traditional form to the one Markdown', async () => {
  const answer = await ask(`/zh-hant${ARTICLE}.md`);
  assert.deepEqual([answer.status, answer.headers.get('location')], [308, `${ARTICLE}.md`]);
});

test('shows a change of the article in the kept Markdown', async () => {
  await Promise.all(['/d.html.md', '/d.html.md'].map((path) => ask(path)));
  write('_posts/2022-03-04-d.md', postText({ title: '改过的丁', permalink: '/d.html' }));
  await until('the change to be shown', async () => (await (await ask('/d.html')).text()).includes('改过的丁'));
  assert.match(await (await ask('/d.html.md')).text(), /\n# 改过的丁\n/);
});

test('tells language models of the site', async () => {
  const text = await (await ask('/llms.txt')).text();
  assert.deepEqual(
    [
      text.startsWith('# 试报\n\n> '),
      text.includes('- [OpenAPI](https://news.example/api/openapi.json)'),
      text.includes('- [日报新闻](https://news.example/category/ribao.html)'),
    ],
    [true, true, true],
  );
});
