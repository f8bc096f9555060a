import assert from 'node:assert/strict';
import test from 'node:test';
import { attribute, type Element, textOf } from '../page-view.ts';
import { ask, PERCENT_NAMES, view } from '../site.ts';

for (const [path, count] of [
  ['/category/ribao.html', 50],
  ['/category/ribao/3', 20],
  ['/tag/日报新闻/2', 50],
  ['/archive/2022/04/21', 1],
  ['/archive/2022/04/page/3', 28],
  ['/search?q=卢布', 2],
] as const) {
  test(`lists ${count} articles with their times on ${path}`, async () => {
    const page = await view(encodeURI(path));
    const main = page.all('main')[0];
    const items = page.all('li', main).filter((item) => page.all('time', item).length > 0);
    assert.equal(items.length, count);
  });
}

test('shows one of two twins on the home page, with the other’s source', async () => {
  const page = await view('/');
  const main = page.all('main')[0];
  const [stream] = page.all('ol', main).concat(page.all('ul', main));
  const items = page.all('li', stream).filter((item) => textOf(item).includes('数字卢布'));
  assert.deepEqual([items.length, items.every((item) => textOf(item).includes('滚动新闻'))], [1, true]);
});

test('finds a category whose name no file system would like', async () => {
  const page = await view(`/category/${encodeURIComponent('C# / 中文 (试)')}.html`);
  assert.deepEqual(
    page.text('h1').map((text) => text.includes('a/b & c')),
    [true],
  );
});

for (const name of PERCENT_NAMES) {
  test(`finds a category, its article and its feed whose name is ${name}`, async () => {
    const encoded = encodeURIComponent(name);
    const paths = [`/category/${encoded}.html`, `/${encoded}/2022/04/19/p.html`, `/feed/${encoded}.xml`];
    assert.deepEqual(await Promise.all(paths.map(async (path) => (await ask(path)).status)), [200, 200, 200]);
  });
}

test('finds a tag with a slash in it', async () => {
  assert.equal((await ask(`/tag/${encodeURIComponent('a/b & c')}`)).status, 200);
});

test('lists all categories with their counts', async () => {
  const page = await view('/categories');
  const links = page.all('a', page.all('main')[0]).map((link) => attribute(link, 'href'));
  assert.deepEqual(
    ['/category/ribao.html', '/category/emnews.html', '/category/yangshi.html'].map((href) => links.includes(href)),
    [true, true, true],
  );
});

for (const [path, years] of [
  ['/archive', ['2022年每天的条数', '2020年每天的条数']],
  ['/archive/page/2', []],
  ['/archive/2022', ['2022年每天的条数']],
  ['/archive/2022/04', []],
] as const) {
  test(`shows the calendars of ${years.length} years on ${path}`, async () => {
    assert.deepEqual((await view(path)).text('caption'), years);
  });
}

test('links each day of a calendar, with its count in words', async () => {
  const page = await view('/archive/2020');
  const links = page.all('a', page.all('tbody')[0]).map((link) => [attribute(link, 'href'), textOf(link)]);
  assert.deepEqual(links, [['/archive/2020/04/20', '4月20日，1条']]);
});

test('names the row of each weekday of a calendar', async () => {
  const page = await view('/archive/2020');
  const rows = page.all('th', page.all('tbody')[0]);
  assert.deepEqual(rows.map(textOf).join(''), '一二三四五六日');
});

test('says how many articles a category had in its best week', async () => {
  assert.deepEqual((await view('/category/ribao.html')).text('figcaption'), [
    '2021年4月至2022年4月共120条，每周至多61条',
  ]);
});

test('says to screen readers how many articles a category had in each month', async () => {
  const page = await view('/category/ribao.html');
  const list = page.with('aria-label', '每月的条数');
  assert.deepEqual(page.all('li', list).map(textOf), ['2022年4月120条']);
});

test('says to screen readers what the last weeks of a category show', async () => {
  const page = await view('/categories');
  const link = page.with('href', '/category/ribao.html', page.all('main')[0]);
  const [drawing] = page.all('svg', link);
  assert.deepEqual(
    ['role', 'aria-label', 'aria-hidden'].map((name) => attribute(drawing, name)),
    ['img', '近12周每周至多69条，最近一周0条', undefined],
  );
});

for (const [path, count] of [
  ['/archive', 1],
  ['/archive/2022', 1],
  ['/archive/2022/04', 0],
] as const) {
  test(`says ${count} times on ${path} what the colours of its calendars mean`, async () => {
    const paragraphs = (await view(path)).text('p');
    assert.equal(paragraphs.filter((text) => text === '每格一天，颜色越浓条数越多：少多').length, count);
  });
}

test('marks a category that has fallen silent', async () => {
  const page = await view('/categories');
  assert.equal(textOf(page.with('href', '/category/english.html', page.all('main')[0]) as Element), 'english1停更');
});

test('keeps searches out of search engines', async () => {
  assert.match((await view('/search?q=x')).meta('robots') ?? '', /noindex/);
});
