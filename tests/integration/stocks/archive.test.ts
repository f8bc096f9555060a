/** Stocks in the archive, in both stores. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { queryOf } from '../../support/archive/query-of.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../support/archive-posts.ts';
import { dumpArchive } from '../../support/dump.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const MAOTAI = '[贵州茅台](http://quote.eastmoney.com/unify/r/1.600519)';
const TENCENT = '[腾讯控股](stock:HK00700)';

const withBody = (title: string, body: string, more: Record<string, string> = {}): string =>
  postText({ title, categories: 'ribao', ...more }, body);

test('lists the articles that name a stock, newest first, under the name that the newest gives it', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: withBody('甲', '[茅台](stock:SH600519)'),
    [B]: withBody('乙', MAOTAI),
    '_posts/2022-03-03-c.md': withBody('丙', '贵州茅台（600519）'),
  });
  await folder.update();
  const listing = await folder.archive.listArticles({ kind: 'stock', name: 'SH600519' }, 1);
  assert.deepEqual([listing?.title, titles(listing)], ['贵州茅台', ['乙', '甲']]);
});

test('calls a stock by its code where no article says its name', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲', { stocks: 'SH600519' }) });
  await folder.update();
  assert.equal((await folder.archive.listArticles({ kind: 'stock', name: 'SH600519' }, 1))?.title, '600519');
});

test('calls a stock by the newest article that names it, where newer ones give its code alone', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: withBody('甲', MAOTAI),
    [B]: text('乙', { stocks: 'SH600519' }),
  });
  await folder.update();
  assert.equal((await folder.archive.listArticles({ kind: 'stock', name: 'SH600519' }, 1))?.title, '贵州茅台');
});

test('says the same of stocks whatever the order in which their articles came', async (context) => {
  const date = '2022-03-01 12:00:00';
  const files = Object.entries({
    '_posts/2022-03-01-a.md': withBody('甲', '[茅台](stock:SH600519)', { date }),
    '_posts/2022-03-01-b.md': withBody('乙', `${MAOTAI}${TENCENT}`, { date }),
    '_posts/2022-03-01-c.md': text('丙', { date, stocks: 'SH600519 BK0473' }),
  });
  const dumps: unknown[] = [];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    const folder = new PortalFolder(context);
    for (const i of order) {
      const [path, content] = files[i] ?? assert.fail();
      folder.write(path, content);
      await folder.update();
    }
    dumps.push(await dumpArchive(folder));
  }
  assert.deepEqual(dumps, [dumps[0], dumps[0], dumps[0]]);
});

test('forgets a stock with its last article', async (context) => {
  const folder = new PortalFolder(context, { [A]: withBody('甲', MAOTAI), [B]: text('乙') });
  await folder.update();
  folder.write(A, withBody('甲', '正文'));
  await folder.update();
  const { archive } = folder;
  assert.deepEqual(
    [
      await archive.hasStocks(),
      await archive.listArticles({ kind: 'stock', name: 'SH600519' }, 1),
      (await archive.listStocks({ page: 1 }))?.stocks,
      (await archive.getArticle('/ribao/2022/03/01/a.html'))?.stocks,
    ],
    [false, undefined, [], []],
  );
});

test('gives an article its stocks under their names', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { stocks: 'SH600519' }),
    [B]: withBody('乙', MAOTAI),
  });
  await folder.update();
  assert.deepEqual((await folder.archive.getArticle('/ribao/2022/03/01/a.html'))?.stocks, [
    { name: 'SH600519', title: '贵州茅台' },
  ]);
});

test('lists the stocks that are most often named beside one', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: withBody('甲', `${MAOTAI}${TENCENT}[银行](stock:BK0475)`),
    [B]: withBody('乙', `${TENCENT}${MAOTAI}`),
    '_posts/2022-03-03-c.md': withBody('丙', '[苹果](stock:USAAPL)'),
  });
  await folder.update();
  assert.deepEqual(
    (await folder.archive.listCompanions('SH600519', 12)).map(({ title }) => title),
    ['腾讯控股', '银行'],
  );
});

test('lists stocks by pinyin, those without last, and by market', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: withBody('甲', `${TENCENT}${MAOTAI}[360](stock:SH601360)[三六零](stock:SH601360)[银行](stock:BK0475)`),
  });
  await folder.update();
  const all = await folder.archive.listStocks({ page: 1 });
  const shanghai = await folder.archive.listStocks({ market: 'SH', page: 1 });
  assert.deepEqual(
    [
      all?.stocks.map(({ title }) => title),
      Object.fromEntries(all?.markets ?? []),
      shanghai?.stocks.map(({ name }) => name),
    ],
    [['贵州茅台', '三六零', '腾讯控股', '银行'], { BK: 1, HK: 1, SH: 2 }, ['SH600519', 'SH601360']],
  );
});

test('leads through a long list of stocks by pages, and says on which an initial begins', async (context) => {
  const links = (from: number, name: string): string =>
    Array.from({ length: 250 }, (_, i) => `[${name}${i}](stock:SH${from + i})`).join(' ');
  const folder = new PortalFolder(context, {
    [A]: withBody('甲', links(600_000, '安')),
    [B]: withBody('乙', links(601_000, '中')),
  });
  await folder.update();
  const pages = [1, 2, 3].map((page) => folder.archive.listStocks({ page }));
  const [first, second, third] = await Promise.all(pages);
  assert.deepEqual(
    [first?.stocks.length, second?.stocks.length, third, [...(second?.initials ?? [])]],
    [
      400,
      100,
      undefined,
      [
        ['A', 1],
        ['Z', 1],
      ],
    ],
  );
});

for (const [asked, found] of [
  ['600519', 'SH600519'],
  ['sh600519', 'SH600519'],
  ['hk700', 'HK00700'],
  ['00700', 'HK00700'],
  ['700', 'HK00700'],
  ['0700', 'HK00700'],
  ['000700', 'SZ000700'],
  ['aapl', 'USAAPL'],
  ['USBRK.B', 'USBRK_B'],
  ['usbrk-b', 'USBRK_B'],
  ['BRK.B', 'USBRK_B'],
  ['brk-b', 'USBRK_B'],
  ['SH000001', 'ZS000001'],
  ['000001', undefined],
  ['SZ300115', undefined],
  ['贵州茅台', undefined],
] as const) {
  test(`takes ${asked} for the stock ${found}`, async (context) => {
    const folder = new PortalFolder(context, {
      [A]: text('甲', { stocks: 'SH600519 HK00700 SZ000700 USAAPL USBRK-B ZS000001 SZ000001' }),
    });
    await folder.update();
    assert.equal(await folder.archive.findStock(asked), found);
  });
}

for (const [query, found] of [
  ['stock:600519', ['乙', '甲']],
  ['stock:SH600519', ['乙', '甲']],
  ['stock:贵州茅台', ['乙', '甲']],
  ['stock:600519 stock:00700', ['丙', '乙', '甲']],
  ['stock:700', ['丙', '乙']],
  ['stock:BRK.B', ['丙']],
  ['stock:usbrk-b', ['丙']],
  ['stock:600519 甲', ['甲']],
  ['stock:300115', []],
] as const) {
  test(`finds ${found.join('、') || 'nothing'} by ${query}`, async (context) => {
    const folder = new PortalFolder(context, {
      [A]: withBody('甲', MAOTAI),
      [B]: withBody('乙', `${MAOTAI}${TENCENT}`),
      '_posts/2022-03-03-c.md': withBody('丙', `${TENCENT}[伯克希尔](stock:USBRK.B)`),
    });
    await folder.update();
    const { hits } = await folder.archive.search(queryOf(query), { order: 'date', limit: 9 });
    assert.deepEqual(
      hits.map(({ title }) => title),
      found,
    );
  });
}
