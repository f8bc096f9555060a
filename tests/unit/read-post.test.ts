import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseYaml, readCategoryStub, readPost, type YamlValue } from '../../lib/content/index.ts';
import { htmlSoup } from '../support/html-soup.ts';
import { NOW, post, read, readArticle, SETTINGS } from '../support/posts.ts';

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
    tags: ['泰州日报新闻'],
    html: '<p>征途漫漫。</p>\n <p>惟有奋斗。</p><p class="em_media">（文章来源：泰州日报）</p>\n',
    text: '征途漫漫。\n惟有奋斗。\n（文章来源：泰州日报）',
    extract: '征途漫漫。 惟有奋斗。',
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

test('cuts an extract at 120 characters', () => {
  assert.equal(readArticle(post('title: x', '一'.repeat(300_000))).extract, `${'一'.repeat(119)}…`);
});

test('finds the source’s name in a media line that holds a stock link', () => {
  const line =
    '<p class="em_media">（文章来源：上海<span id="bk_1"><a href="http://q.example/1">证券</a></span>报）</p>';
  assert.equal(readArticle(post('title: x', line)).sourceName, '上海证券报');
});

test('takes the title from the file name where there is none', () => {
  assert.equal(readArticle(post('layout: post'), '_posts/2022-03-01-tai-zhou.md').title, 'Tai Zhou');
});

test('redirects Jekyll’s address of a file that begins with blank lines', () => {
  const article = readArticle(`\n\n${post('date: 2022-03-02 08:00:00 +0800\ncategories: emnews')}`);
  assert.deepEqual([article.url, article.redirectFrom], ['/emnews/2022/03/02/name.html', ['/2022/03/01/name.html']]);
});

for (const [what, text, message] of [
  ['a byte order mark', '\ufeff---\ntitle: x\n---\n', 'begins with a byte order mark: save as UTF-8 without one'],
  ['blank lines first', '\n---\ntitle: x\n---\n', 'blank lines before the first `---`: remove them'],
  [
    'no front matter',
    'text',
    'no front matter: the title and the date come from the file name, and the post has no category',
  ],
  [
    'a key that stands twice',
    post('title: 甲\ntitle: 乙'),
    'the key on this line stands twice: the last one counts; remove the other',
  ],
  [
    'a full-width colon before an ASCII one',
    post('title：甲: 乙'),
    'the field “title：甲” has a full-width colon: write `: ` instead',
  ],
  [
    'a category that no address can carry',
    post('categories: ".."'),
    'the category “..” cannot stand in an address and is left out',
  ],
] as const) {
  test(`warns of ${what}`, () => {
    const reading = read(text);
    assert.deepEqual(reading.kind === 'article' && reading.warnings.map((warning) => warning.message), [message]);
  });
}

test('reads CRLF line ends as LF', () => {
  assert.equal(readArticle('---\r\ntitle: x\r\n---\r\n甲\r\n\r\n乙\r\n').html, '<p>甲</p>\n<p>乙</p>\n');
});

for (const published of ['false', 'no', 'off', 'False', 'nO', '', '~']) {
  test(`does not publish a post that says published: ${published}`, () => {
    assert.deepEqual(read(post(`published: ${published}`)), { kind: 'unpublished' });
  });
}

for (const published of ['true', 'yes', 'on', '"false"', '0', 'n', '[]']) {
  test(`publishes a post that says published: ${published}, as Jekyll does`, () => {
    assert.equal(read(post(`published: ${published}`)).kind, 'article');
  });
}

test('takes scalars as they are written', () => {
  const article = readArticle(post('title: NO\ntags: [NO, 007, on, 3.10, 2022-03-01, 0x1F, null, "~"]'));
  assert.deepEqual([article.title, article.tags], ['NO', ['NO', '007', 'on', '3.10', '2022-03-01', '0x1F', '~']]);
});

