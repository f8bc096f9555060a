import assert from 'node:assert/strict';
import test from 'node:test';
import { type LiquidEnvironment, needsLiquid, renderLiquid } from '../../../lib/content/liquid/index.ts';
import { fixtureEnvironment, recordedTemplates } from '../../support/content/liquid.ts';

const environment = fixtureEnvironment();
const render = (source: string, changes: Partial<LiquidEnvironment> = {}) =>
  renderLiquid(source, Object.keys(changes).length === 0 ? environment : fixtureEnvironment(changes));

test('every recorded template gives what Jekyll made of it', () => {
  const wrong = recordedTemplates()
    .filter(({ text }) => text !== undefined)
    .map(({ template, text }) => ({ template, text, ours: render(template).text }))
    .filter(({ text, ours }) => text !== ours);
  assert.deepEqual(wrong, []);
});

test('every recorded template that Jekyll fails at is told to the editor', () => {
  const silent = recordedTemplates()
    .filter(({ text }) => text === undefined)
    .map(({ template }) => template)
    .filter((template) => template !== '{% include ../site/_config.yml %}' && render(template).warnings.length === 0);
  assert.deepEqual(silent, []);
});

test('a text without braces needs no Liquid', () => {
  assert.deepEqual(['a { b } % c', 'a {{ b', '{% c'].map(needsLiquid), [false, true, true]);
});

const STAYS: [string, string, string][] = [
  ['an unknown tag', 'a {% seo %} {{ page.level }}', 'a {% seo %} 3'],
  ['an output without its end', '{{ page.level }} {{ b', '3 {{ b'],
  ['braces of another language', 'int a = {{1, 2}, {3}}; {{ page.level }}', 'int a = {{1, 2}, {3}}; 3'],
  ['an include that does not exist', '{% include no.html %}{{ page.level }}', '{% include no.html %}3'],
  ['a post that does not exist', '{% post_url 2020-01-01-no %}', '{% post_url 2020-01-01-no %}'],
  ['an output whose filter fails', '{{ nil | sort }}!', '{{ nil | sort }}!'],
  ['an elsif that is no condition', '{% if false %}a{% elsif %}b{% endif %}', ''],
  ['a block without its end', '{{ page.level }}{% if true %}a', '{{ page.level }}{% if true %}a'],
];

for (const [name, source, text] of STAYS) {
  test(`${name} stays in the text`, () => {
    assert.equal(render(source).text, text);
  });
}

test('a warning names the line, what was found and what to do', () => {
  assert.deepEqual(render('a\n\n{% seo %}').warnings, [
    {
      line: 3,
      message: 'no tag is named “seo”; write what it stands for, or put {% raw %} around it where it is no template',
    },
  ]);
});

test('a warning in an include names the include', () => {
  const { warnings } = render('{% include a.html %}', { readInclude: () => '\n{% seo %}' });
  assert.match(warnings[0]?.message ?? '', /^a\.html: no tag is named “seo”/);
});

test('an include with a block without its end costs its tag alone', () => {
  const { text } = render('a {% include a.html %} {{ page.level }}', { readInclude: () => '{% if true %}' });
  assert.equal(text, 'a {% include a.html %} 3');
});

test('a text with more than a thousand tags that are none stays as it is', () => {
  const source = `{{ page.level }}${'{{'.repeat(1001)}`;
  assert.equal(render(source).text, source);
});

const USES: [string, string[]][] = [
  ['{{ page.title }}{{ site.title }}', []],
  ['{% include outer.html text="a" %}', ['include:outer.html', 'include:sub/inner.html']],
  ['{% include no.html %}', ['include:no.html']],
  ['{% include_relative part.md %}', ['relative:part.md']],
  ['{{ site.data.people.lin.name }}', ['data:people']],
  ['{% for entry in site.data %}{% endfor %}', ['data:nested', 'data:people']],
  ['{{ site.data.no }}', ['data:no']],
  ['{% post_url 2024-01-05-second %}', ['post:2024-01-05-second']],
  ['{% link _posts/2024-01-05-second.md %}', ['link:_posts/2024-01-05-second.md']],
  ['{{ site.posts.size }}{{ site.tags.size }}', ['site:posts', 'site:tags']],
  ['{{ "now" | date: "%Y" }}', ['clock']],
  ['{{ site.time }}', ['clock']],
  ['{{ page.previous.title }}', ['page:previous']],
  ['{% if false %}{% include plain.html %}{% endif %}', []],
];

for (const [source, uses] of USES) {
  test(`${source} depends on ${uses.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(render(source).uses, uses);
  });
}

test('dates are of the zone of the site', () => {
  const source = '{{ page.date }} {{ page.date | date: "%H:%M %Z" }} {{ "2024-07-01" | date_to_xmlschema }}';
  assert.equal(
    render(source, { timezone: 'America/New_York' }).text,
    '2024-03-23 21:19:00 -0400 21:19 EDT 2024-07-01T00:00:00-04:00',
  );
});

test('highlight writes the language into a class', () => {
  const { text } = render('{% highlight C++ %}\na < b\n{% endhighlight %}', { aroundHtml: ['', ''] });
  assert.equal(
    text,
    '<figure class="highlight"><pre><code class="language-c--" data-lang="c++">a &lt; b</code></pre></figure>',
  );
});

test('highlight numbers lines where it is asked to', () => {
  const { text } = render('{% highlight js linenos %}\na\nb\n{% endhighlight %}', { aroundHtml: ['', ''] });
  assert.match(text, /<pre class="lineno">1\n2\n<\/pre><\/td><td class="code"><pre><code [^>]*>a\nb<\/code>/);
});

test('the same template gives the same text twice', () => {
  const source = '{{ page.tags | sample }}{% cycle "a", "b" %}{% increment n %}';
  assert.equal(render(source).text, render(source).text);
});

test('values may be maps, with keys that are no texts', () => {
  const page = new Map<unknown, unknown>([
    [
      'years',
      new Map<unknown, unknown>([
        [2021, 'a'],
        [2020, 'b'],
      ]),
    ],
  ]);
  assert.equal(
    render('{% for y in page.years %}{{ y[0] }}{{ y[1] }} {% endfor %}{{ page.years[2020] }}', { page }).text,
    '2021a 2020b b',
  );
});
