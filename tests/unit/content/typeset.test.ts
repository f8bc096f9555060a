import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { sanitize } from '../../../lib/content/html/sanitize.ts';
import { toText } from '../../../lib/content/html/text.ts';
import { parseTree, serializeTree } from '../../../lib/content/html/tree.ts';
import { type SafeHtml, shadowFormulas } from '../../../lib/content/index.ts';
import { typeset } from '../../../lib/content/typeset/index.ts';

/** The body of an article after its formulas and code are drawn. */
function draw(markup: string): string {
  const html = sanitize(markup, new Set());
  const tree = parseTree(html);
  typeset(tree, html);
  return serializeTree(tree);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const codeOf = (language: string, code: string): string =>
  `<pre><code class="language-${language}">${escaped(code)}</code></pre>`;
const texOf = (tex: string): string => `<code class="tex">${escaped(tex)}</code>`;
const textOf = (html: string): string => html.replace(/<[^>]*>/g, '');
const isMarked = (html: string): boolean => html.includes('<span class="hl-');

test('marks the parts of code by classes with one prefix', () => {
  const html = draw(codeOf('html', '<script>class A { f() { return "x"; } }</script>'));
  const classes = Array.from(html.matchAll(/<span class="([^"]*)"/g), ([, value = '']) => value);
  assert.deepEqual(
    [...new Set(classes)].filter((value) => !/^hl-[a-z]+$/.test(value)),
    [],
  );
});

test('marks a keyword', () => {
  assert.match(draw(codeOf('js', 'let a;')), /<span class="hl-keyword">let<\/span> a;/);
});

test('leaves the text of code as it is', () => {
  const code = `puts "水位 <3> & ''"\n`;
  assert.equal(textOf(draw(codeOf('ruby', code))), escaped(code));
});

for (const [name, code, language] of [
  ['a language that is not known', 'let a;', 'nosuch'],
  ['code that is long', 'a = 1\n'.repeat(10_000), 'ruby'],
  ['code with a long line', `a = "${'x'.repeat(1000)}"`, 'ruby'],
] as const) {
  test(`leaves ${name} plain`, () => {
    const html = codeOf(language, code);
    assert.equal(draw(html), html);
  });
}

test('leaves code with elements of its own as it is', () => {
  const html = '<pre><code class="language-js">let <b>a</b></code></pre>';
  assert.equal(draw(html), html);
});

test('leaves code plain once a post has had its share', () => {
  const html = draw(codeOf('ruby', 'a = 1\n'.repeat(2000)).repeat(10));
  assert.equal(html.split('<pre>').filter(isMarked).length, 5);
});

test('shows the source of formulas once a post has had its share', () => {
  const html = draw(texOf('a^2+b^2+c^2+d^2+e^2').repeat(6000));
  assert.equal(html.split('<math>').length, Math.floor(100_000 / 19) + 1);
});

test('takes the names that Rouge has for languages', () => {
  const names = ['console', 'sh', 'elixir', 'erb', 'yml', 'js', 'c++', 'c--', 'docker'];
  const code = '# "a" 1\n$ echo "a"\nFROM "x"\nlet a = "b" // "1"\n';
  assert.deepEqual(
    names.filter((language) => !isMarked(draw(codeOf(language, code)))),
    [],
  );
});

test('draws a formula as MathML with its TeX as an annotation', () => {
  assert.equal(
    draw(texOf('a^2')),
    '<math><semantics><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">a^2</annotation></semantics></math>',
  );
});

test('takes the text of a formula once', () => {
  const tree = parseTree(draw(`<p>甲${texOf('a^2')}乙</p>`) as SafeHtml);
  assert.equal(toText(tree), '甲a2乙');
});

test('gives a page the TeX of a formula as text, and its MathML in its place', () => {
  assert.equal(
    shadowFormulas(draw(`<p>${texOf('a<b')}</p>`) as SafeHtml),
    '<p><span class="formula"><template shadowrootmode="open"><math><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math></template>\\(a&lt;b\\)</span></p>',
  );
});

test('gives a page the TeX of a formula that is a block of its own', () => {
  const html = shadowFormulas(draw('<div><code class="tex-block">a</code></div>') as SafeHtml);
  assert.match(
    html,
    /^<div><span class="formula block-formula"><template [^>]*><math display="block">.*\\\[a\\\]<\/span><\/div>$/,
  );
});

test('marks a formula that is a block of its own', () => {
  assert.match(draw('<div><code class="tex-block">a</code></div>'), /^<div><math display="block">/);
});

for (const [name, tex] of [
  ['a mistake', '\\frac{<'],
  ['a macro without end', '\\def\\a{\\a\\a}\\a<'],
  ['deep groups', `${'{'.repeat(200)}<${'}'.repeat(200)}`],
  ['a long formula', '<'.repeat(5000)],
] as const) {
  test(`shows the source of a formula with ${name}`, () => {
    assert.equal(draw(texOf(tex)), texOf(`\\(${tex}\\)`));
  });
}

test('carries out no command of a formula that names an address or a class', () => {
  assert.doesNotMatch(
    draw(texOf('\\href{https://a.example}{x} \\htmlClass{k}{y} \\includegraphics{b}')),
    /(?:href|src)=|class="k/,
  );
});

test('lets a link from elsewhere arrive at a heading by its name without the prefix', () => {
  assert.equal(draw('<h2 id="a&quot;b">甲</h2>'), '<h2 id="post-a&quot;b"><a name="a&quot;b"></a>甲</h2>');
});

test('sets no link within a link', () => {
  const html = '<a href="/x"><h2 id="post-a">甲</h2></a>';
  assert.equal(draw(html), html);
});

test('takes no name of a link from content', () => {
  assert.equal(draw('<p><a name="location">甲</a></p>'), '<p><a id="post-location">甲</a></p>');
});

test('takes no MathML from content', () => {
  assert.equal(draw('<math><mi href="javascript:x">a</mi></math>'), 'a');
});

const command = fc.constantFrom(
  ...'\\frac \\sqrt \\text \\color \\textcolor \\href \\htmlId \\htmlData \\def \\begin{matrix} \\end{matrix} \\\\ & { } ^ _ < > " \' = # % 水 a \\rule{1em}{1em} \\tag{1} \\left( \\right) \\operatorname'.split(
    ' ',
  ),
);

test('makes of any formula nothing but MathML with plain attributes, or shows its source', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(command, fc.string()), { maxLength: 12 }), (pieces) => {
      assert.match(
        draw(texOf(pieces.join(''))),
        /^(?:<code class="tex">[^<]*<\/code>|<math(?:<\/?(?:m[a-z]+|semantics)(?: [a-z]+="[\w#.%+ -]*")*>|<annotation encoding="application\/x-tex">[^<]*<\/annotation>|[^<]|(?<=^<math)(?: [a-z]+="\w*")*>)*)$/,
      );
    }),
    { numRuns: 1000 },
  );
});
