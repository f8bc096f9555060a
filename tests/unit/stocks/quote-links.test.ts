import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  cleanStockName,
  foldStockCode,
  isStockBeginning,
  mayHoldQuoteLinks,
  parseStock,
  readQuoteLink,
} from '../../../lib/stocks/index.ts';

const EASTMONEY = 'http://quote.eastmoney.com';

for (const [href, id] of [
  [`${EASTMONEY}/unify/r/1.600519`, 'SH600519'],
  [`${EASTMONEY}/unify/r/1.688209`, 'SH688209'],
  [`${EASTMONEY}/unify/r/1.900901`, 'SH900901'],
  [`${EASTMONEY}/unify/r/1.113050`, 'SH113050'],
  [`${EASTMONEY}/unify/r/1.510300`, 'OF510300'],
  [`${EASTMONEY}/unify/r/1.000001`, 'ZS000001'],
  [`${EASTMONEY}/unify/r/0.000001`, 'SZ000001'],
  [`${EASTMONEY}/unify/r/0.300115`, 'SZ300115'],
  [`${EASTMONEY}/unify/r/0.399006`, 'ZS399006'],
  [`${EASTMONEY}/unify/r/0.159915`, 'OF159915'],
  [`${EASTMONEY}/unify/r/0.830799`, 'BJ830799'],
  [`${EASTMONEY}/unify/r/0.920002`, 'BJ920002'],
  [`${EASTMONEY}/unify/r/0.899050`, 'ZS899050'],
  [`${EASTMONEY}/unify/r/2.H30184`, 'ZSH30184'],
  [`${EASTMONEY}/unify/r/90.BK1036`, 'BK1036'],
  [`${EASTMONEY}/unify/r/100.HSI`, 'ZSHSI'],
  [`${EASTMONEY}/unify/r/105.AAPL`, 'USAAPL'],
  [`${EASTMONEY}/unify/r/106.BRK_B`, 'USBRK_B'],
  [`${EASTMONEY}/unify/r/116.00700`, 'HK00700'],
  [`${EASTMONEY}/unify/r/124.HSTECH`, 'ZSHSTECH'],
  [`${EASTMONEY}/unify/r/150.110022`, 'OF110022'],
  [`${EASTMONEY}/unify/cr/1.600519?from=a#b`, 'SH600519'],
  [`${EASTMONEY}/sh600519.html`, 'SH600519'],
  [`${EASTMONEY}/SZ300059.html`, 'SZ300059'],
  [`${EASTMONEY}/concept/sh600519.html`, 'SH600519'],
  [`${EASTMONEY}/kcb/688209.html`, 'SH688209'],
  [`${EASTMONEY}/bj/830799.html`, 'BJ830799'],
  [`${EASTMONEY}/3ban/bj430047.html`, 'BJ430047'],
  [`${EASTMONEY}/hk/00700.html`, 'HK00700'],
  [`${EASTMONEY}/us/AAPL.html`, 'USAAPL'],
  [`${EASTMONEY}/bk/90.BK1036.html`, 'BK1036'],
  [`${EASTMONEY}/zs000001.html`, 'ZS000001'],
  [`${EASTMONEY}/gb/zsHSI.html`, 'ZSHSI'],
  [`${EASTMONEY}/us/BRK_B.html`, 'USBRK_B'],
  [`${EASTMONEY}/web/BK04751.html`, 'BK0475'],
  [`${EASTMONEY}/zz/2.930604.html`, 'ZS930604'],
  [`${EASTMONEY}/600519.html`, 'SH600519'],
  ['https://wap.eastmoney.com/quote/stock/0.300115.html', 'SZ300115'],
  ['http://fund.eastmoney.com/110022.html', 'OF110022'],
  ['https://xueqiu.com/S/SH600519', 'SH600519'],
  ['https://xueqiu.com/S/F110022', 'OF110022'],
  ['https://xueqiu.com/S/00700', 'HK00700'],
  ['https://xueqiu.com/S/BRK.B', 'USBRK_B'],
  ['https://xueqiu.com/S/HKD', 'USHKD'],
  ['https://xueqiu.com/S/HKHSI', 'ZSHSI'],
  ['https://xueqiu.com/S/HKHSTECH', 'ZSHSTECH'],
  ['https://xueqiu.com/S/CSI930604', 'ZS930604'],
  ['https://xueqiu.com/S/CSIH30533', 'ZSH30533'],
  ['https://xueqiu.com/S/.DJI', 'ZSDJIA'],
  ['https://xueqiu.com/S/SZ399006', 'ZS399006'],
  ['https://finance.sina.com.cn/realstock/company/sh600519/nc.shtml', 'SH600519'],
  ['https://finance.sina.com.cn/fund/quotes/110022/bc.shtml', 'OF110022'],
  ['https://stock.finance.sina.com.cn/hkstock/quotes/00700.html', 'HK00700'],
  ['https://stock.finance.sina.com.cn/hkstock/quotes/HSI.html', 'ZSHSI'],
  ['https://stock.finance.sina.com.cn/usstock/quotes/AAPL.html', 'USAAPL'],
  ['https://stock.finance.sina.com.cn/usstock/quotes/.IXIC.html', 'ZSNDX'],
  ['https://quotes.sina.cn/hs/company/quotes/view/sh600519', 'SH600519'],
  ['https://gu.qq.com/sh600519/gp', 'SH600519'],
  ['https://gu.qq.com/hk00700', 'HK00700'],
  ['https://gu.qq.com/usAAPL.OQ', 'USAAPL'],
  ['https://gu.qq.com/usBRK.B', 'USBRK_B'],
  ['https://gu.qq.com/usBRK.B.N/gp', 'USBRK_B'],
  ['https://gu.qq.com/sh000001/zs', 'ZS000001'],
  ['https://gu.qq.com/hkHSI/zs', 'ZSHSI'],
  ['https://gu.qq.com/usDJI', 'ZSDJIA'],
  ['https://gu.qq.com/us.INX/zs', 'ZSSPX'],
  ['https://gu.qq.com/jj110022', 'OF110022'],
  ['http://stockpage.10jqka.com.cn/600519/', 'SH600519'],
  ['http://stockpage.10jqka.com.cn/HK0700/', 'HK00700'],
  ['http://stockpage.10jqka.com.cn/AAPL/', 'USAAPL'],
  ['http://stockpage.10jqka.com.cn/HSI/', 'ZSHSI'],
  ['http://stockpage.10jqka.com.cn/1A0001/', 'ZS000001'],
  ['http://stockpage.10jqka.com.cn/399006/', 'ZS399006'],
  ['http://stockpage.10jqka.com.cn/510300/', 'OF510300'],
  ['http://fund.10jqka.com.cn/110022/', 'OF110022'],
  ['http://quotes.money.163.com/0600519.html', 'SH600519'],
  ['http://quotes.money.163.com/1300115.html', 'SZ300115'],
] as const) {
  test(`takes ${href} for the page of ${id}`, () => {
    assert.deepEqual([readQuoteLink(href)?.id, mayHoldQuoteLinks(href)], [id, true]);
  });
}

