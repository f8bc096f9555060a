import assert from 'node:assert/strict';
import test from 'node:test';
import { newHighlighter } from '../../../lib/content/markdown/highlight.ts';
import { renderMath } from '../../../lib/content/markdown/math.ts';

const classesOf = (html: string): string[] => [...html.matchAll(/class="([^"]*)"/g)].map(([, value = '']) => value);
const textOf = (html: string): string => html.replace(/<[^>]*>/g, '');

test('marks the parts of code by classes with one prefix', () => {
  const html = newHighlighter()('<script>class A { f() { return "x"; } }</script>', 'html') ?? '';
  assert.deepEqual(
    classesOf(html).filter((value) => !/^hl-[a-z-]+$/.test(value)),
    [],
  );
});

test('leaves the text of code as it is', () => {
  assert.equal(textOf(newHighlighter()('puts "水位 <3>"\n', 'ruby') ?? ''), 'puts &quot;水位 &lt;3&gt;&quot;\n');
});

for (const [name, code, language] of [
  ['a language that is not known', 'a', 'nosuch'],
  ['code that is long', 'a = 1\n'.repeat(10_000), 'ruby'],
  ['code with a long line', `a = "${'x'.repeat(1000)}"`, 'ruby'],
] as const) {
  test(`leaves ${name} plain`, () => {
    assert.equal(newHighlighter()(code, language), undefined);
  });
}

test('leaves code plain once a post has had its share', () => {
  const highlight = newHighlighter();
  const blocks = Array.from({ length: 10 }, () => highlight('a = 1\n'.repeat(2000), 'ruby'));
  assert.equal(blocks.filter((html) => html !== undefined).length, 5);
});

test('takes the names that Rouge has for languages', () => {
  const highlight = newHighlighter();
  assert.deepEqual(
    ['console', 'sh', 'liquid', 'elixir', 'erb', 'yml', 'js', 'c++', 'docker'].filter(
      (language) => highlight('a', language) === undefined,
    ),
    [],
  );
});

test('renders mathematics as MathML, its text once', () => {
  assert.equal(
    renderMath('a^2', false),
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow></math>',
  );
});

test('marks mathematics that is a block of its own', () => {
  assert.match(renderMath('a', true), /^<math [^>]*display="block">/);
});

for (const [name, tex] of [
  ['a mistake', '\\frac{<'],
  ['a macro without end', '\\def\\a{\\a\\a}\\a<'],
  ['deep groups', `${'{'.repeat(200)}<${'}'.repeat(200)}`],
  ['a long formula', '<'.repeat(5000)],
] as const) {
  test(`shows the source of mathematics with ${name}`, () => {
    assert.equal(renderMath(tex, false), `<code class="tex">${tex.replaceAll('<', '&lt;')}</code>`);
  });
}

test('carries out no command of mathematics that names an address', () => {
  assert.doesNotMatch(renderMath('\\href{https://a.example}{x} \\htmlClass{k}{y}', false), /href=|class=/);
});
