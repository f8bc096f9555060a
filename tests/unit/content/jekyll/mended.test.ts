/** What Jekyll publishes although it is written otherwise than it should be. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { readArticleInSite, readInSite } from '../../../support/content/jekyll-site.ts';
import { post } from '../../../support/posts.ts';

const read = (text: string, path?: string) => readInSite(text, undefined, path);
const readArticle = (text: string, path?: string) => readArticleInSite(text, undefined, path).article;

for (const [path, fields, url] of [
  ['_posts/12-03-04-n.md', '', '/2012/03/04/n.html'],
  ['_posts/99-12-31-n.md', '', '/1999/12/31/n.html'],
  ['_posts/2013-02-29-n.md', '', '/2013/03/01/n.html'],
  ['_posts/2013-02-30-n.md', 'date: 2013-02-28 10:00:00 +0800', '/2013/02/28/n.html'],
  ['_posts/2013-13-01-n.md', 'date: 2013-02-28 10:00:00 +0800', '/2013/02/28/n.html'],
  ['_posts/2013-03-01-n.md', 'date: [2013-02-28]', '/2013/02/28/n.html'],
  ['_posts/2013-03-01-n.md', 'permalink: ./a/n.html', '/a/n.html'],
  ['_posts/2013-03-01-n.md', 'permalink: /a/../n/', '/a/n/'],
  ['_posts/2013-03-01-n.md', 'permalink: /a//n/', '/a/n/'],
] as const) {
  test(`gives ${path} with “${fields}” the address ${url}`, () => {
    assert.equal(readArticle(post(`title: 甲\n${fields}`), path).url, url);
  });
}

test('warns of a day in the name that does not exist', () => {
  const reading = read(post('title: 甲'), '_posts/2013-02-29-n.md');
  assert.match(reading.kind === 'article' ? (reading.warnings[0]?.message ?? '') : '', /the day after the end/);
});

test('refuses a name with a month that does not exist, where nothing else has a date', () => {
  const reading = read(post('title: 甲'), '_posts/2013-13-01-n.md');
  assert.equal(
    reading.kind === 'rejected' ? reading.problem.message : '',
    'the file name “2013-13-01-n.md” has a day that does not exist: expected YYYY-MM-DD-slug, as in 2022-02-28-slug.md',
  );
});

for (const [value, description] of [
  ['"甲\n乙"', '甲 乙'],
  ["'甲''\n乙'", "甲' 乙"],
  ['"甲\\"\n乙: 丙\n丁"', '甲" 乙: 丙 丁'],
  ['"甲\n\n乙"', '甲 乙'],
] as const) {
  test(`reads the quoted value ${JSON.stringify(value)}, whose further lines are not indented`, () => {
    assert.equal(readArticle(post(`title: 甲\ndescription: ${value}\ntags: 丁`)).description, description);
  });
}

for (const [value, title] of [
  ['!ruby/object:Post 甲', '甲'],
  ['!binary |-\n  5Lit5paH', '中文'],
] as const) {
  test(`reads the title ${JSON.stringify(value)}, which has a tag of another program`, () => {
    assert.equal(readArticle(post(`title: ${value}\nmeta: !ruby/hash:Meta {a: !x [1]}`)).title, title);
  });
}

test('takes a link back at the end for text where none leads to the home page', () => {
  assert.match(
    readArticle(post('title: 甲', '文\n\n[返回目录](/toc.html)')).html,
    /<a href="\/toc.html">返回目录<\/a>/,
  );
});
