/** Pages of the content folder in the archive: where they stand, and where they do not. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { queryOf } from '../../support/archive/query-of.ts';
import { dumpArchive } from '../../support/dump.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const POST = '_posts/2022-03-01-a.md';
const FILES = {
  [POST]: postText({ title: '关于港口', categories: 'zh', tags: '河' }),
  'about.md': postText({ title: '关于港口', permalink: '/about/', redirect_from: '/about-us.html' }, '港口的来历。'),
  'zh/index.html': postText({ title: '中文' }, '<p>中文版首页。</p>'),
  'contact.md': postText({ title: '联系', last_modified_at: '2022-05-01' }),
};

async function indexed(context: TestContext, files: Record<string, string> = {}): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { ...FILES, ...files });
  await folder.update();
  return folder;
}

const find = ({ archive }: PortalFolder, text: string, order: 'relevance' | 'date' = 'relevance') =>
  archive.search(queryOf(text), { order, limit: 10 });

test('publishes pages of a plain archive at their addresses', async (context) => {
  const { archive } = await indexed(context);
  const titles = ['/about/', '/zh/', '/contact.html'].map(async (url) => (await archive.getPage(url))?.title);
  assert.deepEqual(await Promise.all(titles), ['关于港口', '中文', '联系']);
});

test('counts no page as an article', async (context) => {
  const folder = new PortalFolder(context, FILES);
  assert.equal((await folder.update()).posts, 1);
});

test('has no page in listings and feeds', async (context) => {
  const { archive } = await indexed(context);
  const feed = await archive.listFeedArticles({ kind: 'latest' }, 10);
  assert.deepEqual(
    [
      (await archive.listArticles({ kind: 'latest' }, 1))?.articleCount,
      feed?.length,
      (await archive.listPeriods()).length,
    ],
    [1, 1, 1],
  );
});

test('has no page in the feed of a search that finds one', async (context) => {
  const { archive } = await indexed(context);
  const found = await archive.getFeedArticles(['/about/', '/zh/2022/03/01/a.html']);
  assert.deepEqual(
    found.map(({ url }) => url),
    ['/zh/2022/03/01/a.html'],
  );
});

test('finds a page by its title and text, without a date', async (context) => {
  const { hits } = await find(await indexed(context), '港口 来历');
  assert.deepEqual(
    hits.map(({ url, publishedAt }) => [url, publishedAt]),
    [['/about/', undefined]],
  );
});

for (const [order, urls] of [
  ['relevance', ['/about/', '/zh/2022/03/01/a.html']],
  ['date', ['/zh/2022/03/01/a.html', '/about/']],
] as const) {
  test(`orders pages among articles that match as well by ${order}`, async (context) => {
    const { hits } = await find(await indexed(context), '关于港口', order);
    assert.deepEqual(
      hits.map(({ url }) => url),
      urls,
    );
  });
}

test('counts pages among the hits, in no year and no category', async (context) => {
  const { total, years, categories } = await find(await indexed(context), '关于港口');
  assert.deepEqual([total, years, categories.map(({ count }) => count)], [2, [{ period: '2022', count: 1 }], [1]]);
});

for (const filter of ['category:zh', 'tag:河', 'before:2030', 'after:2000']) {
  test(`finds no page with ${filter}`, async (context) => {
    assert.equal((await find(await indexed(context), `关于港口 ${filter}`)).total, 1);
  });
}

test('offers no page as related to an article', async (context) => {
  const folder = await indexed(context);
  const { related } = await folder.archive.getSurroundings('/zh/2022/03/01/a.html', { copies: 5, related: 5 });
  assert.deepEqual(related, []);
});

test('has pages in the sitemap, with their last change where they name it', async (context) => {
  const entries = await (await indexed(context)).archive.listSitemapEntries(1);
  const pages = entries?.filter(({ url }) => !url.endsWith('/a.html'));
  assert.deepEqual(pages, [
    { url: '/about/' },
    { url: '/contact.html', modifiedAt: Date.UTC(2022, 4, 1) / 1000 - 8 * 3600 },
    { url: '/zh/' },
  ]);
});

for (const [path, location] of [
  ['/about', '/about/'],
  ['/about/index.html', '/about/'],
  ['/about-us.html', '/about/'],
  ['/contact', '/contact.html'],
] as const) {
  test(`leads ${path} to ${location}`, async (context) => {
    assert.equal(await (await indexed(context)).archive.getRedirect(path), location);
  });
}

test('has nothing at the address of a page that is gone', async (context) => {
  const folder = await indexed(context);
  folder.remove('about.md');
  await folder.update({ paths: ['about.md'] });
  assert.deepEqual([await folder.archive.hasAddress('/about/'), (await find(folder, '来历')).total], [false, 0]);
});

test('gives an address that a post and a page claim to the first by path, and names the other', async (context) => {
  const folder = new PortalFolder(context, { ...FILES, 'x.md': postText({ title: '页', permalink: '/about/' }) });
  const { problems } = await folder.update();
  assert.deepEqual(
    problems.map(({ path, message }) => [path, message.replace(/;.*/, '')]),
    [['x.md', 'has the same address as about.md: /about/']],
  );
});

