import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { FeedArticle, SiteIdentity } from '../../lib/archive/index.ts';
import {
  answerConditionally,
  newestChange,
  renderAtomFeed,
  renderRobots,
  renderSitemapIndex,
  renderSitemapPart,
} from '../../lib/feeds/index.ts';
import { post, readArticle } from '../support/posts.ts';

const site: SiteIdentity = {
  title: '金融消息',
  url: 'https://finews.example',
  lang: 'zh-CN',
  timezone: 'Asia/Shanghai',
  author: 'ZNing',
};
const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ['entry', 'category', 'url', 'sitemap', 'link'].includes(name),
});

/** An article of a feed as the archive would give it for this file. */
function feedArticle(frontMatter: string, body = '正文', id = 'urn:uuid:1'): FeedArticle {
  const { categories, path: _, ...article } = readArticle(post(frontMatter, body));
  return { ...article, id, categories: categories.map((name) => ({ name, title: `${name}新闻` })) };
}

function render(...articles: FeedArticle[]) {
  const xml = renderAtomFeed({ site, title: site.title, selfHref: '/feed.xml', alternateHref: '/', articles });
  assert.equal(XMLValidator.validate(xml), true);
  return { xml, feed: parser.parse(xml).feed };
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

for (const title of [
  ']]> & <b>',
  '</title><script>window.__xss=1</script>',
  '"引号" \'x\' 😀',
  'a\u0000b\u0008c',
  '\\u202e反',
  ']]]]>>',
]) {
  test(`shows the title ${JSON.stringify(title)} as text`, () => {
    const article = { ...feedArticle('title: x'), title: readArticle(post(`title: ${JSON.stringify(title)}`)).title };
    const [entry] = render(article).feed.entry;
    const shown = entry.title['#text'] ?? entry.title;
    assert.equal(
      shown
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'"),
      article.title,
    );
  });
}

test('carries the whole sanitized text, hostile ends included', () => {
  const [entry] = render(feedArticle('title: x', '<p>a ]]&gt; b</p><script>1</script><p>c</p>')).feed.entry;
  assert.equal(entry.content['#text'].trim(), '<p>a ]]&gt; b</p><p>c</p>');
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

test('writes a sitemap index with the last change of each part', async () => {
  const xml = await renderSitemapIndex(site, [
    { part: 1, modifiedAt: 1_646_092_800 },
    { part: 2, modifiedAt: 0 },
  ]);
  assert.equal(XMLValidator.validate(xml), true);
  assert.deepEqual(parser.parse(xml).sitemapindex.sitemap, [
    { loc: 'https://finews.example/sitemap/1.xml', lastmod: '2022-03-01T00:00:00.000Z' },
    { loc: 'https://finews.example/sitemap/2.xml', lastmod: '1970-01-01T00:00:00.000Z' },
  ]);
});

test('writes 50,000 addresses into one valid part below 50 MB', async () => {
  const entries = Array.from({ length: 50_000 }, (_, i) => ({
    url: `/emnews/2022/03/01/中文 & <${i}>.html`,
    modifiedAt: i,
  }));
  const xml = await renderSitemapPart(site, entries);
  assert.equal(XMLValidator.validate(xml), true);
  const { url } = parser.parse(xml).urlset;
  assert.deepEqual(
    [url.length, url[7].loc, Buffer.byteLength(xml) < 50_000_000],
    [50_000, 'https://finews.example/emnews/2022/03/01/%E4%B8%AD%E6%96%87%20&%20%3C7%3E.html', true],
  );
});

test('names the sitemap in robots.txt and keeps searches out', () => {
  assert.equal(renderRobots(site), 'User-agent: *\nDisallow: /search\n\nSitemap: https://finews.example/sitemap.xml\n');
});

const document = { body: '<feed/>', contentType: 'application/atom+xml; charset=utf-8', modifiedAt: 1_646_092_800 };
const ask = (headers: Record<string, string>): Response =>
  answerConditionally(new Request('http://x/', { headers }), document);
const etag = ask({}).headers.get('etag') ?? '';

test('sends a document with its validators', () => {
  const { headers } = ask({});
  assert.deepEqual([/^"[\w-]{27}"$/.test(etag), headers.get('last-modified')], [true, 'Tue, 01 Mar 2022 00:00:00 GMT']);
});

for (const [name, headers, status] of [
  ['the same tag', { 'if-none-match': etag }, 304],
  ['the same tag, weak, in a list', { 'if-none-match': `"a", W/${etag}` }, 304],
  ['any tag', { 'if-none-match': '*' }, 304],
  ['another tag', { 'if-none-match': '"a"' }, 200],
  [
    'another tag and a later date',
    { 'if-none-match': '"a"', 'if-modified-since': 'Wed, 02 Mar 2022 00:00:00 GMT' },
    200,
  ],
  ['the same date', { 'if-modified-since': 'Tue, 01 Mar 2022 00:00:00 GMT' }, 304],
  ['an earlier date', { 'if-modified-since': 'Mon, 28 Feb 2022 00:00:00 GMT' }, 200],
  ['no date', { 'if-modified-since': 'yesterday' }, 200],
] as const) {
  test(`answers ${status} to who has ${name}`, () => {
    assert.equal(ask(headers).status, status);
  });
}

test('takes the newest change of what a feed holds', () => {
  assert.equal(newestChange([{ modifiedAt: 3 }, { modifiedAt: 7 }, { modifiedAt: 5 }]), 7);
});
