import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readCategoryStub, readPost } from '../../../lib/content/index.ts';
import { htmlSoup } from '../../support/html-soup.ts';
import { NOW, post, read, readArticle, SETTINGS } from '../../support/posts.ts';

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
  ['a title that is a mapping', post('date: 2022-03-01\ntitle: {a: 1}'), '3:1', /^title: found “a mapping with a”/],
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
