import { openArchive } from '../../../lib/archive/index.ts';
import { listArticleAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { quantile, type Served } from '../measure.ts';
import type { Report } from '../report.ts';
import { drawQueries } from '../search/texts.ts';

/** Part of all posts that are in the category `emnews`. */
const SHARE_OF_CATEGORY = 0.27;
const PAGE_SIZE = 50;
const FARTHEST_PAGE = 600;
/** Searches that find a worker which has only just started. */
const COLD_SEARCHES = 50;
const MOST_COLD_SEARCHES = 1_000;

/** Most milliseconds of a search page at the 95th percentile. */
const limitOfSearches = (posts: number): number => (posts > 100_000 ? 100 : 50);

/** A page far back in a listing against the first ones. */
export async function benchPaging({ posts }: BenchArchive, served: Served, report: Report): Promise<void> {
  const pages = Math.floor((posts * SHARE_OF_CATEGORY) / PAGE_SIZE);
  if (pages < 50) return;
  const last = Math.min(FARTHEST_PAGE, pages);
  const near: number[] = [];
  const far: number[] = [];
  // Each page is asked for once, so that none comes from the cache; in turn, so that both meet the same machine.
  for (let i = 1; i <= 20; i++) {
    near.push(await timeOf(`${served.url}/category/emnews${i === 1 ? '.html' : `/${i}`}`));
    far.push(await timeOf(`${served.url}/category/emnews/${last - 20 + i}`));
  }
  report.add(posts, 'pages 1 to 20 of a listing, median', quantile(near, 0.5), 'ms');
  report.add(posts, `pages ${last - 19} to ${last} of a listing, median`, quantile(far, 0.5), 'ms');
  const ratio = quantile(far, 0.5) / quantile(near, 0.5);
  report.add(posts, `page ${last} of a listing against page 1`, ratio, '×', { most: 1.2 });
}

/** Sources of the mix that is measured: as many as one may have. */
const MIX_LENGTH = 50;

/** Pages of a mix of the largest sources, all over it, asked of the index itself. */
export async function benchMix(bench: BenchArchive, report: Report): Promise<void> {
  const { posts, location } = bench;
  const archive = openArchive(location);
  const largest = (await archive.listCategories()).sort((a, b) => b.count - a.count).slice(0, MIX_LENGTH);
  const key = { kind: 'mix', names: largest.map(({ name }) => name) } as const;
  const { pageCount = 0 } = (await archive.listArticles(key, 1)) ?? {};
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const started = performance.now();
    await archive.listArticles(key, 1 + ((i * 7) % pageCount));
    times.push(performance.now() - started);
  }
  archive.close();
  report.add(
    posts,
    `a page of a mix of ${MIX_LENGTH} sources, p95`,
    quantile(times, 0.95),
    'ms',
    bench.limitOnOneMachine({ most: 50 }),
  );
}

/** Searches one after another, each for something else, so that none comes from the front's cache. */
export async function benchSearchPage(
  { posts, indexDir }: BenchArchive,
  served: Served,
  report: Report,
): Promise<void> {
  const times: number[] = [];
  for (const query of drawQueries(indexDir, 500)) {
    times.push(await timeOf(`${served.url}/search?q=${encodeURIComponent(query)}`));
  }
  const warm = times.slice(COLD_SEARCHES);
  report.add(posts, 'search page, median', quantile(warm, 0.5), 'ms');
  report.add(posts, 'search page, p95', quantile(warm, 0.95), 'ms', { most: limitOfSearches(posts) });
}

/** Searches of a cold node one after another, until it is as quick as it will be. */
export async function benchColdSearches(
  { posts, indexDir }: BenchArchive,
  served: Served,
  report: Report,
): Promise<void> {
  const queries = drawQueries(indexDir, MOST_COLD_SEARCHES);
  const started = performance.now();
  const times: number[] = [];
  const isAtSpeed = (): boolean =>
    times.length >= COLD_SEARCHES && quantile(times.slice(-COLD_SEARCHES), 0.95) <= limitOfSearches(posts);
  for (const query of queries) {
    times.push(await timeOf(`${served.url}/search?q=${encodeURIComponent(query)}`));
    if (isAtSpeed()) break;
  }
  report.add(posts, 'first search of a cold node', times[0] ?? Number.NaN, 'ms');
  const seconds = isAtSpeed() ? (performance.now() - started) / 1000 : Number.POSITIVE_INFINITY;
  report.add(posts, 'until its searches are at speed', seconds, 's', { most: 60 });
}

/** What an article's page says of other articles, asked of the index itself. */
export async function benchSurroundings(bench: BenchArchive, report: Report): Promise<void> {
  const { posts, location } = bench;
  const archive = openArchive(location);
  const times: number[] = [];
  for (const path of await listArticleAddresses(location, 600)) {
    const started = performance.now();
    await archive.getSurroundings(decodeURIComponent(path), { copies: 10, related: 6 });
    times.push(performance.now() - started);
  }
  archive.close();
  report.add(
    posts,
    'copies and related articles, p95',
    quantile(times.slice(100), 0.95),
    'ms',
    bench.limitOnOneMachine({ most: 5 }),
  );
}

/** @returns milliseconds until the whole answer is there */
async function timeOf(url: string): Promise<number> {
  const started = performance.now();
  await (await fetch(url)).arrayBuffer();
  return performance.now() - started;
}
