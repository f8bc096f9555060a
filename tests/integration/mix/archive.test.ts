import assert from 'node:assert/strict';
import test from 'node:test';
import { type ListingKey, PAGE_SIZE } from '../../../lib/archive/index.ts';
import { text, titles } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

const POSTS = 1_230;
const NAMES = ['ribao', 'wanbao', 'zaobao'];
const MIX: ListingKey = { kind: 'mix', names: NAMES };

/** Every tenth article is of all three categories, every other of one; each has a second of its own. */
const categoriesOf = (i: number): string => (i % 10 === 0 ? `[${NAMES}]` : (NAMES[i % 3] ?? ''));

/** An archive with these, and with a category that no mix has. @returns titles, newest first */
async function makeLongMix(folder: PortalFolder): Promise<string[]> {
  const expected: string[] = [];
  for (let i = 0; i < POSTS; i++) {
    const at = new Date(Date.UTC(2022, 0, 1) + i * 1_000_000);
    const day = at.toISOString().slice(0, 10);
    const fields = { date: at.toISOString().replace('T', ' ').slice(0, 19), categories: categoriesOf(i) };
    folder.write(`_posts/${day}-${i}.md`, text(`第${i}条`, fields));
    folder.write(`_posts/${day}-o${i}.md`, text('别处', { ...fields, categories: 'other' }));
    expected.unshift(`第${i}条`);
  }
  await folder.update();
  return expected;
}

test('gives every article of a long mix once, in order, in its listing and in its feed', async (context) => {
  const folder = new PortalFolder(context);
  const expected = await makeLongMix(folder);
  const first = await folder.archive.listArticles(MIX, 1);
  const listed: string[] = [];
  const followed: string[] = [];
  for (let page = 1; page <= (first?.pageCount ?? 0); page++) {
    listed.push(...titles(await folder.archive.listArticles(MIX, page)));
    const inFeed = await folder.archive.listFeedArticles(MIX, PAGE_SIZE, (page - 1) * PAGE_SIZE);
    followed.push(...(inFeed ?? []).map(({ title }) => title));
  }
  assert.deepEqual([listed, followed], [expected, expected]);
});

test('counts the places of a mix', async (context) => {
  const folder = new PortalFolder(context);
  await makeLongMix(folder);
  const listing = await folder.archive.listArticles(MIX, 1);
  const places = POSTS + 2 * Math.ceil(POSTS / 10);
  assert.deepEqual([listing?.articleCount, listing?.pageCount], [places, Math.ceil(places / PAGE_SIZE)]);
});

for (const page of [0, 31, 1.5]) {
  test(`knows no page ${page} of a mix of 30`, async (context) => {
    const folder = new PortalFolder(context);
    await makeLongMix(folder);
    assert.equal(await folder.archive.listArticles(MIX, page), undefined);
  });
}

const WIRE = '_posts/2022-04-21-202204212352188819.md';
const MEDIA = '_posts/2022-04-21-NW202204212352188819.md';
const AT = '2022-04-21 10:00:00 +0800';

/** Addresses of a mix, and those of the articles that its feed has. */
async function listUrls(folder: PortalFolder, names: readonly string[]): Promise<string[][]> {
  const key = { kind: 'mix', names } as const;
  const listing = await folder.archive.listArticles(key, 1);
  const inFeed = await folder.archive.listFeedArticles(key, PAGE_SIZE);
  return [listing?.articles ?? [], inFeed ?? []].map((articles) => articles.map(({ url }) => url));
}

test('shows a wire post by its media post where a mix has both', async (context) => {
  const folder = new PortalFolder(context, {
    [WIRE]: text('同一条', { date: AT, categories: 'emnews' }),
    [MEDIA]: text('同一条', { date: AT, categories: 'yangshi' }),
  });
  await folder.update();
  const media = ['/yangshi/2022/04/21/NW202204212352188819.html'];
  assert.deepEqual(await listUrls(folder, ['emnews', 'yangshi']), [media, media]);
});

test('shows a wire post whose media post is in no category of the mix', async (context) => {
  const folder = new PortalFolder(context, {
    [WIRE]: text('同一条', { date: AT, categories: 'emnews' }),
    [MEDIA]: text('同一条', { date: AT, categories: 'yangshi' }),
    '_posts/2022-04-20-a.md': text('另一条', { date: '2022-04-20 10:00:00 +0800', categories: 'ribao' }),
  });
  await folder.update();
  const urls = ['/emnews/2022/04/21/202204212352188819.html', '/ribao/2022/04/20/a.html'];
  assert.deepEqual(await listUrls(folder, ['emnews', 'ribao']), [urls, urls]);
});

test('leaves out of a mix what is unknown', async (context) => {
  const folder = new PortalFolder(context, { '_posts/2022-04-20-a.md': text('一条', { categories: 'ribao' }) });
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'mix', names: ['nobody', 'ribao'] }, 1)), ['一条']);
});

test('knows no mix of unknown categories alone', async (context) => {
  const folder = new PortalFolder(context, { '_posts/2022-04-20-a.md': text('一条', { categories: 'ribao' }) });
  await folder.update();
  assert.equal(await folder.archive.listArticles({ kind: 'mix', names: ['nobody'] }, 1), undefined);
});

test('counts an article that arrives in two categories of a mix once', async (context) => {
  const folder = new PortalFolder(context, { '_posts/2022-04-20-a.md': text('一条', { categories: 'ribao' }) });
  await folder.update();
  const key = { kind: 'mix', names: ['ribao', 'wanbao'] } as const;
  const { newestNumber = 0 } = (await folder.archive.listArticles(key, 1)) ?? {};
  folder.write('_posts/2022-04-21-b.md', text('两处', { categories: '[ribao, wanbao]' }));
  await folder.update();
  assert.equal(await folder.archive.countArrivals(key, newestNumber), 1);
});

test('finds categories by their names, in any case where that leaves no doubt', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-04-20-a.md': text('甲', { categories: 'Ribao' }),
    '_posts/2022-04-20-b.md': text('乙', { categories: 'wanbao' }),
    '_posts/2022-04-20-c.md': text('丙', { categories: 'Wanbao' }),
  });
  await folder.update();
  const found = await folder.archive.findCategories(['RIBAO', 'wanbao', 'WANBAO', 'nobody']);
  assert.deepEqual(
    found.map((category) => category?.name),
    ['Ribao', 'wanbao', undefined, undefined],
  );
});
