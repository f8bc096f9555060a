import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { SafeHtml } from '../../lib/content/article.ts';
import { settleParagraphs } from '../../lib/content/html/paragraphs.ts';
import { sanitize } from '../../lib/content/html/sanitize.ts';
import { parseTree, serializeTree } from '../../lib/content/html/tree.ts';
import { htmlSoup } from '../support/html-soup.ts';
import { readArticle } from '../support/posts.ts';

/** The body of an HTML post, in which Markdown has no say. */
function settle(html: string): string {
  const text = `---\ntitle: 甲\n---\n${html}\n`;
  return readArticle(text, '_posts/2022-03-01-name.html').html.trim();
}

for (const [name, html, expected] of [
  ['an indent of full-width spaces', '<p>　　甲</p>', '<p>甲</p>'],
  ['an indent of fixed spaces', '<p>&nbsp;&nbsp;甲</p>', '<p>甲</p>'],
  ['an indent inside the first element', '<p><strong>　　甲</strong>乙</p>', '<p><strong>甲</strong>乙</p>'],
  ['an indent inside the first element, after a new line', '<p>\n<b>　　甲</b></p>', '<p><b>甲</b></p>'],
  ['two line breaks', '<p>甲<br><br>乙</p>', '<p>甲</p>\n<p>乙</p>'],
  ['many line breaks with space between', '<p>甲<br> <br/>\n&nbsp;<br>乙</p>', '<p>甲</p>\n<p>乙</p>'],
  ['a line break before an indent', '<p>　　甲<br>　　乙</p>', '<p>甲</p>\n<p>乙</p>'],
  ['a new line before an indent', '<p>　　甲。\n　　乙</p>', '<p>甲。</p>\n<p>乙</p>'],
  ['one line break', '<p>甲<br>乙</p>', '<p>甲<br />乙</p>'],
  ['wide space within a line', '<p>姓名　　职务</p>', '<p>姓名　　职务</p>'],
  ['line breaks at both ends', '<p><br>甲<br><br></p>', '<p>甲</p>'],
  ['a line break at the end of the last element', '<p><b>甲<br></b></p>', '<p><b>甲</b></p>'],
  ['a paragraph without content', '<p>甲</p><p></p><p>　 <br></p><p><b></b></p>', '<p>甲</p>'],
  ['a paragraph without content within an element', '<b><p>　</p></b>', ''],
  ['a paragraph without content after text in an element', '<i>甲<p></p></i>', '<p><i>甲</i></p>'],
  ['a picture alone', '<p>　<img src="/a.png"></p>', /^<p><img src="\/a\.png"[^>]*><\/p>$/],
  ['text in no paragraph', '甲<br><br>乙<h2>丙</h2>丁', '<p>甲</p>\n<p>乙</p><h2>丙</h2><p>丁</p>'],
  ['text in a block', '<div>甲<br><br>乙</div>', '<div><p>甲</p>\n<p>乙</p></div>'],
  ['one line in a block', '<div>甲</div>', '<div>甲</div>'],
  ['line breaks in a cell', '<table><tr><td>甲<br><br>乙</td></tr></table>', /<td>甲<br \/><br \/>乙<\/td>/],
  ['line breaks in an element', '<p><b>甲<br><br>乙</b>丙</p>', '<p><b>甲<br /><br />乙</b>丙</p>'],
  ['code', '<pre>　　甲\n　　乙</pre>', '<pre>　　甲\n　　乙</pre>'],
  [
    'an id and an alignment',
    '<p id="a" align="right">甲<br><br>乙</p>',
    '<p id="post-a" style="text-align:right">甲</p>\n<p style="text-align:right">乙</p>',
  ],
] as const) {
  test(`makes proper paragraphs where there is ${name}`, () => {
    if (typeof expected === 'string') assert.equal(settle(html), expected);
    else assert.match(settle(html), expected);
  });
}

test('makes proper paragraphs of indented lines in Markdown', () => {
  const { html } = readArticle('---\ntitle: 甲\n---\n　　第一段。\n　　第二段。\n');
  assert.equal(html.trim(), '<p>第一段。</p>\n<p>第二段。</p>');
});

for (const [name, part] of [
  ['spaces', ' '],
  ['wide spaces', '&emsp;'],
  ['new lines', '\n'],
  ['line breaks', '<br>'],
  ['open elements', '<b>甲<br><br>'],
] as const) {
  test(`is done with a megabyte of ${name}`, () => {
    const count = Math.floor(1_000_000 / part.length);
    assert.match(settle(`<p>甲${part.repeat(count)}乙</p>`), /乙/);
  });
}

const RUNS = { numRuns: 3000 };
const HOSTS = new Set<string>();
const settleOnce = (html: SafeHtml): SafeHtml => serializeTree(settleParagraphs(parseTree(html)));

test('changes nothing when applied twice', () => {
  fc.assert(
    fc.property(htmlSoup, (html) => {
      const once = settleOnce(sanitize(html, HOSTS));
      assert.equal(settleOnce(once), once);
    }),
    RUNS,
  );
});

test('makes nothing that the sanitizer would change', () => {
  fc.assert(
    fc.property(htmlSoup, (html) => {
      const settled = settleOnce(sanitize(html, HOSTS));
      assert.equal(sanitize(settled, HOSTS), settled);
    }),
    RUNS,
  );
});
