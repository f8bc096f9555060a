import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { type Archive, isTouched, type ListingKey, type Observed } from '../../../lib/archive/index.ts';
import { storyIdOf } from '../../../lib/archive/sql/story-id.ts';
import { queryOf } from '../../support/archive/query-of.ts';
import { pngBomb } from '../../support/pictures/make-pictures.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { isPostgres } from '../../support/servers/test-database.ts';
import { writeSyntheticPosts } from '../../support/synthetic.ts';

const CATEGORIES = ['ribao', 'wanbao', 'Ribao'];
const TAGS = ['日报', '晚报', '财经'];
const DAYS = ['2022-02-28', '2022-03-01', '2022-03-02', '2023-01-01'];
const CODES = ['202203010000000001', '202203020000000002'];

const TITLES = ['港口吞吐量创新高', '港口吞吐量再创新高', '央行公布利率决定', '央行利率'];
/** Long enough to be compared; the first two are copies of one story. */
const STORIES = ['一', '二', '三', '四'].map((end, i) => {
  const first = 0x4e00 + 400 * (i >> 1);
  return `${Array.from({ length: 150 }, (_, k) => String.fromCharCode(first + k)).join('')}${end}。\n\n`;
});

/** Links to no stock, to one by each of two names, to one without a name, and to two. */
const STOCK_LINKS = [
  '',
  '[茅台](stock:SH600519)\n\n',
  '[贵州茅台](stock:SH600519)\n\n',
  '[600519](stock:SH600519)\n\n',
  '[茅台](stock:SH600519)[腾讯](stock:HK00700)\n\n',
  '[腾讯控股](stock:HK00700)[指数](stock:ZS600519)\n\n',
];
const STOCKS = ['SH600519', 'HK00700', 'ZS600519', 'USAAPL'];

/** What may stand in a content folder: a post by its number, or a stub. */
interface FileState {
  file: number;
  title: number;
  category: number;
  tag: number;
  day: number;
  hasRedirect: boolean;
  isRetracted: boolean;
  /** None, or the first of these, with another one beside it. */
  stocks: number;
}

