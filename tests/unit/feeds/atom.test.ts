import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { FeedArticle, SiteIdentity } from '../../../lib/archive/index.ts';
import { renderAtomFeed } from '../../../lib/feeds/index.ts';
import { post, readArticle } from '../../support/posts.ts';

const site: SiteIdentity = {
  title: '金融消息',
  url: 'https://finews.example',
  lang: 'zh-CN',
  timezone: 'Asia/Shanghai',
  author: 'ZNing',
};
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => ['entry', 'category', 'link'].includes(name),
});

/** An article of a feed as the archive would give it for this file. */
function feedArticle(frontMatter: string, body = '正文', id = 'urn:uuid:1'): FeedArticle {
  const { categories, path: _, ...article } = readArticle(post(frontMatter, body));
  return { ...article, id, categories: categories.map((name) => ({ name, title: `${name}新闻` })) };
}

function render(...articles: FeedArticle[]) {
  return renderFor(site, ...articles);
}

function renderFor(identity: SiteIdentity, ...articles: FeedArticle[]) {
  const xml = renderAtomFeed({
    site: identity,
    title: identity.title,
    subject: { kind: 'latest' },
    archiveCount: 0,
    alternateHref: '/',
    articles,
  });
  assertWellFormed(xml);
  return { xml, feed: parser.parse(xml).feed };
}

/** What XML 1.0 demands: the validator's rules, and those that it does not look at (2.2, 2.4 and 3.1). */
function assertWellFormed(xml: string): void {
  assert.equal(XMLValidator.validate(xml), true);
  assert.deepEqual(xml.match(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu), null);
  const markup = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  assert.deepEqual(markup.match(/="[^"]*<|&(?!(?:amp|lt|gt|quot|apos);)/g), null);
  assert.equal(markup.replace(/="[^"]*"/g, '').includes(']]>'), false);
}

/** What a reader shows of a text that the feed declares to be HTML: its text, and the elements that it makes. */
function showHtml(html: string): { text: string; elements: string[] } {
  const shown = { text: '', elements: [] as string[] };
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) shown.elements.push(node.tagName);
    if ('value' in node) shown.text += node.value;
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parseFragment(html));
  return shown;
}

/** The attributes of every element of an HTML text, in order. */
function listAttributes(html: string): Record<string, string>[] {
  const list: Record<string, string>[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('attrs' in node && node.attrs.length > 0) {
      list.push(Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])));
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parseFragment(html));
  return list;
}

test('writes an Atom feed with what RFC 4287 requires of a feed', () => {
  const { feed } = render(
    feedArticle('title: 甲\ndate: 2022-03-01 08:00:00 +0800\nlast_modified_at: 2022-03-02 08:00:00 +0800'),
  );
  assert.deepEqual(
    [feed['@_xmlns'], feed.id, feed.title, feed.updated, feed.author.name],
    ['http://www.w3.org/2005/Atom', 'https://finews.example/feed.xml', '金融消息', '2022-03-02T00:00:00.000Z', 'ZNing'],
  );
});

test('links a feed to itself and to its page', () => {
  const links = render().feed.link.map((link: Record<string, string>) => [link['@_rel'], link['@_href']]);
  assert.deepEqual(links, [
    ['alternate', 'https://finews.example/'],
    ['self', 'https://finews.example/feed.xml'],
  ]);
});

test('writes each entry with its id, address, times, source and categories', () => {
  const [entry] = render(feedArticle('title: 甲\ndate: 2022-03-01 08:00:00 +0800\ncategories: ribao\ntags: 日报')).feed
    .entry;
  assert.deepEqual(
    [
      entry.id,
      entry.link[0]['@_href'],
      entry.published,
      entry.updated,
      entry.author.name,
      entry.category.map((c: Record<string, string>) => c['@_term']),
    ],
    [
      'urn:uuid:1',
      'https://finews.example/ribao/2022/03/01/name.html',
      '2022-03-01T00:00:00.000Z',
      '2022-03-01T00:00:00.000Z',
      'ribao新闻',
      ['ribao', '日报'],
    ],
  );
});

test('keeps the order of the articles', () => {
  const { feed } = render(feedArticle('title: 二', '', 'urn:uuid:b'), feedArticle('title: 一', '', 'urn:uuid:a'));
  assert.deepEqual(
    feed.entry.map(({ id }: { id: string }) => id),
    ['urn:uuid:b', 'urn:uuid:a'],
  );
});

test('gives the same bytes for the same articles', () => {
  const article = feedArticle('title: 甲');
  assert.equal(render(article).xml, render(article).xml);
});

test('names the language of the feed', () => {
  assert.equal(render().feed['@_xml:lang'], 'zh-CN');
});

