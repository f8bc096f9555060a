import assert from 'node:assert/strict';
import test from 'node:test';
import { PAGE_CACHE_CONTROL } from '../../../../lib/front/headers.ts';
import { attribute } from '../page-view.ts';
import { ask, MEDIA, portal, view } from '../site.ts';

for (const [path, location] of [
  ['/ribao/', '/category/ribao.html'],
  ['/ribao', '/category/ribao.html'],
  ['/category/ribao', '/category/ribao.html'],
  ['/category/RIBAO.html', '/category/ribao.html'],
  ['/category/ribao/2/', '/category/ribao/2'],
  ['/index.html', '/'],
  ['/zh-hant/index.html', '/zh-hant/'],
  ['/categories/index.html', '/categories'],
  ['/search/index.html', '/search'],
  ['/ribao/index.html', '/category/ribao.html'],
  ['/category/ribao/index.html', '/category/ribao.html'],
  ['/category/ribao/2/index.html', '/category/ribao/2'],
  ['/zh-hant/category/ribao/index.html', '/zh-hant/category/ribao.html'],
  ['/tag/%E6%97%A5%E6%8A%A5%E6%96%B0%E9%97%BB/index.html', '/tag/%E6%97%A5%E6%8A%A5%E6%96%B0%E9%97%BB'],
  ['/archive/index.html', '/archive'],
  ['/archive/2022/04/index.html', '/archive/2022/04'],
  ['/archive/2022/04/page/2/index.html', '/archive/2022/04/page/2'],
  ['/folders/a/index.html', '/folders/a/'],
  ['/folders/a', '/folders/a/'],
  ['/old/%E7%94%B2.html', '/c%23%20/%20%E4%B8%AD%E6%96%87%20(%E8%AF%95)/2022/04/20/a.html'],
  ['/html_News/NewsShare.html?infoCode=NW202204212352188819', MEDIA],
] as const) {
  test(`redirects ${path} for good`, async () => {
    const { status, headers } = await ask(path);
    assert.deepEqual([status, new URL(headers.get('location') ?? '', portal.url).pathname], [308, location]);
  });
}

for (const [kind, path] of [
  ['an old address', '/old/%E7%94%B2.html'],
  ['a code', '/html_News/NewsShare.html?infoCode=NW202204212352188819'],
  ['a category', '/ribao/'],
  ['another form of a listing', '/archive/2022/04/index.html'],
  ['another form of a page', '/folders/a'],
  ['a mix', '/mix/ribao+emnews'],
  ['the feed of a mix', '/feed/mix/ribao+emnews.xml'],
  ['a stock', '/stock/600519'],
  ['the feed of a stock', '/feed/stock/600519.xml'],
  ['the beginning of the traditional pages', '/zh-hant'],
  ['a traditional form', '/zh-hant/ribao/'],
  ['what has no traditional form', '/zh-hant/feed.xml'],
] as const) {
  test(`lets browsers ask again where ${kind} leads`, async () => {
    const { status, headers } = await ask(path);
    assert.deepEqual([status, headers.get('cache-control')], [308, PAGE_CACHE_CONTROL]);
  });
}

for (const path of [
  '/nowhere',
  '/nowhere/index.html',
  '/category/index.html',
  '/category/nobody/index.html',
  '/tag/index.html',
  '/category/nobody.html',
  '/category/ribao/4',
  '/category/ribao/1',
  '/category/ribao/02',
  '/category/ribao/x',
  '/tag/nobody',
  '/archive/2021',
  '/archive/2022/13',
  '/archive/2022/4',
  '/feed/nobody.xml',
  '/sitemap/2.xml',
  '/sitemap/01.xml',
  '/html_News/NewsShare.html?infoCode=1',
]) {
  test(`answers 404 to ${path}`, async () => {
    assert.equal((await ask(path)).status, 404);
  });
}

test('shows a search box on the 404 page', async () => {
  const page = await view('/nowhere');
  assert.deepEqual(
    [page.text('h1').length, page.all('form').some((form) => attribute(form, 'action') === '/search')],
    [1, true],
  );
});

test('serves an article whose own address ends in index.html', async () => {
  assert.equal((await ask('/files/index.html')).status, 200);
});