for (const href of [
  'http://fund.eastmoney.com/trade/default.html',
  'http://data.eastmoney.com/bbsj/600519.html',
  'http://finance.eastmoney.com/a/202206142412311033.html',
  `${EASTMONEY}/center/boardlist.html`,
  `${EASTMONEY}/us/index.html`,
  'http://stockpage.10jqka.com.cn/news/',
  'http://stockpage.10jqka.com.cn/113050/',
  'https://xueqiu.com/S/ZH123456',
  'https://xueqiu.com/hq',
  `${EASTMONEY}/unify/r/1.999999`,
  `${EASTMONEY}/unify/r/1.60051`,
  `${EASTMONEY}/unify/r/7.600519`,
  `${EASTMONEY}/unify/r/90.600519`,
  `${EASTMONEY}/unify/r/116.00000`,
  `${EASTMONEY}/unify/r/1.600519/a`,
  `${EASTMONEY}/unify/r/${'1'.repeat(100)}.600519`,
  `${EASTMONEY}:81/unify/r/1.600519`,
  'http://quote.eastmoney.com.evil.example/unify/r/1.600519',
  'http://evil.example/quote.eastmoney.com/unify/r/1.600519',
  'http://evil.example/?http://quote.eastmoney.com/unify/r/1.600519',
  'http://a@quote.eastmoney.com/unify/r/1.600519',
  'ftp://quote.eastmoney.com/unify/r/1.600519',
  '/unify/r/1.600519',
  'javascript:1.600519',
  'constructor',
  'http://constructor/unify/r/constructor.constructor',
]) {
  test(`takes ${href.slice(0, 70)} for the page of no stock`, () => assert.equal(readQuoteLink(href), undefined));
}

