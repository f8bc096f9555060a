/** Articles as Markdown: a post's text in, Markdown out, which reads as the same article again. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ArticleView } from '../../lib/archive/index.ts';
import { renderArticle } from '../../lib/markdown/index.ts';
import { post, readArticle } from '../support/posts.ts';

const SITE = { title: '试报', url: 'https://news.example', lang: 'zh-CN', timezone: 'Asia/Shanghai' };
const FIELDS = 'title: 甲\ndate: 2022-03-01 10:00:00 +0800\ncategories: ribao\ntags: [日报, 港口]';

function render(frontMatter: string, body: string): string {
  const { categories, stocks, ...article } = readArticle(post(frontMatter, body));
  const view: ArticleView = {
    ...article,
    categories: categories.map((name) => ({ name, title: name })),
    stocks: stocks.map(({ id, name = id }) => ({ name: id, title: name })),
    canonicalUrl: article.url,
    pictures: {},
  };
  return renderArticle(SITE, view);
}

/** What stands below the headline. */
const bodyOf = (body: string): string => render(FIELDS, body).replace(/^[\s\S]*?\n# 甲\n\n/, '');

test('begins with front matter, the headline and the corrections', () => {
  const fields = `${FIELDS}\nstocks: [SH600519]\nauthor: 乙\nlast_modified_at: 2022-03-02 10:00:00 +0800\ncorrection: {date: 2022-03-03 08:00:00 +0800, text: 三成}`;
  assert.equal(
    render(fields, '正文。\n\n<https://source.example/a>'),
    `---
title: 甲
date: '2022-03-01T10:00:00+08:00'
last_modified_at: '2022-03-03T08:00:00+08:00'
url: https://news.example/ribao/2022/03/01/name.html
categories:
  - ribao
tags:
  - 日报
  - 港口
stocks:
  - SH600519
author: 乙
source_url: https://source.example/a
---

# 甲

> **更正（2022-03-03）：** 三成

正文。
`,
  );
});

for (const [what, body, markdown] of [
  ['keeps emphasis among Han characters readable', '他说**“真”**，她笑。', '他说**“真”**，她笑。\n'],
  [
    'gives links and pictures their whole addresses',
    '[旧](b.html)![图](/a.png)',
    '[旧](https://news.example/ribao/2022/03/01/b.html)![图](https://news.example/a.png)\n',
  ],
  [
    'writes tables as GitHub does',
    '<table><tr><th>甲</th></tr><tr><td>1|2</td></tr></table>',
    '| 甲 |\n| - |\n| 1\\|2 |\n',
  ],
  [
    'writes code beside the numbers of its lines without these',
    '<table class="rouge-table"><tbody><tr><td class="gutter"><pre class="lineno">1</pre></td><td class="code"><pre><code>a</code></pre></td></tr></tbody></table>',
    '```\na\n```\n',
  ],
  ['writes a formula as its TeX', '甲<code class="tex">x&lt;y^2</code>乙', '甲$`x<y^2`$乙\n'],
  ['writes lists', '- 甲\n- 乙', '- 甲\n- 乙\n'],
  ['writes code with its language', '```js\nlet a = 1;\n```', '```js\nlet a = 1;\n```\n'],
  [
    'takes text for text where it looks like HTML',
    '&lt;script>alert(1)&lt;/script>',
    '\\<script>alert(1)\\</script>\n',
  ],
  ['takes text for text where it looks like Markdown', '&#35; 甲 &#42;乙&#42;', '\\# 甲 \\*乙\\*\n'],
] as const) {
  test(what, () => {
    assert.equal(bodyOf(body), markdown);
  });
}

test('takes a hostile title and a hostile correction for text', () => {
  const text = render(
    'title: "甲\\n---\\n<script>"\ncorrection: "# 乙 <script>"\ndate: 2022-03-01 10:00:00 +0800',
    '正文。',
  );
  assert.deepEqual(
    [text.includes('\n# 甲 --- \\<script>\n'), text.includes('\n> **更正：** \\# 乙 \\<script>\n')],
    [true, true],
  );
});
