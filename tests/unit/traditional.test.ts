import assert from 'node:assert/strict';
import test from 'node:test';
import { convertPage, hasTraditionalForm, makeTraditional, toTraditional } from '../../lib/traditional/index.ts';

const ORIGIN = 'https://news.example';
const convert = (html: string): string => convertPage(html, ORIGIN);

for (const [simplified, traditional] of [
  ['头发与发展', '頭髮與發展'],
  ['干部与干燥', '幹部與乾燥'],
  ['里程和里面', '里程和裡面'],
  ['皇后以后', '皇后以後'],
  ['只有一只', '只有一隻'],
  ['钟表与时钟', '鐘錶與時鐘'],
  ['台州银行', '台州銀行'],
] as const) {
  test(`writes ${simplified} as ${traditional}`, () => assert.equal(toTraditional(simplified), traditional));
}

for (const [name, html, expected] of [
  ['text', '<p>银行&amp;业务</p>', '<p>銀行&amp;業務</p>'],
  [
    'attributes that readers meet',
    '<img alt="图" title="图" src="/图.png">',
    '<img alt="圖" title="圖" src="/图.png">',
  ],
  ['descriptions', '<meta name="description" content="银行">', '<meta name="description" content="銀行">'],
  ['no other metadata', '<meta name="keywords" content="银行">', '<meta name="keywords" content="银行">'],
  ['no code', '<code>银行</code>业', '<code>银行</code>業'],
  [
    'links in a part in another language',
    '<p lang="en">See <a href="/a.html">this</a></p><a lang="en" href="/b.html">that</a>',
    '<p lang="en">See <a href="/zh-hant/a.html">this</a></p><a lang="en" href="/zh-hant/b.html">that</a>',
  ],
  ['no part in another language', '<p lang="ja">発売 国</p>国', '<p lang="ja">発売 国</p>國'],
  ['no nested part of it', '<p lang="ja"><b>国</b><p>国</p></p>', '<p lang="ja"><b>国</b><p>国</p></p>'],
  ['what follows a void element in another language', '<br lang="ja">国', '<br lang="ja">國'],
  ['the language', '<html lang="zh-CN"></html>', '<html lang="zh-Hant"></html>'],
  ['not what a reader typed', '<input value="银行" placeholder="搜索">', '<input value="银行" placeholder="搜索">'],
  ['links to pages', '<a href="/category/emnews.html">银</a>', '<a href="/zh-hant/category/emnews.html">銀</a>'],
  ['forms', '<form action="/search"></form>', '<form action="/zh-hant/search"></form>'],
  ['no links to feeds', '<a href="/feed.xml">阅</a>', '<a href="/feed.xml">閱</a>'],
  ['no links to elsewhere', '<a href="//evil.example/">银</a>', '<a href="//evil.example/">銀</a>'],
  [
    'the way back',
    '<a href="/zh-hant/a?q=b" hreflang="zh-Hant" lang="zh-Hant">繁體</a>',
    '<a href="/a?q=b" hreflang="zh-Hans" lang="zh-Hans">简体</a>',
  ],
  [
    'the canonical address',
    '<link rel="canonical" href="https://news.example/a.html">',
    '<link rel="canonical" href="https://news.example/zh-hant/a.html">',
  ],
  [
    'structured data',
    '<script type="application/ld+json">{"headline":"银行\\u003c/script>","inLanguage":"zh-CN","url":"https://news.example/a"}</script>',
    '<script type="application/ld+json">{"headline":"銀行\\u003c/script>","inLanguage":"zh-Hant","url":"https://news.example/zh-hant/a"}</script>',
  ],
  [
    'mark-up in text, which stays text',
    '<p>&lt;script&gt;银行&lt;/script&gt;</p>',
    '<p>&lt;script&gt;銀行&lt;/script&gt;</p>',
  ],
] as const) {
  test(`converts ${name}`, () => assert.equal(convert(html), expected));
}

for (const [href, expected] of [
  ['/', true],
  ['/search?q=a.xml', true],
  ['/category/emnews.html#top', true],
  ['/emnews/2022/02/22/a.html', true],
  ['/clients/a.html', true],
  ['/zh-hant', false],
  ['/zh-hant/a.html', false],
  ['/feed.xml', false],
  ['/feed/emnews.xml', false],
  ['/api/qr?path=/a.html', false],
  ['/healthz', false],
  ['/icon.svg', false],
  ['/files/report.txt?x', false],
  ['/_next/static/a', false],
  ['//evil.example/a.html', false],
  ['https://news.example/a.html', false],
  ['a.html', false],
] as const) {
  test(`${href} has ${expected ? 'a' : 'no'} traditional form`, () => assert.equal(hasTraditionalForm(href), expected));
}

test('leads to a file that is HTML, and does not make a page of it', async () => {
  const file = new Response('<p>银行', { headers: { 'content-type': 'text/html', 'accept-ranges': 'bytes' } });
  const { status, headers } = await makeTraditional('/zh-hant/docs/', '', async () => file, ORIGIN);
  assert.deepEqual([status, headers.get('location')], [308, '/docs/']);
});
