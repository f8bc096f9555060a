import assert from 'node:assert/strict';
import test from 'node:test';
import { renderLiquid } from '../../../lib/content/liquid/index.ts';
import { fixtureEnvironment } from '../../support/content/liquid.ts';

const itself: unknown[] = ['x'];
itself.push(itself);

const includes: Record<string, string> = {
  'self.html': 'x{% include self.html %}',
  'a.html': '{% include b.html %}',
  'b.html': '{% include a.html %}',
  ...Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`d${n}.html`, `{% include d${n + 1}.html %}`.repeat(2)])),
  'd60.html': 'z',
};

const environment = fixtureEnvironment({
  page: { title: 'x', url: '/x', itself, long: 'ab '.repeat(300_000) },
  readInclude: (name) => (Object.hasOwn(includes, name) ? includes[name] : undefined),
});

const twice = (statement: string, times: number): string =>
  `{% assign a = "a,b" | split: "," %}{% assign b = a %}${statement.repeat(times)}`;
const push = '{% assign a = a | push: a %}{% assign b = b | push: b %}';

/** Templates that cost their post, by what they try, with what the editor is told. */
const REFUSED: [string, string, RegExp][] = [
  ['an include of itself', '\n{% include self.html %}', /includes “self\.html” within itself/],
  ['includes of each other', '{% include a.html %}', /within itself/],
  ['includes that double', '{% include d0.html %}', /repeats too much/],
  ['a file outside', '{% include ../../etc/passwd %}', /leaves the folder of includes/],
  ['a file outside, by a variable', '{% assign f = "../x" %}{% include {{ f }} %}', /leaves the folder/],
  ['a file from the root', '{% include /etc/passwd %}', /leaves the folder/],
  ['a file outside, from the text', '{% include_relative ../../x %}', /leaves the folder/],
  ['a hundred million turns', '{% for i in (1..100000000) %}{% endfor %}', /builds too much/],
  ['a million turns', '{% for i in (1..1000000) %}xyz{% endfor %}', /more than 2000000 characters|repeats too much/],
  ['loops in loops', '{% for i in (1..999) %}{% for j in (1..999) %}{% endfor %}{% endfor %}', /repeats too much/],
  ['a text that doubles', `{% assign a = "x" %}${'{% assign a = a | append: a %}'.repeat(60)}`, /builds too much/],
  ['a list that doubles', twice('{% assign a = a | concat: a %}', 60), /too much/],
  ['a list within itself', `${twice(push, 90)}{{ a }}`, /too much/],
  ['a list within itself, compared', `${twice(push, 24)}{% if a == b %}{% endif %}`, /too much/],
  ['groups of groups', twice('{% assign a = a | push: a | group_by_exp: "x", "1" %}', 60), /too much/],
  ['a text that multiplies', '{{ page.long | replace: "a", page.long }}', /builds too much/],
  ['a long text in a loop', '{% for i in (1..9999) %}{{ page.long | truncatewords: 2 }}{% endfor %}', /too much/],
  [
    'a condition on a long text',
    '{% for i in (1..9999) %}{% if page.long contains "z" %}{% endif %}{% endfor %}',
    /too much/,
  ],
  [
    'a capture without an end',
    '{% for i in (1..99999) %}{% capture a %}{{ a }}x{% endcapture %}{% endfor %}',
    /too much/,
  ],
  ['deep blocks', '{% if true %}'.repeat(5000) + '{% endif %}'.repeat(5000), /nests deeper than 100 blocks/],
  ['a value within itself', '{{ page.itself }}', /takes too long/],
];

for (const [name, source, message] of REFUSED) {
  test(`${name} ends with a message`, () => {
    assert.throws(() => renderLiquid(source, environment), { name: 'ContentError', message });
  });
}

test('the message names the line of the tag in the text', () => {
  assert.throws(() => renderLiquid('a\n\n{% include self.html %}', environment), { line: 3 });
});

/** Templates that cost nothing, however odd they are. */
const HARMLESS: [string, string, string][] = [
  ['prototypes', '{{ page.constructor }}{{ page.__proto__.x }}{{ constructor }}{{ "a" | constructor }}', 'a'],
  ['a variable named as a prototype', '{% assign __proto__ = "x" %}{{ __proto__ }}{{ x }}', 'x'],
  ['a counter named as a prototype', '{% increment __proto__ %}{% increment constructor %}', '00'],
  ['data named as a prototype', '{{ site.data.constructor }}{{ site.data.__proto__ }}', ''],
  ['a width without an end', '{{ "2024-01-01" | date: "%999999999Y" | size }}', '1024'],
  ['digits without an end', '{{ 1.5 | round: 999999999 }}', '1.5'],
];

for (const [name, source, text] of HARMLESS) {
  test(`${name} do no harm`, () => {
    assert.equal(renderLiquid(source, environment).text, text);
  });
}

/** Texts that would take the square of their length, or more, if they were read carelessly. */
const LONG: [string, string][] = [
  ['outputs without an end', '{{'.repeat(500_000)],
  ['tags without an end', '{%'.repeat(500_000)],
  ['outputs with half an end', '{{}'.repeat(400_000)],
  ['raw without an end', `{% raw %}${'{% endraw '.repeat(200_000)}`],
  ['brackets', `{{ ${'['.repeat(50_000)} }}`],
  ['brackets within the limit', `{{ ${'['.repeat(7_900)}${']'.repeat(7_900)} }}`.repeat(2)],
  ['white space to trim', `{{- x -}}${' '.repeat(1000)}`.repeat(1000)],
  ['opened HTML', `{% capture a %}${'<'.repeat(900_000)}{% endcapture %}{{ a | strip_html | size }}`],
  ['opened scripts', `{% capture a %}${'<script'.repeat(90_000)}{% endcapture %}{{ a | strip_html | size }}`],
  ['zeros of a date', `{% capture a %}%${'0'.repeat(900_000)}{% endcapture %}{{ "2024-01-01" | date: a | size }}`],
  ['spaces within a text', `{% capture a %}x${' '.repeat(900_000)}x{% endcapture %}{{ a | strip | size }}`],
];

for (const [name, source] of LONG) {
  test(`a megabyte of ${name} is read through`, () => {
    assert.ok(renderLiquid(source, environment).warnings.length <= 21);
  });
}
