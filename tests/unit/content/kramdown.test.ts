import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseKramdownOptions, renderKramdown, smarten } from '../../../lib/content/markdown/kramdown/index.ts';

/** HTML without white space that shows nowhere. */
const settle = (html: string): string =>
  html
    .replace(/\s+/g, ' ')
    .replace(
      / ?(<\/?(?:p|div|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|h\d|blockquote|pre|hr|figure)\b[^>]*>) ?/g,
      '$1',
    )
    .trim();

const render = (text: string, config: unknown = {}): string =>
  settle(renderKramdown(text, parseKramdownOptions(config)));

/** What Jekyll's `smartify` makes of each. */
for (const [text, expected] of [
  ['他说 "好" -- it\'s the \'90s...', '他说 “好” – it’s the ’90s…'],
  ['<<引>> --- << a >>', '«引» — «\u00a0a\u00a0»'],
  ['*x* `"c"` [a](b) \\"', '*x* `”c”` [a](b) \\”'],
  ['<b title="x">"甲" *y*</b> & &amp; <', '<b title="x">“甲” *y*</b> &amp; &amp; &lt;'],
  ['a\n\nb', 'a\n\nb'],
] as const) {
  test(`sets typographic signs as smartify does: ${JSON.stringify(text)}`, () => {
    assert.equal(smarten(text, parseKramdownOptions({})), expected);
  });
}

