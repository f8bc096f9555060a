import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { postText } from '../../../support/portal-folder.ts';
import { until } from '../../../support/wait.ts';
import { attribute } from '../page-view.ts';
import { ask, MEDIA, portal, view, write } from '../site.ts';

for (const [path, feeds] of [
  ['/', ['/feed.xml', '/feed.rss', '/feed.json', '/stories.xml']],
  ['/category/ribao.html', ['/feed/ribao.xml', '/feed/ribao.rss', '/feed/ribao.json', '/feed.xml']],
  [MEDIA, ['/feed/yangshi.xml', '/feed/yangshi.rss', '/feed/yangshi.json', '/feed.xml']],
  [
    encodeURI('/tag/日报新闻'),
    [...['xml', 'rss', 'json'].map((format) => encodeURI(`/feed/tag/日报新闻.${format}`)), '/feed.xml'],
  ],
  [
    '/search?q=1&category=ribao&sort=date',
    [...['xml', 'rss', 'json'].map((format) => `/feed/search.${format}?q=1&category=ribao`), '/feed.xml'],
  ],
] as const) {
  test(`offers the feeds of ${decodeURI(path)} in every format, and that of the site`, async () => {
    const links = (await view(path)).all('link').filter((link) => /atom|rss|feed/.test(attribute(link, 'type') ?? ''));
    assert.deepEqual(
      links.map((link) => attribute(link, 'href')?.replace('https://news.example', '')),
      feeds,
    );
  });
}

for (const [path, type] of [
  ['/feed.rss', 'application/rss+xml; charset=utf-8'],
  ['/feed/ribao.json?archive=1', 'application/feed+json; charset=utf-8'],
  [encodeURI('/feed/tag/日报新闻.xml?archive=2'), 'application/atom+xml; charset=utf-8'],
  ['/feed/search.xml?q=正文', 'application/atom+xml; charset=utf-8'],
  ['/feeds.opml', 'text/x-opml; charset=utf-8'],
] as const) {
  test(`sends ${decodeURI(path)} as ${type}, and 304 to who has it`, async () => {
    const first = await ask(encodeURI(decodeURI(path)));
    const second = await ask(encodeURI(decodeURI(path)), { 'if-none-match': first.headers.get('etag') ?? '' });
    assert.deepEqual([first.status, first.headers.get('content-type'), second.status], [200, type, 304]);
  });
}

for (const path of [
  '/',
  MEDIA,
  '/category/ribao.html',
  '/categories',
  '/archive',
  '/archive/2022',
  '/tag/日报新闻',
  '/search',
  '/nowhere',
]) {
  test(`sends ${path} with data and the portal’s own two scripts alone`, async () => {
    const page = await view(encodeURI(path));
    const scripts = page
      .all('script')
      .filter((script) => attribute(script, 'type') !== 'application/ld+json')
      .map((script) => [attribute(script, 'type'), attribute(script, 'src')?.replace(/-\w+\.js$/, '')]);
    assert.deepEqual(scripts, [
      [undefined, '/client/early'],
      ['module', '/client/finews'],
    ]);
  });
}

test('sends the portal’s own script to be kept for a year', async () => {
  const script = (await view('/')).all('script').find((element) => attribute(element, 'type') === 'module');
  const answer = await ask(attribute(script, 'src') ?? '');
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')],
    [200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  );
});

const xml = new XMLParser({ ignoreAttributes: false });

test('gives the newest 50 articles with their text as a feed', async () => {
  const answer = await ask('/feed.xml');
  const text = await answer.text();
  assert.equal(XMLValidator.validate(text), true);
  const { entry } = xml.parse(text).feed;
  assert.deepEqual(
    [answer.headers.get('content-type'), entry.length, entry[0].content['#text'].includes('正文一。')],
    ['application/atom+xml; charset=utf-8', 50, true],
  );
});

test('answers 304 to a reader that has the feed', async () => {
  const first = await ask('/feed/ribao.xml', { 'accept-encoding': 'gzip' });
  const byTag = await ask('/feed/ribao.xml', {
    'accept-encoding': 'gzip',
    'if-none-match': first.headers.get('etag') ?? '',
  });
  const byTime = await ask('/feed/ribao.xml', { 'if-modified-since': first.headers.get('last-modified') ?? '' });
  assert.deepEqual([first.status, byTag.status, byTime.status], [200, 304, 304]);
});

test('lists every article in the sitemap', async () => {
  const index = xml.parse(await (await ask('/sitemap.xml')).text());
  const part = new URL(index.sitemapindex.sitemap.loc).pathname;
  assert.equal(xml.parse(await (await ask(part)).text()).urlset.url.length, 132);
});

test('shows a file that comes while the portal runs', async () => {
  write('_posts/2022-04-30-new.md', postText({ title: '刚刚', categories: 'ribao', tags: '日报新闻' }));
  await until('the article', async () => (await ask('/ribao/2022/04/30/new.html')).status === 200);
});

test('reports a bad file that comes while the portal runs and serves on', async () => {
  write('_posts/2022-04-30-bad.md', '---\ntitle: "x\n---\n');
  await until('the message about the file', () => portal.output().includes('2022-04-30-bad.md:'));
  assert.equal((await ask('/')).status, 200);
});