const fileState: fc.Arbitrary<FileState> = fc.record({
  file: fc.nat(13),
  title: fc.nat(3),
  category: fc.nat(2),
  tag: fc.nat(2),
  day: fc.nat(3),
  hasRedirect: fc.boolean(),
  isRetracted: fc.boolean(),
  stocks: fc.nat(5),
});
const step = fc.oneof(
  { weight: 4, arbitrary: fileState },
  { weight: 1, arbitrary: fc.record({ removed: fc.nat(13) }) },
  { weight: 1, arbitrary: fc.record({ stub: fc.nat(2), stubTitle: fc.option(fc.nat(3)) }) },
  { weight: 1, arbitrary: fc.record({ siteTitle: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ picture: fc.nat(1), width: fc.option(fc.integer({ min: 100, max: 102 })) }) },
  { weight: 2, arbitrary: fc.record({ page: fc.nat(3), pageTitle: fc.option(fc.nat(3)), leads: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Posts 0 to 3 are wire posts and media posts of two codes; 12 and 13 claim one address. */
function pathOf(file: number): string {
  const code = CODES[file >> 1];
  const slug = code === undefined ? `p${file}` : `${file % 2 === 0 ? '' : 'NW'}${code}`;
  return `_posts/2022-03-01-${slug}.md`;
}

function apply(folder: PortalFolder, change: Step): void {
  if ('file' in change) {
    const { file, title, category, tag, day, hasRedirect, isRetracted, stocks } = change;
    folder.write(
      pathOf(file),
      postText(
        {
          title: TITLES[title] ?? '',
          date: `${DAYS[day]} 12:00:0${file % 3}`,
          categories: CATEGORIES[category] ?? '',
          tags: TAGS[tag] ?? '',
          ...(file >= 12 && { permalink: '/same' }),
          ...(isRetracted && title === 0 && { retracted: '{date: 2022-03-05, reason: 不实}' }),
          ...(title === 1 && { correction: TAGS[tag] ?? '' }),
          ...(hasRedirect && { redirect_from: `/old/${file % 4}` }),
        },
        `![图](/picture${file % 2}.png)\n\n${STOCK_LINKS[stocks]}${STORIES[title]}${tag === 0 ? '' : `（文章来源：${TAGS[tag]}）\n\n`}<https://${title % 2 === 0 ? 'a' : 'b'}.example/x>`,
      ),
    );
  } else if ('removed' in change) folder.removeIfThere(pathOf(change.removed));
  else if ('picture' in change) {
    const path = `picture${change.picture}.png`;
    if (change.width === null) folder.removeIfThere(path);
    else folder.write(path, pngBomb(change.width, 100));
  } else if ('page' in change) {
    if (change.pageTitle === null) folder.removeIfThere(`page${change.page}.md`);
    else applyPage(folder, change);
  } else if ('siteTitle' in change) folder.write('_config.yml', `title: 站${change.siteTitle}\n`);
  else {
    const path = `category/${CATEGORIES[change.stub]}.html`;
    if (change.stubTitle === null) folder.removeIfThere(path);
    else folder.write(path, `---\nlayout: category\ntitle: 名${change.stubTitle}\n---\n`);
  }
}

/** Pages have an address of their own, that of the category `ribao`, that of two posts, and that of the page of 404. */
const PAGES = ['/about/', '/ribao/', '/same', '/404.html'];

function applyPage(folder: PortalFolder, change: { page: number; pageTitle: number | null; leads: boolean }): void {
  const { page, pageTitle, leads } = change;
  const fields = {
    title: TITLES[pageTitle ?? 0] ?? '',
    permalink: PAGES[page] ?? '',
    ...(leads ? { redirect_to: '/elsewhere/' } : { redirect_from: `/old/${page}` }),
  };
  folder.write(`page${page}.md`, postText(fields, STORIES[pageTitle ?? 0]));
}

const KEYS: ListingKey[] = [
  { kind: 'latest' },
  ...CATEGORIES.map((name) => ({ kind: 'category', name }) as const),
  ...TAGS.map((name) => ({ kind: 'tag', name }) as const),
  ...STOCKS.map((name) => ({ kind: 'stock', name }) as const),
  { kind: 'mix', names: CATEGORIES },
  { kind: 'mix', names: ['ribao', 'nobody'] },
  ...['2022', '2022-02', '2022-03', '2022-03-01', '2023-01-01', '2024'].map(
    (period) => ({ kind: 'period', period }) as const,
  ),
];
const ADDRESSES = CATEGORIES.flatMap((category) =>
  DAYS.flatMap((day) =>
    [`p5`, `p6`, ...CODES].map((slug) => `/${category.toLowerCase()}/${day.replaceAll('-', '/')}/${slug}.html`),
  ),
).concat('/same', '/old/0', '/old/1', '/RIBAO', '/ribao/', '/category/wanbao', '/about', ...PAGES);

const search = (archive: Archive, text: string): Promise<unknown> =>
  archive.search(queryOf(text), { order: 'relevance', limit: 3 });

/** Every kind of question, by a name. */
const QUESTIONS: Record<string, (archive: Archive) => Promise<unknown>> = {
  site: (archive) => archive.getSite(),
  navigation: (archive) => archive.listNavigation(),
  categories: (archive) => archive.listCategories(),
  active: (archive) => archive.listActiveCategories(2, 2),
  years: (archive) => archive.listPeriods(),
  months: (archive) => archive.listPeriods('2022'),
  days: (archive) => archive.listPeriods('2022-03'),
  suggestions: (archive) => archive.suggest('r', 5),
  'suggestions by code': (archive) => archive.suggest('600519', 5),
  'suggestions by sound': (archive) => archive.suggest('tx', 5),
  'named categories': (archive) => archive.findCategories(['RIBAO', 'wanbao', 'nobody']),
  similar: (archive) => archive.listSimilarCategories('ribap', 5),
  'sitemap parts': (archive) => archive.listSitemapParts(),
  'sitemap entries': (archive) => archive.listSitemapEntries(1),
  'count of news': (archive) => archive.countNews('2022-03-02'),
  news: (archive) => archive.listNews('2022-03-02', 10, 0),
  stocks: (archive) => archive.listStocks({ page: 1 }),
  'stocks of Hong Kong': (archive) => archive.listStocks({ market: 'HK', page: 1 }),
  'any stock': (archive) => archive.hasStocks(),
  'stock by its code': (archive) => archive.findStock('600519'),
  'stock by its identity': (archive) => archive.findStock('hk700'),
  'stock by its code without zeros': (archive) => archive.findStock('700'),
  companions: (archive) => archive.listCompanions('SH600519', 3),
  'days of a stock': (archive) => archive.listDays({ kind: 'stock', name: 'SH600519' }, 371),
  code: (archive) => archive.getArticleUrlByCode(CODES[0] ?? ''),
  'leading stories': (archive) => archive.listLeadingStories(3, 2),
  'leading stories of the last days': (archive) => archive.listLeadingStories(3, 2, Date.parse('2022-03-01') / 1000),
  ...Object.fromEntries(
    DAYS.map((day) => [`stories of ${day}`, (archive: Archive) => archive.listStoriesOfDay(day, 3, 2)]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 14 }, (_, file) => [
      `story of file ${file}`,
      (archive: Archive) => archive.getStory(storyIdOf(pathOf(file)), 1),
    ]),
  ),
  ...Object.fromEntries(
    [
      '港口',
      '利率 -央行',
      '"吞吐量再"',
      '央行 category:日报',
      'tag:财经',
      'source:a.example 港口',
      'stock:600519 港口',
      'stock:腾讯',
      'stock:700',
      'after:2022-03 港口',
      '没有',
    ].map((text) => [`search ${text}`, (archive: Archive) => search(archive, text)]),
  ),
  ...Object.fromEntries(
    KEYS.flatMap((key) => {
      const name = JSON.stringify(key);
      return [
        [`listing ${name}`, (archive: Archive) => archive.listArticles(key, 1)],
        [`arrivals ${name}`, (archive: Archive) => archive.countArrivals(key, 3)],
        [`feed ${name}`, (archive: Archive) => archive.listFeedArticles(key, 5)],
        [`older in feed ${name}`, (archive: Archive) => archive.listFeedArticles(key, 5, 2)],
      ];
    }),
  ),
  ...Object.fromEntries(
    ADDRESSES.flatMap((url) => [
      [`article ${url}`, (archive: Archive) => archive.getArticle(url)],
      [`page ${url}`, (archive: Archive) => archive.getPage(url)],
      [`redirect ${url}`, (archive: Archive) => archive.getRedirect(url)],
      [`in a feed ${url}`, (archive: Archive) => archive.getFeedArticles([url])],
      [`withdrawal ${url}`, (archive: Archive) => archive.getWithdrawal(url)],
      [`existence ${url}`, (archive: Archive) => archive.hasAddress(url)],
      [`surroundings ${url}`, (archive: Archive) => archive.getSurroundings(url, { copies: 3, related: 3 })],
    ]),
  ),
};

test('every answer whose marks no update has changed is still the answer', async (context) => {
  let untouched = 0;
  const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(fileState, { maxLength: 12 }), rounds, async (first, updates) => {
      const folder = new PortalFolder(context);
      for (const change of first) apply(folder, change);
      folder.write('_posts/2020-01-01-always.md', postText({ title: '总在', categories: 'wanbao' }));
      await folder.update();
      const kept = new Map<string, Observed<unknown>>();
      let state = await folder.archive.getState();
      for (const changes of updates) {
        for (const [name, ask] of Object.entries(QUESTIONS)) {
          if (!kept.has(name)) kept.set(name, await folder.archive.observe(ask));
        }
        for (const change of changes) apply(folder, change);
        await folder.update();
        const changed = await folder.archive.listChanges(state);
        for (const [name, { result, marks }] of [...kept]) {
          kept.delete(name);
          if (!changed || [...marks].some((mark) => isTouched(mark, changed))) continue;
          untouched++;
          const again = await folder.archive.observe(QUESTIONS[name] ?? assert.fail());
          assert.deepEqual(again.result, result, `${name} after ${JSON.stringify(changes)}`);
          kept.set(name, again);
        }
        state = await folder.archive.getState();
      }
      folder.archive.close();
    }),
    { numRuns: isPostgres ? 20 : 60 },
  );
  // Answers that were compared: the property says nothing where everything is touched.
  assert.ok(untouched > 1_000, `${untouched} answers were untouched`);
});

test('leaves most answers untouched where one article is added', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'ribao' }),
    '_posts/2022-03-02-b.md': postText({ title: '乙', categories: 'wanbao' }),
    '_posts/2022-03-03-c.md': postText({ title: '丙', categories: 'wanbao' }),
  });
  await folder.update();
  const { marks, state } = await folder.archive.observe(async (archive) => [
    await archive.getArticle('/ribao/2022/03/01/a.html'),
    await archive.listArticles({ kind: 'category', name: 'ribao' }, 1),
    await archive.listArticles({ kind: 'period', period: '2022-03-01' }, 1),
    await archive.listNavigation(),
  ]);
  folder.write('_posts/2022-03-03-d.md', postText({ title: '丁', categories: 'wanbao' }));
  await folder.update();
  const changed = await folder.archive.listChanges(state);
  assert.deepEqual(
    [...marks].filter((mark) => changed?.marks.has(mark)),
    [],
  );
});