for (const [author, name] of [
  ['42', '42'],
  ['{name: Z}', 'Z'],
  ['[甲, {name: 乙}]', '甲, 乙'],
  ['[[甲]]', undefined],
  ['~', undefined],
] as const) {
  test(`reads author: ${author} as ${name ?? 'no author'}`, () => {
    assert.equal(readArticle(post(`author: ${author}`)).author, name);
  });
}

test('merges mappings, as Jekyll does', () => {
  assert.equal(readArticle(post('base: &base {title: 甲, slug: a}\n<<: *base\nslug: b')).title, '甲');
});

test('takes the last of a key that stands twice', () => {
  assert.equal(readArticle(post('title: 甲\ntags: a\ntitle: 乙')).title, '乙');
});

for (const [what, text, body] of [
  ['a line of more dashes', '---\ntitle: x\nnote: |\n  a\n---- b\n---\n正文\n', undefined],
  ['a fence of dots', '---\ntitle: x\n...\n正文\n', '<p>正文</p>\n'],
  ['spaces after the fences', '---  \ntitle: x\n--- \t\n正文\n', '<p>正文</p>\n'],
  ['dashes within a value', '---\ntitle: x\nnote: a\n  ---b\n---\n正文\n', '<p>正文</p>\n'],
  ['a comment alone', '---\n# 注\n---\n正文\n', '<p>正文</p>\n'],
  ['nothing between the fences', '---\n---\n正文\n', '<p>正文</p>\n'],
  ['no line feed at the end', '---\ntitle: x\n---', ''],
  ['a second pair of fences', '---\ntitle: x\n---\n正文\n\n---\n\ny: z\n', '<p>正文</p>\n<hr />\n<p>y: z</p>\n'],
] as const) {
  test(`ends the front matter where Jekyll does: ${what}`, () => {
    const reading = read(text);
    assert.equal(reading.kind === 'article' ? reading.article.html : undefined, body);
  });
}

test('counts a change that is still to come from its time on', () => {
  const text = post('date: 2022-03-01 08:00:00 +0800\nlast_modified_at: 2099-01-01 00:00:00 +0800');
  const reading = read(text);
  const changed = Date.parse('2099-01-01T00:00:00+08:00') / 1000;
  const later = readPost('_posts/2022-03-01-n.md', new TextEncoder().encode(text), SETTINGS, changed);
  assert.deepEqual(
    [reading, later].map(
      (one) => one.kind === 'article' && [one.article.modifiedAt, one.changesAt, one.warnings.length],
    ),
    [
      [Date.parse('2022-03-01T08:00:00+08:00') / 1000, changed, 1],
      [changed, undefined, 0],
    ],
  );
});

test('says on which line a change that is still to come stands', () => {
  const reading = read(post('title: x\nlast_modified_at: 2099-01-01'));
  assert.deepEqual(reading.kind === 'article' && reading.warnings, [
    {
      path: '_posts/2022-03-01-name.md',
      line: 3,
      severity: 'warning',
      message:
        'last_modified_at: found “2099-01-01”, expected an instant that has passed; until then, the date of publication counts',
    },
  ]);
});

for (const [field, value, message] of [
  [
    'last_modified_at',
    '昨天',
    'last_modified_at: found “昨天”, expected a day and time that exist, as in 2022-02-22 10:01:04 +0800; the date of publication counts',
  ],
  [
    'image',
    '[a]',
    'image: found “a list”, expected the address of a picture, or a mapping with a `path`; the first picture of the text counts',
  ],
  [
    'image',
    'javascript:1',
    'image: found “javascript:1”, expected the address of a picture, or a mapping with a `path`; the first picture of the text counts',
  ],
  ['description', '{a: b}', 'description: found “a mapping”, expected text; it is left out'],
  ['tags', '{a: b}', 'tags: found “a mapping”, expected a name, or a list such as [a, b]; it has none'],
  ['published', 'maybe', 'published: found “maybe”, expected true or false; it is published'],
  ['redirect_from', '{a: b}', 'redirect_from: “a mapping” is no address; it does not redirect'],
] as const) {
  test(`publishes a post with ${field}: ${value}, and warns of it`, () => {
    const reading = read(post(`title: x\n${field}: ${value}`));
    assert.deepEqual(reading.kind === 'article' && reading.warnings.map((warning) => [warning.line, warning.message]), [
      [3, message],
    ]);
  });
}

