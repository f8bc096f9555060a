/** Pages and feeds of stocks, as readers get them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { attribute, type Element, textOf } from '../pages/page-view.ts';
import { ask, STOCKS, view } from '../pages/site.ts';

const hrefsIn = (page: Awaited<ReturnType<typeof view>>, label: string): (string | undefined)[] => {
  const nav = page.with('aria-label', label);
  return page.all('a', nav ?? assert.fail(`no ${label}`)).map((link: Element) => attribute(link, 'href'));
};

for (const [path, status, location] of [
  ['/stock/SH600519', 200, null],
  ['/stock/600519', 308, '/stock/SH600519'],
  ['/stock/sh600519', 308, '/stock/SH600519'],
  ['/stock/hk700', 308, '/stock/HK00700'],
  ['/stock/700', 308, '/stock/HK00700'],
  ['/stock/USBRK.B', 308, '/stock/USBRK_B'],
  ['/stock/usbrk-b', 308, '/stock/USBRK_B'],
  ['/stock/BRK.B', 308, '/stock/USBRK_B'],
  ['/zh-hant/stock/BRK.B', 308, '/zh-hant/stock/USBRK_B'],
  ['/stock/SH600519/', 308, '/stock/SH600519'],
  ['/stock/aapl', 308, '/stock/USAAPL'],
  ['/stock/SH000001', 308, '/stock/ZS000001'],
  // Of an index and of a share.
  ['/stock/000001', 404, null],
  ['/stock/SH600519/2', 404, null],
  ['/stock/SZ300115', 404, null],
  ['/stocks', 200, null],
  ['/stocks/', 308, '/stocks'],
  ['/stocks/index.html', 308, '/stocks'],
  ['/stocks/hk', 200, null],
  ['/stocks/hk/', 308, '/stocks/hk'],
  ['/stocks/bj', 404, null],
  ['/stocks/2', 404, null],
  ['/stocks/1', 404, null],
  // A category has the name of the folder.
  ['/stock/', 308, '/category/stock.html'],
  ['/stock/2022/01/15/stock.html', 200, null],
  ['/zh-hant/stock/SH600519', 200, null],
  ['/zh-hant/stocks', 200, null],
  ['/feed/stock/SH600519.xml', 200, null],
  ['/feed/stock/SH600519.rss', 200, null],
  ['/feed/stock/SH600519.json', 200, null],
  ['/feed/stock/SZ300115.xml', 404, null],
  ['/feed/stock/600519.xml', 308, '/feed/stock/SH600519.xml'],
  ['/feed/stock/sh600519.json?archive=1', 308, '/feed/stock/SH600519.json?archive=1'],
  ['/feed/stock/000001.xml', 404, null],
  ['/feed/stock/SH600519', 404, null],
] as const) {
  test(`answers ${path} with ${status}${location === null ? '' : ` to ${location}`}`, async () => {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
  });
}

test('names the stocks of an article on its page, each with a link', async () => {
  assert.deepEqual(hrefsIn(await view(STOCKS), '文中提到'), [
    '/stock/BK0473',
    '/stock/SH600519',
    '/stock/HK00700',
    '/stock/USAAPL',
  ]);
});

test('says in the structured data of an article which corporations it mentions', async () => {
  const script = (await view(STOCKS)).with('type', 'application/ld+json');
  const { mentions } = JSON.parse(textOf(script ?? assert.fail()));
  const url = 'https://news.example/stock/';
  assert.deepEqual(mentions, [
    { '@type': 'Thing', name: 'BK0473', url: `${url}BK0473` },
    { '@type': 'Corporation', name: '贵州茅台', url: `${url}SH600519`, tickerSymbol: 'XSHG 600519' },
    { '@type': 'Corporation', name: '腾讯控股', url: `${url}HK00700`, tickerSymbol: 'XHKG 00700' },
    { '@type': 'Corporation', name: '苹果', url: `${url}USAAPL`, tickerSymbol: 'AAPL' },
  ]);
});

test('shows on the page of a stock what is named beside it, and its feed', async () => {
  const page = await view('/stock/SH600519');
  assert.deepEqual(
    [page.text('h1'), hrefsIn(page, '常一同提到'), attribute(page.with('type', 'application/atom+xml'), 'href')],
    [
      ['贵州茅台'],
      ['/stock/BK0473', '/stock/HK00700', '/stock/USAAPL'],
      'https://news.example/feed/stock/SH600519.xml',
    ],
  );
});

for (const [path, caption] of [
  ['/stock/SZ000651', '2021年3月至2022年4月共3条'],
  ['/stock/SH600519', '2021年1月至2022年1月共1条'],
] as const) {
  test(`draws the weeks of a year on ${path}: ${caption}`, async () => {
    const page = await view(path);
    const [figure] = page.all('figure', page.all('main')[0]);
    assert.deepEqual([page.all('svg', figure).length, page.text('figcaption')], [2, [caption]]);
  });
}

test('names the months below the weeks', async () => {
  const page = await view('/stock/SH600519');
  // January has none: too little of it is on the axis.
  assert.deepEqual(
    page.text('text'),
    Array.from({ length: 11 }, (_, i) => `${i + 2}月`),
  );
});

test('lists all stocks by initial, with the ways to their markets', async () => {
  const page = await view('/stocks');
  assert.deepEqual(
    [hrefsIn(page, '市场'), hrefsIn(page, '按拼音首字母')],
    [
      ['/stocks/sh', '/stocks/sz', '/stocks/hk', '/stocks/us', '/stocks/zs', '/stocks/bk'],
      ['#B', '#G', '#P', '#S', '#T'],
    ],
  );
});

test('leads to the list of stocks from the foot of every page', async () => {
  assert.ok(hrefsIn(await view('/'), '页脚').includes('/stocks'));
});

test('finds the articles of a stock by a search that filters by it', async () => {
  const main = (await view('/search?stock=600519')).all('main')[0] ?? assert.fail();
  assert.match(textOf(main), /找到1条/);
});
