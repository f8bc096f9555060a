import { setTimeout as sleep } from 'node:timers/promises';
import { listArticleAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { askAll } from '../clients/load.ts';
import type { Served } from '../measure.ts';
import type { Report } from '../report.ts';

/** Articles that are asked for while their rate is measured, where there are so many. */
const DISTINCT_ARTICLES = 3_000;
const CONNECTIONS = 8;

/** Articles a second from an archive of so many posts. */
export interface ArticleRate {
  posts: number;
  rate: number;
}

/**
 * Articles from one worker, each asked for once.
 * @param first the rate at the first archive of the run, to compare with
 */
export async function benchArticles(
  archive: BenchArchive,
  served: Served,
  report: Report,
  first?: ArticleRate,
): Promise<ArticleRate> {
  const { posts } = archive;
  const paths = await listArticleAddresses(archive.location, 2 * DISTINCT_ARTICLES);
  // A worker that has just started has yet to compile what it runs. Where there are few articles the same ones are asked for
  // again, once the front has dropped them.
  await rateOf([served], paths.slice(0, DISTINCT_ARTICLES));
  const { path } = archive.publish(0);
  while (!(await fetch(served.url + path)).ok) await sleep(10);
  const rate = await rateOf([served], paths.slice(-DISTINCT_ARTICLES));
  archive.unpublish();
  while ((await fetch(served.url + path)).ok) await sleep(10);
  report.add(posts, 'distinct articles, one worker', rate, '/s', archive.limitOnOneMachine({ least: 200 }));
  if (first) report.add(posts, `… against ${first.posts} posts`, rate / first.rate, '×', { least: 0.8 });
  return { posts, rate };
}

/** Articles from several web nodes with one worker each, each article asked for once. */
export async function benchNodes(archive: BenchArchive, nodes: readonly Served[], report: Report): Promise<void> {
  const paths = await listArticleAddresses(archive.location, 2 * DISTINCT_ARTICLES);
  const half = Math.floor(paths.length / 2);
  // Nodes that have just started have yet to compile what they run.
  await rateOf(nodes, paths.slice(0, half));
  const rate = await rateOf(nodes, paths.slice(half));
  report.add(archive.posts, `distinct articles, ${nodes.length} web nodes`, rate, '/s');
}

/** Load by distinct addresses, each asked for once, of each node in turn. @returns answers a second */
async function rateOf(nodes: readonly Served[], paths: readonly string[]): Promise<number> {
  const started = performance.now();
  const statuses = await askAll(
    paths.map((path, i) => `${nodes[i % nodes.length]?.url}${path}`),
    CONNECTIONS,
  );
  if (statuses.get(200) !== paths.length) throw new Error(`not every page is there: ${JSON.stringify([...statuses])}`);
  return (paths.length * 1000) / (performance.now() - started);
}
