import assert from 'node:assert/strict';
import test from 'node:test';
import { post, read, readArticle } from '../../support/posts.ts';

test('reads the fields of the seed article', () => {
  const article = readArticle(
    post(
      'layout: post\ntitle: "高质量服务助推高质量跨江融合发展"\ndate: 2022-02-22 10:01:04 +0800\ncategories: taizhouribao\ntags: 泰州日报新闻',
      '<p>征途漫漫。</p>\n <p>惟有奋斗。</p><p class="em_media">（文章来源：泰州日报）</p>\n\n<http://finews.zning.xyz/html_News/NewsShare.html?infoCode=NW202202222284184177>\n\n[返回泰州日报新闻](//finews.withounder.com/category/taizhouribao.html)｜[返回首页](//finews.withounder.com/)',
    ),
    '_posts/2022-02-22-NW202202222284184177.md',
  );
  assert.deepEqual(article, {
    path: '_posts/2022-02-22-NW202202222284184177.md',
    url: '/taizhouribao/2022/02/22/NW202202222284184177.html',
    slug: 'NW202202222284184177',
    title: '高质量服务助推高质量跨江融合发展',
    publishedAt: Date.parse('2022-02-22T10:01:04+08:00') / 1000,
    modifiedAt: Date.parse('2022-02-22T10:01:04+08:00') / 1000,
    categories: ['taizhouribao'],
    stocks: [],
    tags: ['泰州日报新闻'],
    corrections: [],
    html: '<p>征途漫漫。</p>\n <p>惟有奋斗。</p><p class="em_media">（文章来源：泰州日报）</p>\n',
    text: '征途漫漫。\n惟有奋斗。\n（文章来源：泰州日报）',
    extract: '征途漫漫。惟有奋斗。',
    sourceUrl: 'http://finews.zning.xyz/html_News/NewsShare.html?infoCode=NW202202222284184177',
    sourceName: '泰州日报',
    backLabel: '返回泰州日报新闻',
    readingMinutes: 1,
    redirectFrom: [],
  });
});

const footers: [shape: string, footer: string, sourceUrl: string | undefined, backLabel: string | undefined][] = [
  ['no footer', '', undefined, undefined],
  [
    'the source link alone',
    '<http://hk.eastmoney.com/news/1533,2021.html>',
    'http://hk.eastmoney.com/news/1533,2021.html',
    undefined,
  ],
  [
    'two back links on two lines',
    '<http://a.example/1>\n\n[返回滚动](//finews.zning.me/emnews/)\n[返回首页](//finews.zning.me/)',
    'http://a.example/1',
    '返回滚动',
  ],
  [
    'back links on one line',
    '<http://a.example/1>\n\n[返回滚动](./emnews/)｜[返回首页](./)',
    'http://a.example/1',
    '返回滚动',
  ],
  ['an empty source', '<>\n\n[返回滚动](../emnews/)\n[返回首页](../)', undefined, '返回滚动'],
  [
    'a category with parentheses',
    '<http://a.example/1>\n\n[返回安信](//finews.withounder.com/category/anxin(xianggang).html)｜[返回首页](//finews.withounder.com/)',
    'http://a.example/1',
    '返回安信',
  ],
  ['back links without a source', '[返回滚动](./emnews/)', undefined, '返回滚动'],
];
for (const [shape, footer, sourceUrl, backLabel] of footers) {
  test(`takes a footer of this shape off the body: ${shape}`, () => {
    const article = readArticle(post('title: x', `正文。\n\n${footer}`));
    assert.deepEqual([article.html, article.sourceUrl, article.backLabel], ['<p>正文。</p>\n', sourceUrl, backLabel]);
  });
}

const bodies: [name: string, markdown: string, html: string][] = [
  ['makes text bold beside Chinese punctuation', '**“真”，**她', '<p><strong>“真”，</strong>她</p>\n'],
  ['sets no space at a line break between Han characters', '上海\n证券报', '<p>上海证券报</p>\n'],
  ['keeps the line break between Latin words', 'Wall\nStreet', '<p>Wall\nStreet</p>\n'],
  ['keeps six asterisks inside a word', '安置房******工作', '<p>安置房******工作</p>\n'],
  ['does not run Liquid', '{{ site.title }}{% raw %}', '<p>{{ site.title }}{% raw %}</p>\n'],
  ['makes no link of a bare address', '见http://a.example，她', '<p>见http://a.example，她</p>\n'],
  [
    'makes tables',
    '| 甲 | 乙 |\n| --- | ---: |\n| 1 | 2 |',
    '<table>\n<thead>\n<tr>\n<th>甲</th>\n<th style="text-align:right">乙</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td style="text-align:right">2</td>\n</tr>\n</tbody>\n</table>\n',
  ],
  [
    'makes footnotes',
    '文[^1]\n\n[^1]: 注',
    '<p>文<sup class="footnote-ref"><a id="post-fnref1" href="#post-fn1">[1]</a></sup></p>\n<section class="footnotes"><ol>\n<li id="post-fn1"><p>注 <a class="footnote-backref" href="#post-fnref1">↩︎</a></p>\n</li>\n</ol>\n</section>\n',
  ],
];
for (const [name, markdown, html] of bodies) {
  test(name, () => {
    assert.equal(readArticle(post('title: x', markdown)).html.replaceAll('\ufe0e', ''), html.replaceAll('\ufe0e', ''));
  });
}

test('leaves the body of an .html post as HTML', () => {
  assert.equal(readArticle(post('title: x', '<p>**a**</p>'), '_posts/2022-03-01-n.html').html, '<p>**a**</p>\n');
});