/** What kramdown 2.4 itself makes of each, with the options of Jekyll. */
for (const [name, text, expected] of [
  ['an attribute list after a block', '第一段。\n{: .lead #first}\n', '<p class="lead" id="first">第一段。</p>'],
  ['an attribute list before a block', '{: .lead}\n第一段。\n', '<p class="lead">第一段。</p>'],
  [
    'an attribute list after a span',
    '*强调*{: .hot} [链接](/a){: target="_blank" rel="nofollow"}\n',
    '<p><em class="hot">强调</em> <a href="/a" target="_blank" rel="nofollow">链接</a></p>',
  ],
  ['a defined attribute list', '甲\n{:note}\n\n{:note: .lead title="乙"}\n', '<p class="lead" title="乙">甲</p>'],
  ['attributes of a list item', '* {: .k} 甲\n* 乙\n', '<ul><li class="k">甲</li><li>乙</li></ul>'],
  ['an id of its own for a heading', '## 标题 {#own-id}\n', '<h2 id="own-id">标题</h2>'],
  [
    'ids of Chinese and repeated headings',
    '## 第二节\n\n## 第二节\n\n## Foo, Bar!\n',
    '<h2 id="第二节">第二节</h2><h2 id="第二节-1">第二节</h2><h2 id="foo-bar">Foo, Bar!</h2>',
  ],
  [
    'a table of contents',
    '* 目录\n{:toc}\n\n## 上游\n\n### [支](/x)流\n\n## 下游\n{:.no_toc}\n',
    '<ul id="markdown-toc"><li><a href="#上游" id="markdown-toc-上游">上游</a><ul><li><a href="#支流" id="markdown-toc-支流">支流</a></li></ul></li></ul><h2 id="上游">上游</h2><h3 id="支流"><a href="/x">支</a>流</h3><h2 class="no_toc" id="下游">下游</h2>',
  ],
  [
    'footnotes, one marked twice',
    '甲[^a]乙[^b]丙[^a]。\n\n[^a]: 一。\n[^b]: 二。\n\n    又。\n',
    '<p>甲<sup id="fnref:a" role="doc-noteref"><a href="#fn:a" class="footnote" rel="footnote">1</a></sup>乙<sup id="fnref:b" role="doc-noteref"><a href="#fn:b" class="footnote" rel="footnote">2</a></sup>丙<sup id="fnref:a:1" role="doc-noteref"><a href="#fn:a" class="footnote" rel="footnote">1</a></sup>。</p><div class="footnotes" role="doc-endnotes"><ol><li id="fn:a" role="doc-endnote"><p>一。 <a href="#fnref:a" class="reversefootnote" role="doc-backlink">&#8617;</a> <a href="#fnref:a:1" class="reversefootnote" role="doc-backlink">&#8617;<sup>2</sup></a></p></li><li id="fn:b" role="doc-endnote"><p>二。</p><p>又。 <a href="#fnref:b" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li></ol></div>',
  ],
  [
    'a definition list',
    '汛期\n: 水多。\n\n枯期\n\n: 水少。\n',
    '<dl><dt>汛期</dt><dd>水多。</dd><dt>枯期</dt><dd><p>水少。</p></dd></dl>',
  ],
  [
    'abbreviations as words alone',
    'HWB 与 HWBX、HWB。\n\n*[HWB]: 河湾晚报\n',
    '<p><abbr title="河湾晚报">HWB</abbr> 与 HWBX、<abbr title="河湾晚报">HWB</abbr>。</p>',
  ],
  [
    'a table with alignment, two bodies and a foot',
    '| a | b |\n|:--|--:|\n| 1 | `2|3` |\n|---\n| 4 | 5 \\| 6 |\n|===\n| 7 | 8 |\n',
    '<table><thead><tr><th style="text-align: left">a</th><th style="text-align: right">b</th></tr></thead><tbody><tr><td style="text-align: left">1</td><td style="text-align: right"><code>2|3</code></td></tr></tbody><tbody><tr><td style="text-align: left">4</td><td style="text-align: right">5 | 6</td></tr></tbody><tfoot><tr><td style="text-align: left">7</td><td style="text-align: right">8</td></tr></tfoot></table>',
  ],
  [
    'a table without a head',
    'a | b\nc | d\n',
    '<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>',
  ],
  ['lines with bars that are no table', 'a | b\nc d\n', '<p>a | b c d</p>'],
  [
    'Markdown in HTML where it is asked for',
    '<div markdown="1">\n*甲*\n\n- 乙\n</div>\n\n<p markdown="span">**丙**</p>\n',
    '<div><p><em>甲</em></p><ul><li>乙</li></ul></div><p><strong>丙</strong></p>',
  ],
  ['HTML as it stands elsewhere', '<div>\n*甲* <b>乙</b>\n</div>\n丙\n', '<div>*甲* <b>乙</b></div><p>丙</p>'],
  ['an end tag without a start tag', '<p>甲</b></p>\n', '<p>甲&lt;/b&gt;</p>'],
  [
    'a value without quotation marks, which makes no tag',
    '<a href=a.html>甲</a>\n',
    '<p>&lt;a href=a.html&gt;甲&lt;/a&gt;</p>',
  ],
  [
    'a comment of kramdown',
    '甲\n\n{::comment}\n乙\n{:/comment}\n\n丙{::comment}丁{:/}\n',
    '<p>甲</p><!-- 乙 --><p>丙<!-- 丁 --></p>',
  ],
  ['text that is left as it stands', '{::nomarkdown}\n<p>*甲*</p>\n{:/}\n\n*乙*\n', '<p>*甲*</p><p><em>乙</em></p>'],
  [
    'an option of the document',
    '{::options parse_block_html="true" /}\n\n<div>*甲*</div>\n',
    '<div><p><em>甲</em>&lt;/div&gt;</p></div>',
  ],
  [
    'an end-of-block mark between lists',
    '- 甲\n- 乙\n^\n- 丙\n',
    '<ul><li>甲</li><li>乙</li></ul><ul><li>丙</li></ul>',
  ],
  [
    'typographic signs',
    `"引号" -- 短 --- 长 ... it's '80s <<甲>> \\-- "*乙*"\n`,
    '<p>“引号” – 短 — 长 … it’s ’80s «甲» -- “<em>乙</em>”</p>',
  ],
  [
    'addresses with parentheses and spaces',
    '[甲](https://a.example/b_(c)) [乙](/x y "题 (注)") [丙](</d e>)\n',
    '<p><a href="https://a.example/b_(c)">甲</a> <a href="/x y" title="题 (注)">乙</a> <a href="/d e">丙</a></p>',
  ],
  [
    'reference links',
    '[甲][A], [乙] [丙][] [丁]\n\n[a]: /1 "题"\n[乙]: /2\n[丙]: </3 4>\n',
    '<p><a href="/1" title="题">甲</a>, <a href="/3 4">乙</a>[] [丁]</p>',
  ],
  [
    'addresses in angle brackets',
    '<https://a.example/?x=1&y=2> <desk@a.example>\n',
    '<p><a href="https://a.example/?x=1&amp;y=2">https://a.example/?x=1&amp;y=2</a> <a href="mailto:desk@a.example">desk@a.example</a></p>',
  ],
  ['line breaks', '甲  \n乙\\\n丙\n丁\n', '<p>甲<br /> 乙<br /> 丙丁</p>'],
  [
    'lists in lists',
    '* 甲\n  * 乙\n    * 丙\n* 丁\n    1. 戊\n\n       己\n',
    '<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li><li>丁<ol><li><p>戊</p><p>己</p></li></ol></li></ul>',
  ],
  ['a list whose items keep their paragraphs', '* 甲\n\n* 乙\n', '<ul><li><p>甲</p></li><li><p>乙</p></li></ul>'],
  [
    'lines that go on without a mark',
    '> 甲\n乙\n\n- 丙\n丁\n',
    '<blockquote><p>甲乙</p></blockquote><ul><li>丙丁</li></ul>',
  ],
  [
    'fenced code with a language and attributes',
    '```ruby\nputs "<甲>"\n```\n{: .line}\n\n~~~\n乙\n~~~\n',
    '<pre class="line"><code class="language-ruby">puts "&lt;甲&gt;" </code></pre><pre><code>乙 </code></pre>',
  ],
  [
    'a fence within a list',
    '1. 甲\n   ```\n   乙\n   ```\n2. 丙\n',
    '<ol><li>甲<pre><code>乙 </code></pre></li><li>丙</li></ol>',
  ],
  ['a fence that is not closed', '```\n甲\n', '<p>``` 甲</p>'],
  ['code by indent', '    甲\n    <乙>\n\n丙\n', '<pre><code>甲 &lt;乙&gt; </code></pre><p>丙</p>'],
  ['code with backticks in it', '`` a`b `` `c`\n', '<p><code>a`b</code> <code>c</code></p>'],
  ['horizontal rules', '* * *\n\n---\n\n甲\n', '<hr /><hr /><p>甲</p>'],
  ['escapes', '\\*甲\\* 2\\. \\`乙\\` \\| \\{ \\~\n', '<p>*甲* 2. `乙` | { ~</p>'],
  ['entities', '&copy; &lt;b&gt; &#27700; &nosuch; A&B 5 < 6\n', '<p>© &lt;b&gt; 水 &amp;nosuch; A&amp;B 5 &lt; 6</p>'],
  [
    'strikethrough and tasks',
    '~~甲~~\n\n- [ ] 乙\n- [x] 丙\n',
    '<p><del>甲</del></p><ul class="task-list"><li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />乙</li><li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox" disabled="disabled" checked="checked" />丙</li></ul>',
  ],
  [
    'emphasis beside Chinese punctuation',
    '**“真”，**她说。__水位__很高，*急*。a_b_c\n',
    '<p><strong>“真”，</strong>她说。__水位__很高，<em>急</em>。a_b_c</p>',
  ],
  ['headings that interrupt a paragraph', '甲\n## 乙\n丙\n', '<p>甲</p><h2 id="乙">乙</h2><p>丙</p>'],
  ['an underlined heading', '甲\n===\n\n乙\n--\n', '<h1 id="甲">甲</h1><h2 id="乙">乙</h2>'],
  [
    'a picture with attributes',
    '![河](/a.png){: width="40" .wide}\n',
    '<p><img src="/a.png" alt="河" width="40" class="wide" /></p>',
  ],
] as const) {
  test(`reads ${name} as kramdown does`, () => {
    assert.equal(render(text), expected);
  });
}

