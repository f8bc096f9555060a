import assert from 'node:assert/strict';
import test from 'node:test';
import { parseYaml, readPost, type YamlValue } from '../../../../lib/content/index.ts';
import { post, read, readArticle, SETTINGS } from '../../../support/posts.ts';

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

test('warns of a day that does not exist, and says what becomes of it', () => {
  const reading = read(post('title: x\ndate: 2022-02-30'));
  assert.deepEqual(reading.kind === 'article' && reading.warnings.map(({ line, message }) => [line, message]), [
    [3, 'date: found “2022-02-30”, expected a day that exists; the day after the end of the month counts, as in Ruby'],
  ]);
});

for (const [categories, defaults, expected] of [
  ['category: a\ncategories: [x, y]', '', ['x', 'y', 'a']],
  ['category: x\ncategories: x y', '', ['x', 'y']],
  ['categories: [a]', 'categories: weekly', ['weekly', 'a']],
  ['categories: ~', 'categories: [weekly, b]', ['weekly', 'b']],
  ['category: a', 'categories: weekly\ncategory: z', ['weekly', 'a']],
  ['categories: a weekly', 'categories: weekly\ncategory: z', ['weekly', 'a', 'z']],
] as const) {
  test(`adds up categories as Jekyll does: ${JSON.stringify([categories, defaults])}`, () => {
    const { value } = parseYaml(defaults);
    const values = value instanceof Map ? (value as ReadonlyMap<string, YamlValue>) : new Map();
    const article = readArticle(post(categories), undefined, { defaults: [{ type: '', path: '', values }] });
    assert.deepEqual(article.categories, expected);
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
  ['description', '{a: b}', 'description: found “a mapping with a”, expected text; it is left out'],
  ['tags', '{a: b}', 'tags: found “a mapping with a”, expected a name, or a list such as [a, b]; it has none'],
  ['published', 'maybe', 'published: found “maybe”, expected true or false; it is published'],
  ['redirect_from', '{a: b}', 'redirect_from: “a mapping with a” is no address; it does not redirect'],
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
  const article = readArticle(post('title: x'), undefined, { defaults: [{ path: '', type: '', values }] });
  assert.deepEqual(
    [article.author, article.categories, article.tags, article.image],
    ['Z', ['2024'], ['2024'], '/x.png'],
  );
});

test('names the settings where a default is wrong', () => {
  const values = new Map<string, YamlValue>([['title', []]]);
  const reading = read(post('tags: a'), undefined, { defaults: [{ path: '', type: '', values }] });
  assert.match(
    reading.kind === 'rejected' ? reading.problem.message : '',
    /^title \(of the defaults in _config\.yml\): found “a list”/,
  );
});