const extracts: [name: string, title: string, body: string, extract: string][] = [
  [
    'the digest’s repetition of the title',
    '央行降准',
    '> 【央行降准】中国人民银行今日公告。',
    '中国人民银行今日公告。',
  ],
  ['hidden paragraphs', 'x', '<p style="display:none">暗</p><p>明</p>', '明'],
  ['chart blocks', 'x', '<!-- EM_StockImg_Start --><p>K图</p><!-- EM_StockImg_End --><p>文</p>', '文'],
  ['comments', 'x', '<!-- 注 --><p>文</p>', '文'],
  ['headings, tables and code', 'x', '## 题\n\n文\n\n| 甲 |\n| --- |\n| 1 |\n\n```\n码\n```', '文'],
  ['the media line', 'x', '<p>文</p><p class="em_media">（文章来源：某报）</p>', '文'],
];
for (const [what, title, body, extract] of extracts) {
  test(`makes an extract without ${what}`, () => {
    assert.equal(readArticle(post(`title: ${title}`, body)).extract, extract);
  });
}

for (const [name, body, text] of [
  ['a link whose title says hidden', '<p><a title="no hidden fees">词</a></p>', '词'],
  ['an abbreviation whose title says hidden', '<p><abbr title="x hidden y">词</abbr></p>', '词'],
  [
    'a picture’s neighbours, where its alternative says hidden',
    '<p>甲<img src="/a.png" alt="a hidden x">乙</p>',
    '甲\n乙',
  ],
  ['what follows a hidden element that holds another', '<div hidden><div>暗</div>暗</div><p>明</p>', '明'],
  ['words in which a line may break', '<p>央<wbr>行</p>', '央行'],
] as const) {
  test(`finds the text of ${name}`, () => assert.equal(readArticle(post('title: x', body)).text, text));
}

test('finds text whose attributes say hidden for the extract', () => {
  assert.equal(readArticle(post('title: x', '<p><a title="no hidden fees">词</a>语</p>')).extract, '词语');
});

for (const [name, body, image] of [
  ['a picture with a title', '<img title="x" src="https://a.example/x.png">', 'https://a.example/x.png'],
  ['a picture without a protocol', '<img src="//a.example/x.png">', 'https://a.example/x.png'],
  ['no chart', '<!--EM_StockImg_Start--><img src="/k.png"><!--EM_StockImg_End--><img src="/a.png">', '/a.png'],
  ['a picture of an own host', '<img src="https://finews.withounder.com//evil.example/x.png">', '/evil.example/x.png'],
  ['a picture beside the post', '<img src="x.png?a=1">', '/2022/03/01/x.png?a=1'],
] as const) {
  test(`takes ${name} of the body for the article’s picture`, () => {
    assert.equal(readArticle(post('title: x', body)).image, image);
  });
}

for (const [written, image] of [
  ['/x.png', '/x.png'],
  ['x.png', '/x.png'],
  ['https://a.example/x.png', 'https://a.example/x.png'],
  ['//a.example/x.png', 'https://a.example/x.png'],
  ['/.//evil.example/x.png', '/evil.example/x.png'],
  ['https://finews.withounder.com//evil.example/x.png', '/evil.example/x.png'],
  ['{path: /x.png, height: 100}', '/x.png'],
  ['javascript:1', undefined],
  ['https://user:word@a.example/x.png', undefined],
] as const) {
  test(`takes image: ${written} for ${image ?? 'none'}`, () => {
    assert.equal(readArticle(post(`title: x\nimage: ${written}`)).image, image);
  });
}

for (const [what, body, extract] of [
  ['nothing after a full-width mark', '<p>文。</p><p>字</p>', '文。字'],
  ['nothing after a quotation in Chinese', '<p>“文。”</p><p>字</p>', '“文。”字'],
  ['nothing before a full-width bracket', '<p>文</p><p>（字）</p>', '文（字）'],
  ['a space where there is no mark', '<p>文</p><p>字</p>', '文 字'],
  ['a space after a quotation in English', '<p>“Yes”</p><p>No</p>', '“Yes” No'],
] as const) {
  test(`joins the paragraphs of an extract with ${what}`, () => {
    assert.equal(readArticle(post('title: x', body)).extract, extract);
  });
}

test('cuts an extract at 120 characters', () => {
  assert.equal(readArticle(post('title: x', '一'.repeat(300_000))).extract, `${'一'.repeat(119)}…`);
});

test('finds the source’s name in a media line that holds a stock link', () => {
  const line =
    '<p class="em_media">（文章来源：上海<span id="bk_1"><a href="http://q.example/1">证券</a></span>报）</p>';
  assert.equal(readArticle(post('title: x', line)).sourceName, '上海证券报');
});

for (const [end, name] of [
  ['影响到其他行业。（财联社）', '财联社'],
  ['已申请37.6万件。(央视新闻)', '央视新闻'],
  ['不看好概念股。 （证券时报网）', '证券时报网'],
  ['他说：“会的。”（新华社）', '新华社'],
  ['影响到其他行业（财联社）', undefined],
  ['影响到其他行业。（财联社）此外，产量下降。', undefined],
  ['影响到其他行业。（财联社记者 张三）', undefined],
  ['影响到其他行业。（完）', undefined],
  ['影响到其他行业。（图片来自新华社）', undefined],
  ['影响到其他行业。（据新华社）', undefined],
  ['影响到其他行业。（欧阳娜娜）', undefined],
] as const) {
  test(`finds that “${end}” names ${name ?? 'no medium'}`, () => {
    assert.equal(readArticle(post('title: x', end)).sourceName, name);
  });
}

test('counts the empty lines before the text for the line of a warning', () => {
  const reading = read(post('title: 甲', '\n\n<object data="a"></object>'));
  assert.deepEqual(reading.kind === 'article' && reading.warnings.map(({ line }) => line), [6]);
});
