/** Pages of the content folder as readers get them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';
import { attribute, PageView } from '../pages/page-view.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-content-pages-'));
let portal: Portal;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(contentDir, path)), { recursive: true });
  writeFileSync(join(contentDir, path), text);
}

const ask = (path: string): Promise<Response> => fetch(portal.url + path, { redirect: 'manual' });
const view = async (path: string): Promise<PageView> => new PageView(await (await ask(path)).text());

before(async () => {
  write('_config.yml', 'title: 试报\nurl: https://news.example\nbaseurl: ""\n');
  write('_posts/2022-03-01-a.md', postText({ title: '甲', categories: 'zh' }));
  write(
    'about.md',
    postText(
      { title: '关于本报', permalink: '/about/', last_modified_at: '2022-05-01', redirect_from: '/about-us.html' },
      '# 关于本报\n\n创刊于**{{ "2024" }}**年。\n\n![图](/a.png)',
    ),
  );
  write('zh/index.html', postText({ title: '中文' }, '<p>中文版首页。<script>x()</script></p>'));
  write('leave.md', postText({ redirect_to: 'https://elsewhere.example/' }));
  write('moving.md', postText({ title: '会变' }, '第一版'));
  write('404.md', postText({ title: '找不到' }, '去[首页](/)看看。'));
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

test('shows a page with its title and its text once', async () => {
  const page = await view('/about/');
  const [article] = page.all('article');
  assert.deepEqual(
    [page.text('h1'), page.all('h2', article).length, /创刊于2024年。/.test(page.text('article')[0] ?? '')],
    [['关于本报'], 0, true],
  );
});

test('says in the head of a page what it is', async () => {
  const page = await view('/about/');
  assert.deepEqual(
    [
      page.text('title'),
      attribute(page.with('rel', 'canonical'), 'href'),
      page.meta('description'),
      page.meta('og:image'),
    ],
    [['关于本报 - 试报'], 'https://news.example/about/', '创刊于2024年。', 'https://news.example/a.png'],
  );
});

test('describes a page to search engines', async () => {
  const html = await (await ask('/about/')).text();
  const data = JSON.parse(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '{}');
  assert.deepEqual(
    [data['@type'], data.name, data.url, data.dateModified],
    ['WebPage', '关于本报', 'https://news.example/about/', '2022-05-01T00:00:00+08:00'],
  );
});

for (const [path, status, location] of [
  ['/about', 308, '/about/'],
  ['/about-us.html', 308, '/about/'],
  ['/zh', 308, '/zh/'],
  ['/zh/', 200, null],
  ['/leave.html', 308, 'https://elsewhere.example/'],
  ['/archive.html', 308, '/archive'],
  ['/search.html', 308, '/search'],
  ['/404.html', 404, null],
  ['/nowhere/', 404, null],
] as const) {
  test(`answers ${status} to ${path}`, async () => {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
  });
}

for (const path of ['/404.html', '/nowhere/']) {
  test(`shows the text of 404.md at ${path}, with the search beside it`, async () => {
    const page = await view(path);
    assert.deepEqual(
      [page.text('h1'), /去首页看看。/.test(page.text('main')[0] ?? ''), page.with('id', 'not-found-search')?.tagName],
      [['找不到'], true, 'input'],
    );
  });
}

test('shows a page in traditional characters', async () => {
  assert.deepEqual((await view('/zh-hant/about/')).text('h1'), ['關於本報']);
});

test('finds a page by search, and shows neither a date nor a category', async () => {
  const page = await view('/search?q=%E5%88%9B%E5%88%8A');
  const [hit] = page.all('ol');
  assert.deepEqual(
    [page.all('a', hit).map((link) => attribute(link, 'href')), page.all('time', hit).length],
    [['/about/'], 0],
  );
});

test('gives programs a page without a date', async () => {
  const { articles } = (await (await ask('/api/search?q=%E5%88%9B%E5%88%8A')).json()) as {
    articles: { date: unknown }[];
  };
  assert.deepEqual(
    articles.map(({ date }) => date),
    [null],
  );
});

test('shows a changed page at once', async () => {
  const textOf = async (): Promise<string> => (await view('/moving.html')).text('article')[0] ?? '';
  await textOf();
  write('moving.md', postText({ title: '会变' }, '第二版'));
  await until('the changed page', async () => (await textOf()).includes('第二版'));
  assert.ok(!(await textOf()).includes('第一版'));
});