for (const [name, text, config, expected] of [
  ['breaks lines where hard_wrap is set', '甲\n乙\n', { hard_wrap: true }, '<p>甲<br /> 乙</p>'],
  [
    'makes ids of ASCII letters in its own dialect',
    '## 1. 甲 Foo Bar\n',
    { input: 'kramdown' },
    '<h2 id="foo-bar">1. 甲 Foo Bar</h2>',
  ],
  ['wants a blank line before a heading in its own dialect', '甲\n## 乙\n', { input: 'kramdown' }, '<p>甲 ## 乙</p>'],
  ['knows no backtick fence in its own dialect', '```\n甲\n```\n', { input: 'kramdown' }, '<p><code> 甲 </code></p>'],
  ['makes no ids where auto_ids is off', '## 甲\n', { auto_ids: false }, '<h2>甲</h2>'],
  [
    'takes straight quotation marks where they are set',
    '"甲" it\'s\n',
    { smart_quotes: 'apos,apos,quot,quot' },
    `<p>"甲" it's</p>`,
  ],
  ['shifts headings', '# 甲\n', { header_offset: 1 }, '<h2 id="甲">甲</h2>'],
  [
    'reads Markdown in HTML where it is set',
    '<div>\n*甲*\n</div>\n',
    { parse_block_html: true },
    '<div><p><em>甲</em></p></div>',
  ],
  ['keeps dashes where typography is off', 'a -- b\n', { gfm_quirks: 'no_auto_typographic' }, '<p>a -- b</p>'],
  [
    'numbers footnotes from where it is set',
    '甲[^a]\n\n[^a]: 乙\n',
    { footnote_nr: 5, footnote_backlink: '' },
    '<p>甲<sup id="fnref:a" role="doc-noteref"><a href="#fn:a" class="footnote" rel="footnote">5</a></sup></p><div class="footnotes" role="doc-endnotes"><ol start="5"><li id="fn:a" role="doc-endnote"><p>乙</p></li></ol></div>',
  ],
  [
    'takes the default for a value that kramdown refuses',
    '# 甲\n',
    { header_offset: 'x', toc_levels: '9', smart_quotes: 'a' },
    '<h1 id="甲">甲</h1>',
  ],
  [
    'shows the source of mathematics that nothing renders',
    '$$a<b$$\n',
    { math_engine: null },
    '<div>$$ a&lt;b $$</div>',
  ],
  [
    'shows the source of a formula in a line that nothing renders',
    '甲$$a<b$$乙\n',
    { math_engine: null },
    '<p>甲<span>$a&lt;b$</span>乙</p>',
  ],
  [
    'numbers the lines of blocks of code, of languages that Rouge knows',
    '    a\n    b\n\n```nosuch\nc\n```\n',
    { syntax_highlighter_opts: { line_numbers: false, block: { line_numbers: true, start_line: 7 } } },
    '<table class="rouge-table"><tbody><tr><td class="gutter"><pre class="lineno">7 8</pre></td><td class="code"><pre><code>a b </code></pre></td></tr></tbody></table><pre><code class="language-nosuch">c </code></pre>',
  ],
] as const) {
  test(name, () => {
    assert.equal(render(text, config), expected);
  });
}

