import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { SafeHtml } from '../../lib/content/article.ts';
import { ALLOWED_ELEMENTS, GLOBAL_ATTRIBUTES, ID_PREFIX, isAllowedClass } from '../../lib/content/html/allowlist.ts';
import { frameWideParts } from '../../lib/content/html/frame.ts';
import { sanitize } from '../../lib/content/html/sanitize.ts';
import { parseTree, serializeTree } from '../../lib/content/html/tree.ts';
import { htmlSoup } from '../support/html-soup.ts';

const OWN_HOSTS = new Set(['finews.withounder.com']);
const clean = (html: string): string => sanitize(html, OWN_HOSTS);
const RUNS = { numRuns: 3000 };

function* elements(node: Tree.ParentNode): Generator<Tree.Element> {
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    yield child;
    yield* elements(child);
  }
}

/** What a browser-grade parser finds in HTML that is not on the sanitizer's list. */
function findUnlisted(html: string): string[] {
  const unlisted: string[] = [];
  const fragment = parseFragment(html);
  for (const node of fragment.childNodes) {
    if (node.nodeName === '#comment' || node.nodeName === '#documentType') unlisted.push(node.nodeName);
  }
  for (const element of elements(fragment)) {
    const own = ALLOWED_ELEMENTS[element.tagName];
    if (!own || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') unlisted.push(`<${element.tagName}>`);
    for (const { name, value } of element.attrs) {
      const isListed = own?.includes(name) || (GLOBAL_ATTRIBUTES as readonly string[]).includes(name);
      if (!isListed) unlisted.push(`${element.tagName} ${name}`);
      if (!isValueFine(element.tagName, name, value)) unlisted.push(`${element.tagName} ${name}=${value}`);
    }
  }
  return unlisted;
}

function isValueFine(element: string, name: string, value: string): boolean {
  const protocol = URL.canParse(value, 'http://here.invalid') ? new URL(value, 'http://here.invalid').protocol : 'none';
  if (name === 'href') return ['http:', 'https:', 'mailto:'].includes(protocol);
  if (name === 'src' && element === 'img' && /^data:image\/(?:png|jpeg|gif|webp|avif);base64,/.test(value)) return true;
  if (name === 'src' || name === 'poster') return ['http:', 'https:'].includes(protocol);
  if (name === 'id') return value.startsWith(ID_PREFIX);
  if (name === 'class') return value.split(' ').every((part) => isAllowedClass(element, part));
  if (name === 'style') return /^text-align:[a-z]+$/.test(value);
  return true;
}

test('lets nothing through that is not on the list, as a browser-grade parser reads it', () => {
  fc.assert(
    fc.property(htmlSoup, (html) => {
      assert.deepEqual(findUnlisted(clean(html)), []);
    }),
    RUNS,
  );
});

test('is read and written by the tree without a change', () => {
  fc.assert(
    fc.property(htmlSoup, (html) => {
      const once = sanitize(html, OWN_HOSTS);
      assert.equal(serializeTree(parseTree(once)), once);
    }),
    RUNS,
  );
});

test('changes nothing when applied twice', () => {
  fc.assert(
    fc.property(htmlSoup, (html) => {
      const once = clean(html);
      assert.equal(clean(once), once);
    }),
    RUNS,
  );
});

test('leaves the page around a body in its shape', () => {
  fc.assert(
    fc.property(htmlSoup, (html) => {
      const page = parse(
        `<!doctype html><title>t</title><main><article><div id="body">${clean(html)}</div><nav id="after">n</nav></article></main><footer id="foot">f</footer>`,
      );
      const chain: string[] = [];
      for (const element of elements(page)) {
        if (!element.attrs.some(({ name, value }) => name === 'id' && ['body', 'after', 'foot'].includes(value)))
          continue;
        const parent = element.parentNode;
        chain.push(`${parent && 'tagName' in parent ? parent.tagName : ''}>${element.tagName}`);
      }
      assert.deepEqual(chain, ['article>div', 'article>nav', 'body>footer']);
    }),
    RUNS,
  );
});

const cases: [name: string, html: string, expected: string][] = [
  ['drops a script with its content', '<p>a<script>x</script>b</p>', '<p>ab</p>'],
  ['drops handlers', '<p onclick="x" onmouseover=y>a</p>', '<p>a</p>'],
  ['takes a first-level heading for a second-level one', '<h1>a</h1>', '<h2>a</h2>'],
  ['leads an empty address to the top of the page', '<a href="">甲</a>', '<a href="#">甲</a>'],
  [
    'keeps the place of a span to which a link leads',
    '<p><a href="#x">跳</a><span class="b" id="x">这里</span></p>',
    '<p><a href="#post-x">跳</a><wbr id="post-x" />这里</p>',
  ],
  [
    'keeps no space where an inline tag is taken out',
    '上海<span id="bk_1"><a href="http://q.example/1">证券</a></span>报',
    '上海<a href="http://q.example/1" rel="noopener nofollow">证券</a>报',
  ],
  [
    'marks foreign links',
    '<a href="https://example.com/x">a</a>',
    '<a href="https://example.com/x" rel="noopener nofollow">a</a>',
  ],
  [
    'makes links to the portal’s own hosts paths',
    '<a href="//finews.withounder.com/emnews/">a</a>',
    '<a href="/emnews/">a</a>',
  ],
  [
    'keeps a link to an own host there, whatever its path begins with',
    '<a href="https://finews.withounder.com//evil.example/x?a#b">a</a>',
    '<a href="/evil.example/x?a#b">a</a>',
  ],
  [
    'keeps a link to an own host there where dots hide how its path begins',
    '<a href="https://finews.withounder.com/./\\\\evil.example/z">a</a>',
    '<a href="/evil.example/z">a</a>',
  ],
  [
    'keeps a relative link on the own host, whatever a browser makes of its dots',
    '<a href="/.//evil.example/x">a</a><a href="/./\\\\evil.example/z">b</a>',
    '<a href="/evil.example/x">a</a><a href="/evil.example/z">b</a>',
  ],
  ['keeps a relative link as it is written', '<a href="../emnews/?a=1#b">a</a>', '<a href="../emnews/?a=1#b">a</a>'],
  [
    'reads an address without a protocol as https',
    '<a href="//a.example/x">a</a>',
    '<a href="https://a.example/x" rel="noopener nofollow">a</a>',
  ],
  [
    'takes backslashes before a host for slashes, as browsers do',
    '<a href="\\\\a.example/x">a</a>',
    '<a href="https://a.example/x" rel="noopener nofollow">a</a>',
  ],
  [
    'drops a picture without an address, its text stays where it was',
    'a<img alt="x">b<img src="javascript:1" width="1">c',
    'abc',
  ],
  ['writes a place for a line break without an end tag', 'a<wbr>b', 'a<wbr />b'],
  ['takes the tags of elements that no list names away', '<constructor>a</constructor>', 'a'],
  ['keeps the text of a link that would run', '<a href="javascript:1">a</a>', '<a>a</a>'],
  ['hides what the source hid', '<p style="display:none">a</p>', '<p hidden>a</p>'],
  ['drops an empty hidden paragraph', '<p style="display:none;height:1px"><br /></p>', ''],
  [
    'keeps the alignment alone of a style',
    '<p style="color:red;text-align:center">a</p>',
    '<p style="text-align:center">a</p>',
  ],
  ['reads the align attribute', '<td align="right">a</td>', '<td style="text-align:right">a</td>'],
  ['makes a centre element a centred block', '<center>a</center>', '<div style="text-align:center">a</div>'],
  [
    'prefixes ids and the links to them',
    '<a href="#n1" id="r1">1</a><p id="n1">x</p>',
    '<a id="post-r1" href="#post-n1">1</a><p id="post-n1">x</p>',
  ],
  ['drops an image without a safe address', '<p>a<img src="data:image/svg+xml,x"></p>', '<p>a</p>'],
  [
    'loads images late and without a referrer',
    '<img src="https://example.com/a.png" width="578" onerror="x">',
    '<img src="https://example.com/a.png" alt="" width="578" loading="lazy" decoding="async" referrerpolicy="no-referrer" />',
  ],
  ['drops comments', 'a<!-- b -->c', 'ac'],
  ['keeps a lone less-than sign as text', '<p>收益率<1%</p>', '<p>收益率&lt;1%</p>'],
  ['drops characters that turn the direction of text', '<p>a\u202eb</p>', '<p>ab</p>'],
  [
    'takes the tags of a form away and leaves its text',
    '<form action="https://example.com/">登录<input name="p"></form>',
    '登录',
  ],
];

for (const [name, html, expected] of cases) {
  test(name, () => {
    assert.equal(clean(html), expected);
  });
}

for (const [name, html] of [
  ['an own host and two slashes', '<img src="https://finews.withounder.com//evil.example/x.png">'],
  ['an own host, dots and backslashes', '<img src="https://finews.withounder.com/./\\\\evil.example/x.png">'],
  ['dots and slashes alone', '<img src="/.//evil.example/x.png">'],
] as const) {
  test(`keeps a picture with ${name} on the own host`, () => {
    assert.match(clean(html), /^<img src="\/evil\.example\/x\.png" /);
  });
}

test('reads the address of a picture without a protocol as https', () => {
  assert.match(clean('<img src="//a.example/x.png">'), /^<img src="https:\/\/a\.example\/x\.png" /);
});

test('keeps the text of elements that are nested without end, and sixty of them', () => {
  assert.equal(clean(`${'<b>'.repeat(5_000)}x${'</b>'.repeat(5_000)}y`), `${'<b>'.repeat(60)}x${'</b>'.repeat(60)}y`);
});

test('leaves the mark of a chart that does not end out', () => {
  assert.equal(clean('<!--EM_StockImg_Start-->a'), 'a');
});

test('frames what may be wider than a screen, and changes nothing else', () => {
  const html = '<p>甲</p><table><tbody><tr><td>乙</td></tr></tbody></table><pre>丙</pre>';
  assert.equal(
    frameWideParts(clean(html) as SafeHtml),
    '<p>甲</p><div class="wide" role="group" aria-label="表格" tabindex="0"><table><tbody><tr><td>乙</td></tr></tbody></table></div><pre tabindex="0">丙</pre>',
  );
});