test('reads any address without an error, and gives identities that are read again as they are', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('unify/r/', '1.600519', '90.BK', '/S/', 'sh', '.html', '__proto__.', '105.'),
  );
  const host = fc.constantFrom('quote.eastmoney.com', 'xueqiu.com', 'gu.qq.com', 'm.gu.qq.com', '__proto__');
  fc.assert(
    fc.property(host, fc.array(part, { maxLength: 5 }), (name, parts) => {
      const stock = readQuoteLink(`https://${name}/${parts.join('')}`);
      assert.deepEqual(stock, stock && parseStock(stock.id));
    }),
  );
});

for (const [text, id] of [
  ['SH600519', 'SH600519'],
  ['sz300115', 'SZ300115'],
  ['SH000001', 'ZS000001'],
  ['SZ399006', 'ZS399006'],
  ['SH510300', 'OF510300'],
  ['HK700', 'HK00700'],
  ['USBRK.B', 'USBRK_B'],
  ['usbrk-b', 'USBRK_B'],
  ['BK1036', 'BK1036'],
  ['ZSNDX', 'ZSNDX'],
  ['600519', undefined],
  ['SH60051', undefined],
  ['SH6005190', undefined],
  ['HK123456', undefined],
  ['HK0', undefined],
  ['BK103', undefined],
  ['SZ600519', undefined],
  ['XX600519', undefined],
  ['', undefined],
  [`US${'A'.repeat(1_000_000)}`, undefined],
] as const) {
  test(`reads the identity “${text.slice(0, 20)}” as ${id}`, () => assert.equal(parseStock(text)?.id, id));
}

for (const [text, code] of [
  ['600519', '600519'],
  ['BRK.B', 'brk_b'],
  ['brk-b', 'brk_b'],
  ['BRK_B', 'brk_b'],
  ['700', '00700'],
  ['0700', '00700'],
  ['00700', '00700'],
  ['000700', '000700'],
  ['BK0475', 'bk0475'],
] as const) {
  test(`looks for the code ${text} as ${code}`, () => assert.equal(foldStockCode(text), code));
}

for (const [typed, id, expected] of [
  ['brk.', 'USBRK_B', true],
  ['usbrk-b', 'USBRK_B', true],
  ['brk.b', 'USBRK', false],
  ['7', 'HK00700', true],
  ['070', 'HK00700', true],
  ['hk700', 'HK00700', true],
  ['00', 'HK00700', true],
  ['0007', 'HK00700', false],
  ['519', 'SH600519', false],
  ['00519', 'SH600519', false],
  ['sh6005', 'SH600519', true],
] as const) {
  test(`takes ${typed} for ${expected ? 'the' : 'no'} beginning of ${id}`, () => {
    const code = parseStock(id)?.code ?? assert.fail();
    assert.equal(isStockBeginning(typed, id, foldStockCode(code)), expected);
  });
}

for (const [id, kind, code] of [
  ['SH600519', 'share', '600519'],
  ['SH113050', 'bond', '113050'],
  ['OF110022', 'fund', '110022'],
  ['ZS399006', 'index', '399006'],
  ['BK1036', 'sector', 'BK1036'],
  ['USAAPL', 'share', 'AAPL'],
] as const) {
  test(`knows ${id} as ${kind} ${code}`, () => {
    const stock = parseStock(id);
    assert.deepEqual([stock?.kind, stock?.code], [kind, code]);
  });
}

for (const [text, name] of [
  ['贵州茅台', '贵州茅台'],
  ['贵州茅台(600519.SH)', '贵州茅台'],
  ['贵州茅台（600519）', '贵州茅台'],
  ['$贵州茅台(SH600519)$', '贵州茅台'],
  ['*ST海航', '*ST海航'],
  ['600519', undefined],
  ['SH600519', undefined],
  ['600519.SH', undefined],
  ['——', undefined],
  ['', undefined],
  ['长'.repeat(41), undefined],
] as const) {
  test(`takes from the link “${text.slice(0, 20)}” the name ${name}`, () => {
    assert.equal(cleanStockName(text, parseStock('SH600519') ?? assert.fail()), name);
  });
}
