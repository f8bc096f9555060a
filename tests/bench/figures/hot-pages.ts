import { setTimeout as sleep } from 'node:timers/promises';
import { searchHref } from '../../../lib/addresses.ts';
import { listArticleAddresses, listListingAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { type ClosedLoad, startClosedLoad } from '../load.ts';
import { quantile, type Served } from '../measure.ts';
import type { Report } from '../report.ts';

const CONNECTIONS = 64;
/** Addresses that readers ask for at random: half articles, a quarter listings, the rest feeds, searches and the home page. */
const HOT_ARTICLES = 1_000;
const HOT_LISTINGS = 500;
const HOT_SEARCHES = 300;

/** Hot pages while nothing is published, and while an article is published each second, in the same run. */
export async function benchHotPages(
  archive: BenchArchive,
  served: Served,
  report: Report,
  seconds: number,
): Promise<void> {
  const { posts } = archive;
  const paths = await listHotAddresses(archive);
  const urls = paths.map((path) => served.url + path);
  // Everything is kept before it is measured.
  const warmUp = startClosedLoad(urls, CONNECTIONS);
  await sleep(1000 * Math.max(15, seconds / 4));
  await warmUp.stop();

  const quiet = await runFor(startClosedLoad(urls, CONNECTIONS), seconds);
  const load = startClosedLoad(urls, CONNECTIONS);
  const delays: number[] = [];
  const started = performance.now();
  for (let n = 0; n < seconds; n++) {
    await sleep(Math.max(0, started + 1000 * n - performance.now()));
    const { path } = archive.publish(n);
    const written = performance.now();
    while (!(await (await fetch(`${served.url}/`)).text()).includes(path)) await sleep(10);
    delays.push((performance.now() - written) / 1000);
  }
  const busy = await load.stop();
  archive.unpublish();

  const rate = (times: readonly number[], milliseconds: number): number => (1000 * times.length) / milliseconds;
  const busyRate = rate(busy, performance.now() - started);
  const quietRate = rate(quiet, 1000 * seconds);
  report.add(posts, 'hot pages, nothing published', quietRate, '/s');
  report.add(posts, 'hot pages, an article a second', busyRate, '/s');
  report.add(posts, '… against nothing published', busyRate / quietRate, '×', { least: 0.7 });
  report.add(posts, '… p99', quantile(busy, 0.99), 'ms', { most: 50 });
  report.add(posts, '… file written until the home page shows it, the slowest', Math.max(...delays), 's', { most: 1 });
}

async function runFor(load: ClosedLoad, seconds: number): Promise<number[]> {
  await sleep(1000 * seconds);
  return load.stop();
}

async function listHotAddresses({ dataDir }: BenchArchive): Promise<string[]> {
  const searches = Array.from({ length: HOT_SEARCHES }, (_, i) =>
    searchHref({ q: `${['银行', '利率', '港口', '央行'][i % 4]} ${1 + (i >> 2)}` }),
  );
  return [
    '/',
    ...(await listArticleAddresses(dataDir, HOT_ARTICLES)),
    ...(await listListingAddresses(dataDir, HOT_LISTINGS)),
    ...searches,
  ];
}