test('dates a feed without articles to 1970, not to the clock', () => {
  assert.equal(render().feed.updated, '1970-01-01T00:00:00.000Z');
});

/** Texts that break XML or turn into mark-up where they are not escaped, each with what stands for it in a feed. */
const HOSTILE: readonly (readonly [string, string])[] = [
  [']]> & ]]> <b>', ']]> & ]]> <b>'],
  [']]]]>>', ']]]]>>'],
  ['利润<5% 且>3%', '利润<5% 且>3%'],
  ['</title></entry><script>alert(1)</script>', '</title></entry><script>alert(1)</script>'],
  ['&amp; &amp;amp; &lt;i&gt; &#60; &nbsp;', '&amp; &amp;amp; &lt;i&gt; &#60; &nbsp;'],
  ['"双" \'单\' `反`', '"双" \'单\' `反`'],
  ['😀𠮷', '😀𠮷'],
  ['$& $1 $$', '$& $1 $$'],
  ['a\u0000b\u0008c\u001fd', 'a\ufffdb\ufffdc\ufffdd'],
  ['a\ufffeb\uffffc', 'a\ufffdb\ufffdc'],
  ['a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
];

for (const [text, shown] of HOSTILE) {
  const name = JSON.stringify(text);

  test(`shows ${name} in a title and an extract as text`, () => {
    const [entry] = render({ ...feedArticle('title: x'), title: text, extract: text }).feed.entry;
    assert.deepEqual(
      [showHtml(entry.title['#text']), showHtml(entry.summary['#text'])],
      [
        { text: shown, elements: [] },
        { text: shown, elements: [] },
      ],
    );
  });

  test(`keeps ${name} as a category, a tag and an author`, () => {
    const article = {
      ...feedArticle('title: x'),
      author: text,
      tags: [text],
      categories: [{ name: text, title: text }],
    };
    const [entry] = render(article).feed.entry;
    const category = { '@_label': shown, '@_term': shown };
    assert.deepEqual([entry.author.name, entry.category], [shown, [category, category]]);
  });

  test(`keeps ${name} as the name of the site and of its author`, () => {
    const { feed } = renderFor({ ...site, title: text, author: text });
    assert.deepEqual([feed.title, feed.author.name], [shown, shown]);
  });

  test(`stays well-formed with ${name} in an address`, () => {
    const [entry] = render({ ...feedArticle('title: x'), url: `/c/${text}.html` }).feed.entry;
    const { origin } = new URL(entry.link[0]['@_href']);
    assert.equal(origin, 'https://finews.example');
  });
}

test('carries the whole sanitized text, hostile ends included', () => {
  const [entry] = render(feedArticle('title: x', '<p>a ]]&gt; ]]&gt; b</p><script>1</script><p>c</p>')).feed.entry;
  assert.equal(entry.content['#text'].trim(), '<p>a ]]&gt; ]]&gt; b</p><p>c</p>');
});

test('carries ends of CDATA sections in attributes', () => {
  const [entry] = render(feedArticle('title: x', '<p><abbr title="]]> ]]>">x</abbr></p>')).feed.entry;
  assert.deepEqual(listAttributes(entry.content['#text']), [{ title: ']]> ]]>' }]);
});

test('adds no attribute to a text whose titles look like addresses', () => {
  const article = feedArticle(
    'title: x\npermalink: "/onclick=alert(1)/*/x.html"',
    '<p><a title="x href=" href="/*///">go</a></p>',
  );
  const [entry] = render(article).feed.entry;
  assert.deepEqual(listAttributes(entry.content['#text']), [{ title: 'x href=', href: 'https://finews.example/*///' }]);
});

test('reads character references in addresses as characters', () => {
  const [entry] = render(feedArticle('title: x', '<p><a href="/y?a=1&lt;2&amp;b=%22&#x4e2d;">go</a></p>')).feed.entry;
  assert.deepEqual(listAttributes(entry.content['#text']), [
    { href: 'https://finews.example/y?a=1%3C2&b=%22%E4%B8%AD' },
  ]);
});

test('makes the addresses in a text absolute, and nothing else', () => {
  const body = '<p><a href="/x?a=1&amp;b=2">一</a><a href="#n">二</a><img src="a.png" alt=""> 文 href="/y"</p>';
  const [entry] = render(feedArticle('title: x\ncategories: c', body)).feed.entry;
  const addresses = [...entry.content['#text'].matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
  assert.deepEqual(addresses, [
    'https://finews.example/x?a=1&amp;b=2',
    'https://finews.example/c/2022/03/01/name.html#post-n',
    'https://finews.example/c/2022/03/01/a.png',
    '/y',
  ]);
});
