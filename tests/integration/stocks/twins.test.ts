/** Stocks of articles that stand twice, as a wire post and as a media post, in both stores. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Archive } from '../../../lib/archive/index.ts';
import { queryOf } from '../../support/archive/query-of.ts';
import { dumpArchive } from '../../support/dump.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const WIRE = '_posts/2022-03-01-202203010000000001.md';
const MEDIA = '_posts/2022-03-01-NW202203010000000001.md';
const OTHER = '_posts/2022-03-02-other.md';
const WIRE_URL = '/emnews/2022/03/01/202203010000000001.html';
const MEDIA_URL = '/ribao/2022/03/01/NW202203010000000001.html';

const MAOTAI = '[贵州茅台](http://quote.eastmoney.com/unify/r/1.600519)';
const TENCENT = '[腾讯控股](stock:HK00700)';
const MAOTAI_KEY = { kind: 'stock', name: 'SH600519' } as const;

const wire = postText({ title: '快讯', categories: 'emnews', date: '2022-03-01 12:00:00' }, `${MAOTAI}${TENCENT}`);
const media = postText({ title: '报道', categories: 'ribao', date: '2022-03-01 12:00:00' });
const other = postText({ title: '旁', categories: 'wanbao', stocks: 'SH600519' });

const urlsOf = async (archive: Archive, name: string): Promise<string[] | undefined> =>
  (await archive.listArticles({ kind: 'stock', name }, 1))?.articles.map(({ url }) => url);

/** Addresses of the hits of a search, in any order. */
async function find(archive: Archive, text: string): Promise<Set<string>> {
  const { hits } = await archive.search(queryOf(text), { order: 'date', limit: 9 });
  return new Set(hits.map(({ url }) => url));
}

/** What readers see of the stocks of a wire post and its media post. */
async function ask({ archive }: PortalFolder) {
  const namesOf = async (url: string) => (await archive.getArticle(url))?.stocks.map(({ title }) => title);
  return {
    listing: await urlsOf(archive, 'SH600519'),
    count: (await archive.listArticles(MAOTAI_KEY, 1))?.articleCount,
    days: await archive.listDays(MAOTAI_KEY),
    companions: (await archive.listCompanions('SH600519', 9)).map(({ name }) => name),
    media: await namesOf(MEDIA_URL),
    wire: await namesOf(WIRE_URL),
    found: await find(archive, 'stock:600519'),
  };
}

const BOTH = {
  listing: [MEDIA_URL],
  count: 1,
  days: [{ period: '2022-03-01', count: 1 }],
  companions: ['HK00700'],
  media: ['贵州茅台', '腾讯控股'],
  wire: ['贵州茅台', '腾讯控股'],
  found: new Set([WIRE_URL, MEDIA_URL]),
};
const WIRE_ALONE = { ...BOTH, listing: [WIRE_URL], media: undefined, found: new Set([WIRE_URL]) };

for (const [name, updates] of [
  ['both come together', [{ [WIRE]: wire, [MEDIA]: media }]],
  ['its media post comes first', [{ [MEDIA]: media }, { [WIRE]: wire }]],
  ['its wire post comes first', [{ [WIRE]: wire }, { [MEDIA]: media }]],
] as const) {
  test(`lists an article of which only the wire post names stocks once, as its media post, where ${name}`, async (context) => {
    const folder = new PortalFolder(context);
    for (const files of updates) {
      for (const [path, text] of Object.entries(files)) folder.write(path, text);
      await folder.update();
    }
    assert.deepEqual(await ask(folder), BOTH);
  });
}

test('lists the wire post again when its media post is gone', async (context) => {
  const folder = new PortalFolder(context, { [WIRE]: wire, [MEDIA]: media });
  await folder.update();
  folder.remove(MEDIA);
  await folder.update();
  assert.deepEqual(await ask(folder), WIRE_ALONE);
});

test('takes from a media post the stocks that its wire post named, when that is gone', async (context) => {
  const folder = new PortalFolder(context, { [WIRE]: wire, [MEDIA]: media, [OTHER]: other });
  await folder.update();
  folder.remove(WIRE);
  await folder.update();
  const { archive } = folder;
  assert.deepEqual(
    [
      (await archive.getArticle(MEDIA_URL))?.stocks,
      await urlsOf(archive, 'SH600519'),
      await urlsOf(archive, 'HK00700'),
      await find(archive, 'stock:600519'),
    ],
    [[], ['/wanbao/2022/03/02/other.html'], undefined, new Set(['/wanbao/2022/03/02/other.html'])],
  );
});

test('gives both posts of an article what either names, its own before the others', async (context) => {
  const folder = new PortalFolder(context, {
    [WIRE]: wire,
    [MEDIA]: postText({ title: '报道', categories: 'ribao', stocks: 'BK0475 HK00700' }),
  });
  await folder.update();
  const namesOf = async (url: string) => (await folder.archive.getArticle(url))?.stocks.map(({ name }) => name);
  assert.deepEqual(
    [await namesOf(MEDIA_URL), await namesOf(WIRE_URL)],
    [
      ['BK0475', 'HK00700', 'SH600519'],
      ['SH600519', 'HK00700', 'BK0475'],
    ],
  );
});

test('calls a stock by the name that the wire post of its newest article gives it', async (context) => {
  const folder = new PortalFolder(context, {
    [OTHER.replace('2022-03-02', '2022-02-28')]: postText({ title: '旁' }, '[茅台](stock:SH600519)'),
    [WIRE]: wire,
    [MEDIA]: media,
  });
  await folder.update();
  assert.equal((await folder.archive.listArticles(MAOTAI_KEY, 1))?.title, '贵州茅台');
});

test('has the same stocks of twins whatever the order in which these came and changed', async (context) => {
  const files = {
    [WIRE]: wire,
    [MEDIA]: postText({ title: '报道', categories: 'ribao', stocks: 'BK0475' }),
    // A second media post of the same code, in another folder.
    [MEDIA.replace('_posts', 'b/_posts')]: postText({ title: '又', categories: 'wanbao' }, '[腾讯](stock:HK00700)'),
    [OTHER]: other,
  };
  const entries = Object.entries(files);
  const dumps: unknown[] = [];
  for (const order of [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], []]) {
    const folder = new PortalFolder(context);
    for (const i of order) {
      const [path, text] = entries[i] ?? assert.fail();
      folder.write(path, text.replace('stocks: BK0475', 'stocks: SZ000001'));
      await folder.update();
    }
    for (const [path, text] of entries) folder.write(path, text);
    await folder.update();
    dumps.push([await dumpArchive(folder), await find(folder.archive, 'stock:腾讯控股')]);
  }
  assert.deepEqual(dumps, [dumps[0], dumps[0], dumps[0], dumps[0]]);
});