test('touches the page of a story when a copy comes, and no page of another story, in a large archive', async (context) => {
  const folder = new PortalFolder(context);
  // So many that what is new is no source of related articles.
  writeSyntheticPosts(folder.contentDir, 4_300);
  const story = (title: string, i: number): string =>
    postText({ title, date: '2022-03-01 12:00:00', categories: title }, STORIES[i]);
  folder.write('_posts/2022-03-01-own.md', story('ribao', 0));
  folder.write('_posts/2022-03-01-other.md', story('zaobao', 2));
  await folder.update();
  const observe = (category: string, slug: string) =>
    folder.archive.observe((archive) =>
      archive.getSurroundings(`/${category}/2022/03/01/${slug}.html`, { copies: 3, related: 3 }),
    );
  const [own, other] = [await observe('ribao', 'own'), await observe('zaobao', 'other')];
  folder.write('_posts/2022-03-01-copy.md', story('wanbao', 1));
  await folder.update();
  const changed = (await folder.archive.listChanges(own.state)) ?? assert.fail('everything changed');
  const isTouchedBy = ({ marks }: Observed<unknown>): boolean => [...marks].some((mark) => isTouched(mark, changed));
  assert.deepEqual([isTouchedBy(own), isTouchedBy(other)], [true, false]);
});