test('lists in a table of contents only the levels that are set', () => {
  const html = render('* x\n{:toc}\n\n# A\n\n## B\n', { toc_levels: '2..3' });
  assert.equal((html.match(/markdown-toc-/g) ?? []).join(), 'markdown-toc-');
});

test('never throws and always ends', () => {
  const piece = fc.constantFrom(
    ...`* - + 1. > # \` ~~~ | : [ ] ( ) ![ [^a] [^a]: {: .x} {::comment} {:/} *[A]: <b> </b> <div> </div> <!-- --> $$ ** __ _ ~~ " ' -- ... << >> \\ & &amp; ^ = 水 a`.split(
      ' ',
    ),
    '\n',
    '\n\n',
    '    ',
    '\t',
    '  \n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      renderKramdown(pieces.join(''), parseKramdownOptions({}));
    }),
  );
});

for (const [name, unit] of [
  ['marks of emphasis', '*a **b _c '],
  ['brackets', '['],
  ['pictures in pictures', '![a'],
  ['links without end', '[a]('],
  ['quotes in quotes', '> '],
  ['lists in lists', '* '],
  ['HTML elements in HTML elements', '<div>'],
  ['elements in text', '<span>'],
  ['comments without end', '<!--\n\n'],
  ['attribute lists without end', '{:\n\n'],
  ['bars', '|'],
  ['fences without end', '```a\n'],
  ['tags without end', '<a b="'],
] as const) {
  test(`reads a hundred thousand ${name}`, () => {
    assert.ok(renderKramdown(unit.repeat(100_000 / unit.length), parseKramdownOptions({})).length > 0);
  });
}
