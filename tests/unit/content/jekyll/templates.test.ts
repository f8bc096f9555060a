import assert from 'node:assert/strict';
import test from 'node:test';
import type { Reading } from '../../../../lib/content/index.ts';
import * as site from '../../../support/content/jekyll-site.ts';
import { post } from '../../../support/posts.ts';

const CONFIG = 'markdown: kramdown\ntitle: 河湾晚报\nlevel: 3.0\n';
const FILES: Record<string, string> = {
  '_includes/note.html': '<p>{{ include.text }}</p>',
  '_includes/loop.html': '{% include loop.html %}',
  '_data/authors.yml': 'lin:\n  name: 林小满\n',
  '_data/towns/east.json': '{"name": "东镇"}',
  '_data/levels.csv': 'town,level\n东镇,"3,5"\n',
  '_data/broken.yml': 'a: [',
  '_data/words.yml': '[y, n, yes, Off]',
  '_posts/2022-02-01-other.md': post('title: 乙'),
  'zh/_posts/2022-02-02-zh.markdown': post('title: 丙\npermalink: /丙/'),
};

const readInSite = (text: string): Reading => site.readInSite(text, { config: CONFIG, files: FILES });
const readArticleInSite = (text: string) => site.readArticleInSite(text, { config: CONFIG, files: FILES });

const textOf = (body: string, fields = 'title: 甲'): string =>
  readArticleInSite(post(fields, body)).article.text.trim();

for (const [body, text] of [
  ['{{ page.title }} {{ page.level | plus: 1 }}', '甲 4'],
  ['{{ page.date | date: "%F %R" }}', '2022-03-01 08:00'],
  ['首*段*。\n\n{{ page.excerpt | strip_html }}', '首段。\n首段。'],
  ['{{ page.url }} {{ page.id }}', '/2022/03/01/n.html /2022/03/01/n'],
  ['{{ page.tags | join: "、" }}', '渡口、码头'],
  ['{{ site.title }} {{ site.level }}', '河湾晚报 3.0'],
  ['{{ \'“甲”--"乙"...\' | smartify }}', '“甲”–“乙”…'],
  ['{{ "/about/" | absolute_url }}', 'https://hewan.example/about/'],
  ['{% include note.html text="涨水了" %}', '涨水了'],
  ['{{ site.data.authors.lin.name }}{{ site.data.towns.east.name }}', '林小满东镇'],
  ['{{ site.data.levels[0].level }}', '3,5'],
  ['{{ site.data.words | join: " " }}', 'y n true false'],
  ['{% post_url 2022-02-01-other %}', '/2022/02/01/other.html'],
  ['{% post_url zh/2022-02-02-zh %}', '/%E4%B8%99/'],
  ['{{ 99999999999999 | date: "%Y" }}', '99999999999999'],
  ['{{ "9999999-01-01" | date: "%Y" }}', '9999999-01-01'],
  ['{% post_url /2022-02-01-other %}', '/2022/02/01/other.html'],
  ['{% post_url weekly/2022-02-01-other %}', '/2022/02/01/other.html'],
  ['{% link _posts/2022-02-01-other.md %}', '/2022/02/01/other.html'],
  ['{% highlight ruby %}\nputs "<b>"\n{% endhighlight %}', 'puts "<b>"'],
] as const) {
  test(`renders ${JSON.stringify(body)} in a post of a Jekyll site`, () => {
    const fields = 'title: 甲\ndate: 2022-03-01 08:00:00 +0800\nlevel: 3\ntags: [渡口, 码头]';
    assert.equal(textOf(body, fields), text);
  });
}

test('writes the address of a page with the signs that end a path escaped', () => {
  assert.equal(textOf('{{ page.url }}', 'title: 甲\ncategories: [C#]\ndate: 2022-03-01'), '/c%23/2022/03/01/n.html');
});

test('leaves braces as they are where the post asks for it', () => {
  assert.equal(textOf('{{ page.title }}', 'title: 甲\nrender_with_liquid: false'), '{{ page.title }}');
});

test('remembers what an article depends on', () => {
  const body = '{% include note.html text=site.data.towns.east.name %} {% post_url 2022-02-01-other %}';
  assert.deepEqual(readArticleInSite(post('title: 甲', body)).uses, [
    'data:towns',
    'include:note.html',
    'post:2022-02-01-other',
  ]);
});

test('warns of a missing include with the line of the file', () => {
  const { warnings } = readArticleInSite(post('title: 甲', '文\n\n{% include none.html %}'));
  assert.deepEqual(
    warnings.map(({ line, message }) => `${line} ${message}`),
    ['6 _includes has no file “none.html”; add it, or correct its name'],
  );
});

test('refuses an include of itself', () => {
  assert.equal(readInSite(post('title: 甲', '{% include loop.html %}')).kind, 'rejected');
});

test('refuses an include of a file out of the folder of includes', () => {
  assert.equal(readInSite(post('title: 甲', '{% include ../../etc/passwd %}')).kind, 'rejected');
});

test('takes data that cannot be read for none', () => {
  assert.equal(textOf('数{{ site.data.broken.a }}'), '数');
});

for (const [fields, author] of [
  ['author: lin', '林小满'],
  ['author: [lin, 周行]', '林小满, 周行'],
  ['authors:\n  - lin\n  - name: 周行', '林小满, 周行'],
] as const) {
  test(`takes names of authors from the data of the site: ${JSON.stringify(fields)}`, () => {
    assert.equal(readArticleInSite(post(`title: 甲\n${fields}`)).article.author, author);
  });
}

test('remembers where a refused template may be mended', () => {
  const reading = readInSite(post('title: 甲', '{% include loop.html %}'));
  assert.deepEqual(reading.kind === 'rejected' && reading.uses, ['include:loop.html']);
});

test('names the line of the file where a template is refused', () => {
  const reading = readInSite(post('title: 甲', '文\n\n{% include ../x %}'));
  assert.equal(reading.kind === 'rejected' && reading.problem.line, 6);
});

for (const [fields, extract] of [
  ['excerpt: 摘 <b>要</b>', '摘 要'],
  ['excerpt_separator: <!--cut-->', '第一段。'],
  ['layout: default', '第一段。第二段。'],
] as const) {
  test(`gives a post of a Jekyll site the extract that it asks for: ${fields}`, () => {
    const body = '第一段。\n\n<!--cut-->\n\n第二段。';
    assert.equal(readArticleInSite(post(`title: 甲\n${fields}`, body)).article.extract, extract);
  });
}

test('renders templates under a front matter without fields', () => {
  assert.equal(readArticleInSite('---\n---\n{{ page.title }}\n').article.text.trim(), 'N');
});