test('gives the address of a page that is gone to the next that claims it', async (context) => {
  const folder = await indexed(context, { 'x.md': postText({ title: '页', permalink: '/about/' }) });
  folder.remove('about.md');
  await folder.update({ paths: ['about.md'] });
  assert.equal((await folder.archive.getPage('/about/'))?.title, '页');
});

test('says in a warning which page stands aside for the portal’s own', async (context) => {
  const folder = new PortalFolder(context, { ...FILES, 'index.md': postText({ title: '首页' }) });
  const { problems, errors } = await folder.update();
  assert.deepEqual([problems.map(({ path, severity }) => `${path} ${severity}`), errors], [['index.md warning'], 0]);
});

test('keeps the good version of a page that has a defect', async (context) => {
  const folder = await indexed(context);
  folder.write('about.md', '---\ntitle: [\n---\n');
  await folder.update({ paths: ['about.md'] });
  assert.equal((await folder.archive.getPage('/about/'))?.title, '关于港口');
});

const COLLECTION = 'collections:\n  handbook:\n    output: true\n    permalink: /handbook/:path/\n  notes:\n';

test('publishes documents of collections with output, and no others', async (context) => {
  const folder = await indexed(context, {
    '_config.yml': COLLECTION,
    '_handbook/style.md': postText({ title: '手册' }),
    '_notes/n.md': postText({ title: '内部' }),
  });
  const found = await Promise.all(['/handbook/style/', '/notes/n.html'].map((url) => folder.archive.hasAddress(url)));
  assert.deepEqual(found, [true, false]);
});

test('publishes a document of the future when its time comes', async (context) => {
  const folder = await indexed(context, {
    '_config.yml': COLLECTION,
    '_handbook/style.md': postText({ title: '手册', date: '2027-06-01 00:00:00 +0000' }),
  });
  const before = await folder.archive.hasAddress('/handbook/style/');
  await folder.update({ paths: [], now: () => new Date('2027-06-02T00:00:00Z') });
  assert.deepEqual([before, await folder.archive.hasAddress('/handbook/style/')], [false, true]);
});

test('makes the same index of pages step by step as from nothing', async (context) => {
  const folder = await indexed(context);
  folder.write('about.md', postText({ title: '新', permalink: '/new/' }));
  folder.write('more.md', postText({ title: '多' }));
  folder.remove('zh/index.html');
  await folder.update({ paths: ['about.md', 'more.md', 'zh/index.html'] });
  const stepwise = await dumpArchive(folder);
  await folder.update({ full: true });
  assert.deepEqual(stepwise, await dumpArchive(folder));
});
