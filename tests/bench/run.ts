/**
 * `npm run bench`: the figures of the portal on synthetic archives, as a table.
 *
 *   npm run bench -- [--posts 1000,100000] [--folder .data/bench] [--requests 20000]
 *     [--store postgres] [--against hugo,jekyll,eleventy,pagefind,unicode61,trigram,fts5,gin] [--searches] [--hot] [--pressure] [--kills]
 *     [--seconds 30] [--changes article,edit,removal,category]
 *
 * --seconds: how long something changes each second while hot pages are asked for; 300 at most. --changes: what does; all by default.
 * --hot measures nothing but hot pages, and --pressure nothing but four times what the workers can answer, for --seconds; on the
 * index that an earlier run has left in --folder where there is one.
 * --kills kills parts of a cluster at random (--seed) for --seconds, with the first size of archive, under 200 requests a second whose
 * answers are checked. nginx stands before the nodes where it is installed.
 * --searches compares nothing but searches, on the index that an earlier run has left in --folder where there is one.
 * --store postgres measures an archive in PostgreSQL, on a server that is started for it; queries are drawn from the index that an
 * earlier run has left in --folder.
 * Archives are made once in --folder and used again. Other generators and Pagefind
 * (npm i --no-save pagefind) must be installed; each gets the same posts.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../bin/application.ts';
import { BenchArchive } from './bench-archive.ts';
import { type ArticleRate, benchArticles } from './figures/articles.ts';
import { benchCache } from './figures/cache.ts';
import { benchChecking } from './figures/checking.ts';
import { benchKills } from './figures/cluster/kills.ts';
import { benchPostgres } from './figures/cluster/postgres.ts';
import { benchDayPages } from './figures/day-pages.ts';
import { benchHotPages } from './figures/hot-pages.ts';
import { benchIndexing } from './figures/indexing.ts';
import { benchMemory } from './figures/memory.ts';
import { benchGenerator } from './figures/other-generators.ts';
import { benchMix, benchPaging, benchSearchPage, benchSurroundings } from './figures/pages.ts';
import { benchPressure } from './figures/pressure.ts';
import { benchBatch, benchPublishing } from './figures/publishing.ts';
import { startServing } from './measure.ts';
import { Report } from './report.ts';
import { compareSearches } from './search/compare.ts';
import { compareLiveSearches, LIVE_SEARCHES } from './search/compare-live.ts';
import { ENGINES } from './search/engines.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '1000,100000' },
    folder: { type: 'string', default: '.data/bench' },
    against: { type: 'string', default: '' },
    requests: { type: 'string', default: '20000' },
    searches: { type: 'boolean', default: false },
    store: { type: 'string', default: 'sqlite' },
    seconds: { type: 'string', default: '30' },
    changes: { type: 'string', default: '' },
    hot: { type: 'boolean', default: false },
    pressure: { type: 'boolean', default: false },
    kills: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
const folder = resolve(values.folder);
const others = values.against.split(',').filter(Boolean);
const searches = others.filter((name) => name in ENGINES);
const liveSearches = others.filter((name) => name in LIVE_SEARCHES);
const changes = values.changes.split(',').filter(Boolean);
const report = new Report();
const isPart = values.hot || values.pressure;

/** @returns the rate of articles, with which later archives are compared */
async function benchServing(archive: BenchArchive, first?: ArticleRate): Promise<ArticleRate | undefined> {
  const served = await startServing(archive.environment, 1);
  try {
    if (isPart) {
      if (values.hot) await benchHotPages(archive, served, report, Number(values.seconds), changes);
      if (values.pressure) await benchPressure(archive, served, report, Number(values.seconds));
      return undefined;
    }
    const rate = await benchArticles(archive, served, report, first);
    await benchPaging(archive, served, report);
    await benchSearchPage(archive, served, report);
    await benchSurroundings(archive, report);
    await benchMix(archive, report);
    await benchCache(archive, served, report, join(folder, 'nginx'));
    await benchPublishing(archive, served, report);
    await benchHotPages(archive, served, report, Number(values.seconds), changes);
    await benchBatch(archive, served, report);
    await benchMemory(archive, served, report, Number(values.requests));
    return rate;
  } finally {
    await served.stop();
  }
}

async function benchSearches({ posts, indexDir }: BenchArchive): Promise<void> {
  for (const { name, ...figures } of await compareSearches(indexDir, join(folder, 'search'), ['finews', ...searches])) {
    report.add(posts, `search by ${name}: recall`, 100 * figures.recall, '%');
    report.add(posts, `search by ${name}: p95`, figures.p95, 'ms');
    report.add(posts, `search by ${name}: index`, figures.megabytes, 'MB');
    report.add(posts, `search by ${name}: to build`, figures.seconds, 's');
  }
}

await buildIfStale();
if (values.kills) {
  const posts = Number(values.posts.split(',')[0]);
  await benchKills(new BenchArchive(folder, posts), report, Number(values.seconds), Number(values.seed));
  report.print();
  process.exit(report.isMet ? 0 : 1);
}
if (values.store === 'postgres') {
  await benchPostgres(values.posts.split(',').map(Number), folder, report);
  report.print();
  process.exit(report.isMet ? 0 : 1);
}
let first: ArticleRate | undefined;
for (const posts of values.posts.split(',').map(Number)) {
  const archive = new BenchArchive(folder, posts);
  if (!(isPart || values.searches) || !existsSync(archive.indexDir)) await benchIndexing(archive, report);
  if (!values.searches) {
    if (!isPart) {
      await benchChecking(archive, report);
      await benchDayPages(archive, report);
    }
    const rate = await benchServing(archive, first);
    first ??= rate;
  }
  for (const name of others.filter((other) => !searches.includes(other) && !liveSearches.includes(other))) {
    await benchGenerator(name, archive, report, folder);
  }
  if (searches.length > 0) await benchSearches(archive);
  if (liveSearches.length > 0) {
    await compareLiveSearches(archive.indexDir, join(folder, 'search'), liveSearches, ({ name, value, unit }) =>
      report.add(posts, name, value, unit),
    );
  }
}
report.print();
process.exitCode = report.isMet ? 0 : 1;
