import type { TestContext } from 'node:test';
import type { Archive } from '../../../lib/archive/index.ts';
import type { UpdateOptions } from '../../../lib/ingest/index.ts';
import { PortalFolder, postText } from '../portal-folder.ts';
import { BUSY_DAY } from './large-archive.ts';
import { queryOf } from './query-of.ts';

/** Long enough to be compared with others. */
const LONG_TEXT = Array.from({ length: 100 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');

const FIELDS = { title: '甲', categories: 'ribao', tags: '日报', stocks: 'SH600519 HK00700', redirect_from: '/old' };
const MEDIA_POST = '_posts/2022-03-01-NW202203010000000001.md';

/** A folder with a file for each thing that updates tell apart. */
export function makeFolder(context: TestContext): PortalFolder {
  // So many that a page of theirs is found by way of the days, and with much in common.
  const many = Array.from({ length: 560 }, (_, i) => [
    `_posts/2022-02-${10 + (i % 3)}-${i}.md`,
    postText({ title: `江海大桥第${i}期`, categories: i % 280 === 1 ? 'wanbao' : 'ribao' }, LONG_TEXT),
  ]);
  return new PortalFolder(context, {
    ...Object.fromEntries(many),
    '_posts/2022-03-01-202203010000000001.md': postText(FIELDS),
    [MEDIA_POST]: postText({ ...FIELDS, permalink: '/same' }),
    '_posts/2022-03-02-b.md': postText({ ...FIELDS, permalink: '/same' }),
    '_posts/2022-03-03-c.md': postText({ title: '[a' }),
    '_posts/2022-03-03-e.md': postText({ title: '戊', categories: 'zaobao' }),
    'category/wanbao.html': '---\nlayout: category\n---\n',
    'a.png': '',
  });
}

/** Names everything in the folder. */
export const EVERY_PATH = ['_posts', 'category', 'a.png'];

/**
 * From nothing, by names, as a whole; with files that come, change and go, until segments are merged.
 * @param whole how an update looks at the whole folder
 */
export async function updateInEveryWay(folder: PortalFolder, whole: UpdateOptions = {}): Promise<void> {
  await folder.update(whole);
  folder.write(MEDIA_POST, postText({ title: '乙' }));
  await folder.update({ paths: [MEDIA_POST, '_posts'] });
  for (let i = 0; i < 8; i++) {
    const text = postText({ ...FIELDS, categories: 'wanbao' }, '<https://source.example/>');
    folder.write(`_posts/2022-03-04-d${i}.md`, text);
    await folder.update(whole);
  }
  for (const path of ['_posts/2022-03-03-c.md', '_posts/2022-03-03-e.md', 'category/wanbao.html']) folder.remove(path);
  folder.write('_posts/2022-03-02-b.md', postText({ title: '丁', categories: 'ribao' }));
  folder.remove('_posts/2022-02-11-1.md');
  folder.write('_posts/2022-03-03-f.md', postText({ ...FIELDS, retracted: '消息不实' }));
  await folder.update(whole);
}

/** Asks for listings: their first pages, one in the middle and the last ones, and the same of their feeds. */
async function askForListings(archive: Archive): Promise<void> {
  const keys = [
    { kind: 'latest' },
    { kind: 'category', name: 'ribao' },
    { kind: 'tag', name: '日报' },
    { kind: 'stock', name: 'SH600519' },
    { kind: 'period', period: '2022' },
    { kind: 'period', period: BUSY_DAY },
    { kind: 'mix', names: ['ribao', 'wanbao', 'zaobao'] },
  ] as const;
  for (const key of keys) {
    const { pageCount = 1 } = (await archive.listArticles(key, 1)) ?? {};
    for (const page of [Math.ceil(pageCount / 2), pageCount]) {
      await archive.listArticles(key, page);
      await archive.listFeedArticles(key, 50, 50 * (page - 1));
    }
    await archive.listFeedArticles(key, 50);
  }
}

/** Asks what pages ask. */
export async function askForPages(archive: Archive): Promise<void> {
  await askForListings(archive);
  await archive.countArrivals({ kind: 'mix', names: ['ribao', 'wanbao'] }, 1);
  await archive.findCategories(['RIBAO', 'nobody']);
  await archive.getFeedArticles(['/ribao/2022/02/10/0.html']);
  await archive.countArrivals({ kind: 'latest' }, 1);
  for (const slug of ['02/10/0', '03/01/202203010000000001']) {
    await archive.getArticle(`/ribao/2022/${slug}.html`);
    await archive.hasAddress(`/ribao/2022/${slug}.html`);
    await archive.getWithdrawal(`/ribao/2022/${slug}.html`);
    await archive.getPage(`/ribao/2022/${slug}.html`);
    await archive.getSurroundings(`/ribao/2022/${slug}.html`, { copies: 5, related: 5 });
  }
  await askForFiles(archive);
  await archive.getSite();
  await archive.getRedirect('/RIBAO');
  await archive.getArticleUrlByCode('b');
  const { origin, number } = await archive.getState();
  await archive.listChanges({ origin, number: number - 1 });
  await archive.observe((observed) => observed.listNavigation());
  await archive.listNavigation();
  await archive.getChangedAt();
  await archive.listCategories();
  await archive.listActiveCategories(5, 5);
  await archive.listPeriods();
  await archive.listPeriods('2022');
  await archive.listDays({ kind: 'latest' });
  await archive.listDays({ kind: 'period', period: '2022' });
  await archive.listDays({ kind: 'category', name: 'emnews' }, 371);
  await archive.listWeeks(12);
  await archive.listStocks({ page: 1 });
  await archive.listStocks({ market: 'SH', page: 1 });
  for (const text of ['sh600519', '600519']) await archive.findStock(text);
  await archive.listCompanions('SH600519', 12);
  await archive.hasStocks();
  await archive.listSitemapParts();
  await archive.listSitemapEntries(1);
  await archive.listLeadingStories(10, 5, Date.parse('2022-02-10') / 1000);
  const stories = await archive.listLeadingStories(10, 5);
  await archive.listStoriesOfDay('2022-02-10', 10, 5);
  for (const { id } of stories) for (const page of [1, 2]) await archive.getStory(id, page);
  await archive.getStory('aaaaaaaaaaaaaa', 1);
  await archive.getStatistics();
  const news = await archive.countNews(BUSY_DAY);
  for (const offset of [0, Math.floor(news / 2)]) await archive.listNews(BUSY_DAY, 1000, offset);
}

async function askForFiles(archive: Archive): Promise<void> {
  await archive.getStaticFile('/a.png');
  await archive.findPictures('<img src="/a.png" />', '/ribao/2022/02/10/0.html');
  await archive.listStaticFiles();
}

/** Asks what search pages ask. */
export async function askForSearches(archive: Archive): Promise<void> {
  await archive.openSearch();
  for (const order of ['relevance', 'date'] as const) {
    const query = queryOf('甲 "正文 。" -丙 category:ribao tag:日报 source:没有 stock:600519 after:2022');
    await archive.search({ ...query, sources: [] }, { order, limit: 5 });
    await archive.search(query, { order, limit: 5 });
    await archive.search(queryOf('江海大桥'), { order, limit: 5 });
  }
  await archive.suggest('日', 5);
  await archive.listSimilarCategories('ribap', 5);
}
