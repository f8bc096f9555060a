/** What the front keeps is what it would get anew: random updates of a portal that serves, and every address compared. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { searchHref, storyHref } from '../../../lib/addresses.ts';
import { storyIdOf } from '../../../lib/archive/sql/story-id.ts';
import { loadAnswers, requestOf } from '../../support/answers.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { isPostgres } from '../../support/servers/test-database.ts';
import { until } from '../../support/wait.ts';

/** Updates with each store. */
const ROUNDS = 60;
const SOURCES = [
  ['ribao', '江海日报'],
  ['wanbao', '北城晚报'],
  ['shangbao', '沿海商报'],
] as const;
const TITLES = ['港口吞吐量创新高', '央行公布利率决定', '社区完成隐患整改', '企业披露半年度报告'];

/** Links to stocks, of which one goes by two names, and two have one code. */
const STOCKS = [
  '',
  '[贵州茅台](stock:SH600519)',
  '[茅台](http://quote.eastmoney.com/unify/r/1.600519)、[腾讯控股](stock:HK00700)',
  '[腾讯](stock:HK00700)、[指数](stock:ZS600519)',
];

const root = mkdtempSync(join(tmpdir(), 'finews-kept-'));
const contentDir = join(root, 'content');
let portal: Portal;
/** Lehmer's numbers: the same updates in each run, and others with each store, since both decide alike which answers are kept. */
let seed = isPostgres ? 20_260_302 : 20_260_301;
const random = (limit: number): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % limit;
};

/** Four texts, each a copy of the one before and of the one behind: what an article tells brings stories together or apart. */
const textOf = (n: number): string =>
  Array.from({ length: 240 }, (_, i) => String.fromCharCode(0x4e00 + 50 * n + i)).join('');

const pathOf = (n: number): string => `_posts/2022-03-0${1 + (n % 7)}-p${n}.md`;
const fileOf = (n: number): string => join(contentDir, pathOf(n));
const addressOf = (n: number, source: number): string => `/${SOURCES[source]?.[0]}/2022/03/0${1 + (n % 7)}/p${n}.html`;

function write(n: number): void {
  const source = n % SOURCES.length;
  const [category, name] = SOURCES[source] ?? SOURCES[0];
  // Now and then a source goes by another name, which renames its category.
  const tags = random(12) === 0 ? `${name}新闻` : name;
  const title = `${TITLES[random(TITLES.length)]}${random(3)}`;
  // Now and then an article is withdrawn, and comes again with the next update of its file.
  const retracted = random(6) === 0 ? { retracted: '{date: 2022-03-09, reason: 消息不实}' } : {};
  const fields = { title, categories: category, tags, ...retracted };
  const stocks = STOCKS[random(STOCKS.length)];
  writeFileSync(fileOf(n), postText(fields, `${stocks}正文${random(1_000)}。\n\n${textOf(random(4))}`));
}

const ADDRESSES = [
  '/',
  '/categories',
  '/archive',
  '/archive/2022/03',
  '/archive/2022/03/02',
  '/feed.xml',
  '/stories.xml',
  '/sitemap.xml',
  '/sitemap/1.xml',
  '/nowhere',
  '/llms.txt',
  '/api/articles',
  '/api/articles?category=ribao',
  '/api/categories',
  '/mix',
  '/mix/ribao+wanbao',
  '/mix/nobody+shangbao',
  '/mix/ribao+wanbao/edit',
  '/feed/mix/ribao+wanbao.xml',
  '/feed/mix/ribao+wanbao.opml',
  '/zh-hant/mix/ribao+wanbao',
  '/kept',
  '/zh-hant/',
  '/zh-hant/stock/SH600519',
  '/stocks',
  '/stocks/hk',
  '/stock/SH600519',
  '/stock/600519',
  '/stock/hk00700',
  '/stock/ZS600519',
  '/feed/stock/SH600519.xml',
  '/api/articles?stock=HK00700',
  '/zh-hant/category/ribao.html',
  ...['港口', '央行 -社区', 'tag:江海日报', 'stock:600519', 'stock:腾讯 港口'].map((q) => searchHref({ q })),
  ...SOURCES.flatMap(([category, name]) => [
    `/category/${category}.html`,
    `/feed/${category}.xml`,
    `/tag/${encodeURIComponent(name)}`,
  ]),
  ...Array.from({ length: 24 }, (_, n) => addressOf(n, n % SOURCES.length)),
  ...Array.from({ length: 24 }, (_, n) => storyHref(storyIdOf(pathOf(n)))),
  ...Array.from({ length: 6 }, (_, n) => `${addressOf(n, n % SOURCES.length)}.md`),
  ...Array.from({ length: 6 }, (_, n) => `/api/articles${addressOf(n, n % SOURCES.length)}`),
];

before(async () => {
  mkdirSync(join(contentDir, '_posts'), { recursive: true });
  for (let n = 0; n < 16; n++) write(n);
  portal = await startPortal(contentDir);
  Object.assign(process.env, portal.environment);
});
after(async () => {
  await portal?.stop();
  rmSync(root, { recursive: true, force: true });
});

test(`answers every address as if it was asked anew, after each of ${ROUNDS} updates`, async () => {
  const { answer } = await loadAnswers();
  const read = async (address: string): Promise<string> => {
    const answer = await fetch(portal.url + address, { redirect: 'manual' });
    return `${answer.headers.get('location') ?? ''}${await answer.text()}`;
  };
  const make = async (address: string): Promise<string> => {
    const { headers, body } = await answer(requestOf(address));
    return `${headers.location ?? ''}${body}`;
  };
  const isSame = async (address: string): Promise<boolean> => (await read(address)) === (await make(address));
  // From then on all are kept: each is read again after each update.
  await Promise.all(ADDRESSES.map(read));
  for (let round = 1; round <= ROUNDS; round++) {
    const n = random(24);
    if (random(4) === 0) rmSync(fileOf(n), { force: true });
    else write(n);
    // A file that was not there, or is the same, changes nothing.
    writeFileSync(join(contentDir, '_posts', '2022-03-09-clock.md'), postText({ title: `第${round}回` }));
    await until('the update to be shown', async () => (await read('/')).includes(`第${round}回<`));
    const waiting = ADDRESSES.values();
    const compare = async (): Promise<void> => {
      // Another update may have come in between: then both are asked once more.
      for (const address of waiting)
        assert.ok((await isSame(address)) || (await isSame(address)), `${address} in round ${round}`);
    };
    // While the portal reads for one, this process makes the other.
    await Promise.all([compare(), compare()]);
  }
});
