import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';

const ARTICLE = '/21shijigangkou/2026/11/22/NW202611222283998120.html';

let portal: Portal;
before(async () => {
  portal = await startPortal('content', { SITE_URL: 'https://news.example' });
});
after(() => portal?.stop());

const ask = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(portal.url + path, { redirect: 'manual', ...init });
/** Documents that are the same in both forms. */
const DOCUMENTS = ['/feed.xml', '/stories.xml', '/feeds.opml'];

const read = async (path: string): Promise<string> => (await ask(path)).text();

for (const path of [
  '/',
  ARTICLE,
  '/category/emnews.html',
  '/categories',
  '/archive',
  '/archive/2026/11',
  '/tag/%E8%AF%84%E8%AE%BA',
  '/search?q=%E6%B8%AF%E5%8F%A3',
]) {
  test(`shows ${path} in traditional characters`, async () => {
    const page = await ask(`/zh-hant${path}`);
    const html = await page.text();
    assert.deepEqual(
      [page.status, /<html lang="zh-Hant"/.test(html), /来源|归档/.test(html.replace(/<code>.*?<\/code>/g, ''))],
      [200, true, false],
    );
  });

  test(`links from /zh-hant${path} stay among traditional pages, but for the one back`, async () => {
    const html = await read(`/zh-hant${path}`);
    const links = Array.from(html.matchAll(/<a [^>]*href="(\/[^"]*)"[^>]*>/g), ([link, href = '']) => ({ link, href }));
    const out = links.filter(({ href }) => !href.startsWith('/zh-hant/') && !DOCUMENTS.includes(href));
    assert.deepEqual(
      out.map(({ link, href }) => [href.replaceAll('&amp;', '&'), /hreflang="zh-Hans"/i.test(link)]),
      [[path, true]],
    );
  });
}

for (const [path, status, location] of [
  ['/zh-hant', 308, '/zh-hant/'],
  ['/zh-hant/feed.xml', 308, '/feed.xml'],
  ['/zh-hant/emnews/', 308, '/zh-hant/category/emnews.html'],
  ['/zh-hant/html_News/NewsShare.html?infoCode=NW202611222283998120', 308, `/zh-hant${ARTICLE}`],
  ['/zh-hant/nowhere', 404, null],
  ['/zh-hant/%', 400, null],
  ['/zh-hant/_next/x', 404, null],
  ['/zh-hant/zh-hant/', 404, null],
] as const) {
  test(`answers ${path} with ${status}`, async () => {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
  });
}

test('says in traditional characters that there is no such page', async () => {
  assert.match(await read('/zh-hant/nowhere'), /沒有/);
});

test('both forms of a page name the same forms', async () => {
  const formsOf = (html: string) =>
    Array.from(html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/gi), ([, lang, href]) => [
      lang,
      href,
    ]);
  const forms = formsOf(await read(ARTICLE));
  assert.deepEqual(formsOf(await read(`/zh-hant${ARTICLE}`)), forms);
  assert.deepEqual(forms, [
    ['zh-Hans', `https://news.example${ARTICLE}`],
    ['zh-Hant', `https://news.example/zh-hant${ARTICLE}`],
    ['x-default', `https://news.example${ARTICLE}`],
  ]);
});

test('keeps searches out of search engines', async () => {
  assert.match(await read('/robots.txt'), /^Disallow: \/zh-hant\/search\?$/m);
});

test('finds the same by a query in either form', async () => {
  const countOf = async (q: string) =>
    /找到(\d+)條/.exec(await read(`/zh-hant/search?q=${encodeURIComponent(q)}`))?.[1];
  const count = await countOf('临江港');
  assert.deepEqual([Number(count) > 0, await countOf('臨江港')], [true, count]);
});

test('marks what was found in traditional characters', async () => {
  assert.match(await read(`/zh-hant/search?q=${encodeURIComponent('临江港')}`), /<mark>臨江港<\/mark>/);
});

test('suggests in traditional characters', async () => {
  const { suggestions } = await (await ask('/zh-hant/api/suggest?q=jianghai')).json();
  assert.equal(suggestions[0].title, '江海日報新聞');
});

test('sends no script but the portal’s own, under the constant policy', async () => {
  const page = await ask(`/zh-hant${ARTICLE}`);
  const scripts = Array.from(
    (await page.text()).matchAll(/<script(?![^>]*ld\+json)[^>]*src="([^"]*)"/g),
    ([, src]) => src,
  );
  assert.deepEqual(
    [scripts.map((src) => src?.split('-')[0]), page.headers.get('content-security-policy')?.includes('nonce')],
    [['/client/early', '/client/finews'], false],
  );
});

test('answers 304 to a client that has the page', async () => {
  const first = await ask(`/zh-hant${ARTICLE}`);
  const again = await ask(`/zh-hant${ARTICLE}`, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
  assert.equal(again.status, 304);
});