test('reads defaults of the site as it reads the post’s own fields', () => {
  const { value } = parseYaml(
    'published: yes\nauthor: {name: Z}\ncategory: 2024\ntags: [2024]\nimage: {path: /x.png}\n',
  );
  const values = value as ReadonlyMap<string, YamlValue>;
  const article = readArticle(post('title: x'), undefined, { defaults: [{ path: '', values }] });
  assert.deepEqual(
    [article.author, article.categories, article.tags, article.image],
    ['Z', ['2024'], ['2024'], '/x.png'],
  );
});

test('names the settings where a default is wrong', () => {
  const values = new Map<string, YamlValue>([['title', []]]);
  const reading = read(post('tags: a'), undefined, { defaults: [{ path: '', values }] });
  assert.match(
    reading.kind === 'rejected' ? reading.problem.message : '',
    /^title \(of the defaults in _config\.yml\): found “a list”/,
  );
});

const defects: [name: string, text: string | Uint8Array, at: string, message: RegExp][] = [
  ['front matter in JavaScript', '---js\n{ title: 1 }\n---\n', '1:4', /front matter is YAML/],
  ['front matter without an end', '---\ntitle: x\n', '1:', /no end/],
  ['front matter that is a list', post('- a'), '2:', /not a mapping/],
  [
    'a quote that does not close',
    '---\ntitle: "x\ndate: 2022-03-01\n---\n',
    '2:8',
    /not YAML: the quotation mark " is not closed/,
  ],
  [
    'a full-width colon',
    '---\ndate: 2022-03-01\ntitle：甲\ntags: a\n---\n',
    '3:6',
    /not YAML: a full-width colon “：” after title: write `title: …`/,
  ],
  ['a full-width colon in the one field', post('title：甲'), '2:6', /not a mapping: a full-width colon/],
  [
    'a control character',
    post('date: 2022-03-01\ntitle: 甲\u0010乙'),
    '3:9',
    /not YAML: the control character U\+0010: take it out/,
  ],
  [
    'a quote that does not close on the last line',
    post("tags: a\ntitle: '甲"),
    '3:8',
    /the quotation mark ' is not closed/,
  ],
  [
    'a quote that does not close before another',
    post('tags: "a"\ntitle: "甲\nslug: "b"'),
    '3:8',
    /the quotation mark " is not closed/,
  ],
  ['text after a closing quote', post('tags: a\ntitle: "他说"好"了"'), '3:12', /text after a closing quotation mark "/],
  [
    'a colon without a space',
    post('title:甲\ndate: 2022-03-01'),
    '2:6',
    /no space after the colon of title: write `title: …`/,
  ],
  [
    'empty lines without end in the front matter',
    post(`a: b${'\n'.repeat(200_000)}c: d`),
    '103:',
    /empty lines in a row/,
  ],
  ['a tab in an indentation', '---\ntitle: x\n\tdate: 2022-03-01\n---\n', '3:1', /tab/],
  ['a tag that names code', post("title: !!js/function 'x'"), '2:8', /unknown/],
  [
    'aliases that explode',
    post('a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]'),
    '4:42',
    /aliases/,
  ],
  ['a title that is a mapping', post('date: 2022-03-01\ntitle: {a: 1}'), '3:1', /^title: found “a mapping”/],
  ['an empty file', '', '1:', /holds nothing/],
  ['a zero byte', 'a\n\0', '2:', /zero byte/],
  ['text that is GBK', Uint8Array.of(0x2d, 0x0a, 0xb2, 0xe2), '2:', /not UTF-8 \(byte 0xb2\).*GBK/],
  ['more than 2 MB', new Uint8Array(2 * 1024 * 1024 + 1), '1:', /at most 2097152/],
];
for (const [name, text, at, message] of defects) {
  test(`leaves out ${name} and says where`, () => {
    const reading = typeof text === 'string' ? read(text) : readPost('_posts/2022-03-01-n.md', text, SETTINGS, NOW);
    assert.equal(reading.kind, 'rejected');
    const problem = reading.kind === 'rejected' ? reading.problem : assert.fail();
    assert.match(
      `${problem.line}:${problem.column ?? ''} ${problem.message}`,
      new RegExp(`^${at} .*(?:${message.source.replace(/^\^/, '')})`),
    );
  });
}

for (const name of ['-202203010000000001.md', '2022-02-30-bad-day.md', 'readme.md', '22-03-01-a.md']) {
  test(`leaves out a file named ${name}`, () => {
    assert.equal(read(post('title: x'), `_posts/${name}`).kind, 'rejected');
  });
}

test('changes no prototype by what front matter says', () => {
  read(post('__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}'));
  assert.equal('polluted' in {}, false);
});

test('reads a category stub whose name has two spaces', () => {
  const bytes = new TextEncoder().encode('---\nlayout: category\ntitle: 南财\ncategory: a  b\n---');
  assert.deepEqual(readCategoryStub('category/a  b.html', bytes), { name: 'a  b', title: '南财' });
});

const yamlValue = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '~',
    'true',
    '[a, [b, {c: d}]]',
    '{a: 1}',
    '!!binary aGk=',
    '!!set {a}',
    '*x',
    '&x y',
    '|\n  block',
    '>-\n  folded',
    '"\\ud800"',
    "'",
    '2022-02-30',
    '- a',
    '[',
    '<<: *x',
    '0x1F',
    '.inf',
    '..',
    '/../..',
    '%zz',
  ),
);
const yamlKey = fc.oneof(
  fc.constantFrom(
    'title',
    'date',
    'categories',
    'category',
    'tags',
    'tag',
    'permalink',
    'slug',
    'published',
    'redirect_from',
    'last_modified_at',
    'description',
    'image',
    'author',
    'layout',
    '__proto__',
    'constructor',
    '? [a]',
    '<<',
  ),
  fc.string(),
);
const frontMatter = fc
  .array(fc.tuple(yamlKey, yamlValue), { maxLength: 8 })
  .map((pairs) => pairs.map(([key, value]) => `${key}: ${value}`).join('\n'));

test('is stopped by no front matter and no body', () => {
  fc.assert(
    fc.property(fc.oneof(frontMatter, fc.string()), htmlSoup, (yaml, body) => {
      const reading = read(`---\n${yaml}\n---\n${body}`);
      if (reading.kind === 'rejected') assert.doesNotMatch(reading.problem.message, /cannot be read \(/);
    }),
    { numRuns: 3000 },
  );
});

test('is stopped by no bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.equal(typeof readPost('_posts/2022-03-01-n.md', bytes, SETTINGS, NOW).kind, 'string');
    }),
  );
});

for (const [name, body, minutes] of [
  ['no text', '', 1],
  ['a short Chinese text', '央'.repeat(300), 1],
  ['a long Chinese text', '央'.repeat(2_000), 5],
  ['an English text', 'word '.repeat(690), 3],
  ['both', `${'央'.repeat(400)} ${'word '.repeat(230)}`, 2],
  ['text that is hidden', `<p hidden>${'央'.repeat(2_000)}</p>`, 1],
] as const) {
  test(`says how long ${name} takes to read`, () =>
    assert.equal(readArticle(post('title: 甲', body)).readingMinutes, minutes));
}
