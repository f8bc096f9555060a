/** What RSS and JSON Feed say of an article, read by a parser that did not write it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import type { FeedArticle, SiteIdentity } from '../../../lib/archive/index.ts';
import { renderAtomFeed, renderJsonFeed, renderRssFeed } from '../../../lib/feeds/index.ts';
import { post, readArticle } from '../../support/posts.ts';

const site: SiteIdentity = {
  title: '金融消息',
  url: 'https://finews.example',
  lang: 'zh-CN',
  timezone: 'Asia/Shanghai',
};
const FRONT_MATTER =
  'title: "甲 & <乙>"\ndate: 2022-03-01 10:00:00 +0800\ncategories: ribao\ntags: [日报新闻, 港口]\nauthor: 丙';

function feedOf(frontMatter = FRONT_MATTER, body = '正文[链接](b.html)。') {
  const { categories, path: _, ...article } = readArticle(post(frontMatter, body), '_posts/2022-03-01-a.md');
  const articles: FeedArticle[] = [
    { ...article, id: 'urn:uuid:1', categories: categories.map((name) => ({ name, title: '日报新闻' })) },
  ];
  return {
    site,
    title: '金融消息',
    subject: { kind: 'latest' },
    alternateHref: '/',
    articles,
    archiveCount: 0,
  } as const;
}

test('RSS has the article with everything that its parts can say', () => {
  const feed = parseRssFeed(renderRssFeed(feedOf()));
  assert.deepEqual(feed.items, [
    {
      title: '甲 & <乙>',
      link: 'https://finews.example/ribao/2022/03/01/a.html',
      description: '正文链接。',
      categories: [{ name: '日报新闻' }, { name: '港口' }],
      guid: { value: 'urn:uuid:1', isPermaLink: false },
      pubDate: 'Tue, 01 Mar 2022 02:00:00 GMT',
      dc: { creators: ['丙'] },
      content: { encoded: '<p>正文<a href="https://finews.example/ribao/2022/03/01/b.html">链接</a>。</p>' },
    },
  ]);
});

test('JSON Feed has the article with everything that its parts can say', () => {
  const feed = parseJsonFeed(renderJsonFeed(feedOf()));
  assert.deepEqual(feed.items, [
    {
      id: 'urn:uuid:1',
      url: 'https://finews.example/ribao/2022/03/01/a.html',
      title: '甲 & <乙>',
      content_html: '<p>正文<a href="https://finews.example/ribao/2022/03/01/b.html">链接</a>。</p>',
      summary: '正文链接。',
      date_published: '2022-03-01T02:00:00.000Z',
      date_modified: '2022-03-01T02:00:00.000Z',
      tags: ['日报新闻', '港口'],
      authors: [{ name: '丙' }],
    },
  ]);
});

test('gives films and their pictures their whole addresses', () => {
  const html = parseJsonFeed(renderJsonFeed(feedOf(FRONT_MATTER, '<video src="/a.mp4" poster="a.png"></video>')))
    .items?.[0]?.content_html;
  assert.match(
    html ?? '',
    /src="https:\/\/finews\.example\/a\.mp4" poster="https:\/\/finews\.example\/ribao\/2022\/03\/01\/a\.png"/,
  );
});

for (const [what, image, url, type] of [
  ['of the portal, with its whole address', '/img/a.png', 'https://finews.example/img/a.png', 'image/png'],
  ['of another host', 'https://img.example/a.webp', 'https://img.example/a.webp', 'image/webp'],
  ['without an ending as a photograph', 'https://img.example/D24', 'https://img.example/D24', 'image/jpeg'],
] as const) {
  test(`gives a picture ${what}`, () => {
    const feed = feedOf(`${FRONT_MATTER}\nimage: ${image}`);
    const [rss] = parseRssFeed(renderRssFeed(feed)).items ?? [];
    const [json] = parseJsonFeed(renderJsonFeed(feed)).items ?? [];
    const atom = renderAtomFeed(feed);
    assert.deepEqual(
      [
        rss?.enclosures,
        json?.attachments,
        json?.image,
        atom.includes(`<link rel="enclosure" type="${type}" href="${url}"/>`),
      ],
      [[{ url, length: 0, type }], [{ url, mime_type: type }], url, true],
    );
  });
}

test('an RSS feed without articles has no date', () => {
  const feed = parseRssFeed(renderRssFeed({ ...feedOf(), articles: [] }));
  assert.deepEqual([feed.title, feed.lastBuildDate, feed.items], ['金融消息', undefined, undefined]);
});

test('says that an archive document is one once it is full', () => {
  const [article] = feedOf().articles;
  const render = (count: number): string =>
    renderAtomFeed({
      ...feedOf(),
      articles: Array.from({ length: count }, () => article as FeedArticle),
      archive: 1,
      archiveCount: 1,
    });
  assert.deepEqual(
    [render(49), render(50)].map((xml) => xml.includes('<fh:archive/>')),
    [false, true],
  );
});

const CORRECTED = `${FRONT_MATTER}\ncorrection: {date: 2022-03-05 08:00:00 +0800, text: "<b>三成</b> & 不是四成"}`;

for (const [name, contentOf] of [
  ['Atom', () => parseAtomFeed(renderAtomFeed(feedOf(CORRECTED, '正文'))).entries?.[0]?.content?.value],
  ['RSS', () => parseRssFeed(renderRssFeed(feedOf(CORRECTED, '正文'))).items?.[0]?.content?.encoded],
  ['JSON Feed', () => parseJsonFeed(renderJsonFeed(feedOf(CORRECTED, '正文'))).items?.[0]?.content_html],
] as const) {
  test(`${name} has a correction before the text, as text whatever it holds`, () => {
    assert.equal(
      contentOf(),
      '<p><strong>更正（2022-03-05）：</strong>&lt;b&gt;三成&lt;/b&gt; &amp; 不是四成</p><p>正文</p>',
    );
  });
}

test('a correction makes an article newer', () => {
  const [item] = parseJsonFeed(renderJsonFeed(feedOf(CORRECTED))).items ?? [];
  assert.equal(item?.date_modified, '2022-03-05T00:00:00.000Z');
});
