import assert from 'node:assert/strict';
import test from 'node:test';
import { post, read, readArticle } from '../../../support/posts.ts';

const QUOTES = 'http://quote.eastmoney.com/unify/r/';
const namesOf = (text: string, path?: string): string[] =>
  readArticle(text, path).stocks.map(({ id, name }) => (name === undefined ? id : `${id} ${name}`));
const messagesOf = (text: string): string[] => {
  const reading = read(text);
  assert.equal(reading.kind, 'article');
  return reading.kind === 'article' ? reading.warnings.map(({ line, message }) => `${line}: ${message}`) : [];
};
const EXPECTED = 'market and code, as in SH600519, HK00700, USAAPL, OF110022, ZS399006 or BK1036';

for (const [name, body, expected] of [
  [
    'spans around a link',
    `<p>看好<span id="stock_1.688209"><a href="${QUOTES}1.688209" class="keytip" data-code="1,688209">英集芯</a></span><span id="quote_1.688209"></span>。</p>`,
    ['SH688209 英集芯'],
  ],
  [
    'several links in the order of the text, each once',
    `<p><a href="${QUOTES}116.00700">腾讯控股</a><a href="${QUOTES}90.BK1036">半导体</a><a href="${QUOTES}116.00700">腾讯</a></p>`,
    ['HK00700 腾讯控股', 'BK1036 半导体'],
  ],
  [
    'a chart without a name, which the text gives',
    `<p><a href="${QUOTES}90.BK1037"><img src="https://a.example/k.png" alt="K图 BK1037_0"></a></p><p><a href="${QUOTES}90.BK1037">消费电子</a></p>`,
    ['BK1037 消费电子'],
  ],
  ['a name that is divided by tags', `<p><a href="${QUOTES}1.600519">贵州<b>茅台</b></a></p>`, ['SH600519 贵州茅台']],
  ['Markdown', `[贵州茅台](${QUOTES}1.600519)`, ['SH600519 贵州茅台']],
  ['the scheme of editors', '[贵州茅台](stock:SH600519)', ['SH600519 贵州茅台']],
  ['a link to the page of a stock', '[贵州茅台](/stock/SH600519)', ['SH600519 贵州茅台']],
  ['numbers in running text', '贵州茅台（600519）与 SH600519、sh600519.html', []],
  ['addresses in running text', '`http://quote.eastmoney.com/unify/r/1.600519`', []],
  ['a link that readers do not see', `<p style="display:none"><a href="${QUOTES}1.600519">甲</a></p><p>乙</p>`, []],
  [
    'the text, and not of the name of the medium',
    `<p>甲（<a href="${QUOTES}90.BK0475">银行</a>）</p><p>（文章来源：上海<span><a href="${QUOTES}90.BK0473">证券</a></span>报）<a href="${QUOTES}90.BK0474">保险</a></p>`,
    ['BK0475 银行', 'BK0474 保险'],
  ],
  [
    'a media line without its marks',
    `<p>甲</p><p class="em_media">文章来源：上海<a href="${QUOTES}90.BK0473">证券</a>报</p>`,
    [],
  ],
  [
    'a text behind a name of the medium that nothing ends',
    `<p>（文章<b>来源：</b><a href="${QUOTES}90.BK0473">证券</a>报</p><p><a href="${QUOTES}90.BK0475">银行</a></p>`,
    ['BK0475 银行'],
  ],
  ['a class of shares behind a dot', '[伯克希尔](stock:USBRK.B)', ['USBRK_B 伯克希尔']],
  ['a class of shares behind a hyphen, on its page', '[伯克希尔](/stock/usbrk-b)', ['USBRK_B 伯克希尔']],
  ['links elsewhere', '<p><a href="http://data.eastmoney.com/bbsj/">600519</a></p>', []],
] as const) {
  test(`names the stocks of ${name}`, () => assert.deepEqual(namesOf(post('title: 甲', body)), expected));
}

test('leaves the link to a quote page in the text as it is', () => {
  const { html } = readArticle(post('title: 甲', `<p><a href="${QUOTES}1.600519">贵州茅台</a></p>`));
  assert.equal(html.trim(), `<p><a href="${QUOTES}1.600519" rel="noopener nofollow">贵州茅台</a></p>`);
});

for (const [settings, href] of [
  [{}, '/stock/SH600519'],
  [{ basePath: '/blog' }, '/blog/stock/SH600519'],
] as const) {
  test(`makes of stock:sh600519 a link to ${href}`, () => {
    const { html, stocks } = readArticle(post('title: 甲', '[茅台](stock:sh600519)'), undefined, settings);
    assert.deepEqual([html.trim(), stocks.length], [`<p><a href="${href}">茅台</a></p>`, 1]);
  });
}

for (const [value, expected] of [
  ['SH600519', ['SH600519']],
  ['SH600519 HK00700', ['SH600519', 'HK00700']],
  ['SH600519，hk700、SH600519', ['SH600519', 'HK00700']],
  ['USBRK.B usbrk-a', ['USBRK_B', 'USBRK_A']],
  ['[SH600519, SZ000001]', ['SH600519', 'SZ000001']],
  ['[]', []],
  ['', []],
] as const) {
  test(`reads stocks: ${value}`, () => assert.deepEqual(namesOf(post(`title: 甲\nstocks: ${value}`)), expected));
}

test('takes the name of a stock of the front matter from the text', () => {
  assert.deepEqual(namesOf(post('title: 甲\nstocks: SH600519', '[贵州茅台](stock:SH600519)')), ['SH600519 贵州茅台']);
});

test('warns of a code in the front matter that cannot be', () => {
  assert.deepEqual(messagesOf(post('title: 甲\nstocks: [SH600519, 600519]')), [
    `3: stocks: found “600519”, expected ${EXPECTED}; it is left out`,
  ]);
});

test('warns of a link to a stock that cannot be, and leaves its text', () => {
  const text = post('title: 甲', '正文。\n\n[茅台](stock:600519)');
  assert.deepEqual(
    [messagesOf(text), readArticle(text).html.trim().split('\n').at(-1)],
    [
      [`6: <a> of “stock:600519” leads to no stock: expected stock: with ${EXPECTED}; the text stays without a link`],
      '<p><a>茅台</a></p>',
    ],
  );
});

test('names at most 300 stocks', () => {
  const links = Array.from({ length: 400 }, (_, i) => `[甲${i}](stock:SH${600_000 + i})`).join(' ');
  assert.equal(readArticle(post('title: 甲', links)).stocks.length, 300);
});
