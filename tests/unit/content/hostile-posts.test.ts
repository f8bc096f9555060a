/** Posts of a Jekyll site that are made to harm: each costs itself at most, and its editor is told. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Reading } from '../../../lib/content/index.ts';
import { EMPTY_SITE, readInSite } from '../../support/content/jekyll-site.ts';
import { post } from '../../support/posts.ts';

type Published = Extract<Reading, { kind: 'article' }>;

function publish(body: string, path?: string): Published {
  const reading = readInSite(post('title: 甲', body), undefined, path);
  assert.equal(reading.kind, 'article', JSON.stringify(reading).slice(0, 300));
  return reading as Published;
}

const INCLUDES = {
  '_includes/self.html': '{% include self.html %}',
  '_includes/a.html': '{% include b.html %}',
  '_includes/b.html': '{% include a.html %}',
};

/** Templates that cost their post, with the line and what the editor is told. */
for (const [name, body, line, message] of [
  ['an include of itself', '甲\n\n{% include self.html %}', 6, /within itself/],
  ['includes of each other', '{% include a.html %}', 4, /within itself/],
  ['a file outside of the folder', '甲\n{% include ../../etc/passwd %}', 5, /leaves the folder/],
  ['a million turns', '{% for i in (1..1000000) %}水位{% endfor %}', 4, /too much|more than/],
  ['loops within loops', '{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}', 4, /too much/],
  ['a text that doubles', `{% assign a = "水" %}\n${'{% assign a = a | append: a %}\n'.repeat(60)}`, 26, /too much/],
  [
    'a capture that doubles',
    `{% assign a = "水" %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(60)}`,
    4,
    /too much/,
  ],
  ['blocks that are nested deeply', '{% if true %}'.repeat(9999) + '{% endif %}'.repeat(9999), 4, /nests deeper/],
] as const) {
  test(`leaves out a post with ${name} and says where`, () => {
    const reading = readInSite(post('title: 甲', body), { ...EMPTY_SITE, files: INCLUDES });
    assert.equal(reading.kind, 'rejected');
    assert.match(reading.kind === 'rejected' ? reading.problem.message : '', message);
    assert.equal(reading.kind === 'rejected' && reading.problem.line, line);
  });
}

for (const [name, tex] of [
  ['a macro without end', '\\def\\a{\\a\\a}\\a'],
  ['macros that double', `\\def\\a{x}${'\\edef\\a{\\a\\a}'.repeat(60)}\\a`],
  ['a megabyte', 'x+'.repeat(500_000)],
  ['groups that are nested deeply', '{'.repeat(5000) + '}'.repeat(5000)],
  ['a mistake', '\\frac{'],
] as const) {
  test(`shows the source of a formula with ${name}, and says so`, () => {
    const { article, warnings } = publish(`甲 $$${tex}$$ 乙`);
    assert.equal(article.html.includes('<math'), false);
    assert.match(warnings.map(({ message }) => message).join(), /^the formula “.*” is shown as its source/);
  });
}

for (const tex of [
  '\\href{javascript:alert(1)}{x}',
  '\\url{javascript:alert(1)}',
  '\\includegraphics[width=1em]{https://evil.example/x.png}',
  '\\htmlClass{k}{x}',
  '\\htmlId{location}{x}',
  '\\htmlStyle{position:fixed}{x}',
  '\\htmlData{a=1}{x}',
]) {
  test(`carries out no ${tex.slice(0, 12)} of a formula`, () => {
    assert.doesNotMatch(publish(`$$${tex}$$`).article.html, /<(?:a|img)\b|\s(?:href|src|class="k|id|style|data-\w+)=/);
  });
}

test('shows code of almost 2 MB as it is', () => {
  const line = 'const a = "<b>"; // 水位\n';
  const { article } = publish(`\`\`\`js\n${line.repeat(70_000)}\`\`\``);
  assert.equal(article.text.split('\n').length, 70_000);
});

for (const [name, body] of [
  ['a script within a drawing', '<svg><script>window.__xss=1</script><text>字</text></svg>'],
  ['a drawing that loads', '<svg onload="window.__xss=1"><image href="x" onerror="window.__xss=1"/></svg>'],
  ['a drawing that links', '<svg><a xlink:href="javascript:1"><text>字</text></a></svg>'],
  ['a drawing that holds HTML', '<svg><foreignObject><iframe src="javascript:1"></iframe></foreignObject></svg>'],
  ['a drawing that closes a style', '<svg><style><img src=x onerror=window.__xss=1></style></svg>'],
  ['a drawing within mathematics', '<math><mtext><svg><img src=x onerror=window.__xss=1></svg></mtext></math>'],
] as const) {
  test(`takes ${name} apart`, () => {
    const { article } = publish(body, '_posts/2022-03-01-n.html');
    assert.doesNotMatch(article.html, /<(?:svg|script|style|iframe|math)\b|\son\w+=|javascript:/i);
  });
}

/** Files that are two kinds at once: a picture by their beginning, and something that runs by the rest. */
for (const [name, type, bytes] of [
  ['HTML', 'gif', 'GIF89a/*<script>window.__xss=1</script>*/=1;'],
  ['a script', 'gif', 'GIF89a=1;window.__xss=1;//xxxxxxxxxxxx'],
  ['an archive', 'png', '\x89PNG\r\n\x1a\n....PK\x03\x04........'],
] as const) {
  test(`shows a picture that is ${name} as well as a picture alone`, () => {
    const data = Buffer.from(bytes, 'latin1').toString('base64');
    const { article } = publish(`<img src="data:image/${type};base64,${data}">`, '_posts/2022-03-01-n.html');
    assert.match(
      article.html,
      new RegExp(`^(?:<p>)?<img src="data:image/${type};base64,[A-Za-z\\d+/=]+" [^<>]*/>(?:</p>)?\\s*$`),
    );
  });
}

for (const name of [
  '甲\n乙',
  '../../etc/passwd',
  '%2e%2e',
  '<b>',
  '\'"',
  '\u202egnp',
  '\0',
  ' ',
  'constructor',
  '__proto__',
]) {
  test(`reads a post named ${JSON.stringify(name)}, or says what is wrong`, () => {
    const reading = readInSite(post('title: 甲'), undefined, `_posts/2022-03-01-${name}.md`);
    if (reading.kind !== 'article') assert.equal(reading.kind, 'rejected');
    else assert.doesNotMatch(reading.article.url, /[\n\0]|\/\.\.(?:\/|$)/);
  });
}
