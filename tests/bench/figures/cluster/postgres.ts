import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DURABLE, startPostgres } from '../../../support/servers/postgres-server.ts';
import { BenchArchive } from '../../bench-archive.ts';
import { runMeasured, type Served, startServing, watchMemory } from '../../measure.ts';
import type { Report } from '../../report.ts';
import { type ArticleRate, benchArticles, benchNodes } from '../articles.ts';
import { benchColdSearches, benchMix, benchPaging, benchSearchPage, benchSurroundings } from '../pages.ts';
import { benchBatch, benchPublishing, benchPublishingToNodes } from '../publishing.ts';

const WEB_NODES = 3;

/** Archives in PostgreSQL, on a server of this run's own. */
export async function benchPostgres(sizes: readonly number[], folder: string, report: Report): Promise<void> {
  const server = await startPostgres(DURABLE);
  try {
    let first: ArticleRate | undefined;
    for (const posts of sizes) {
      const url = new URL(server.url);
      url.pathname = `/bench_${posts}`;
      await ask(server.url, `CREATE DATABASE bench_${posts}`);
      const archive = new BenchArchive(folder, posts, url.href);
      rmSync(join(folder, `node-${posts}`), { recursive: true, force: true });
      await benchFill(archive, url.href, server.pid, report);
      const rate = await benchServing(archive, report, first);
      first ??= rate;
      await benchWebNodes(archive, folder, report);
    }
  } finally {
    await server.stop();
  }
}

async function benchFill(archive: BenchArchive, url: string, serverPid: number, report: Report): Promise<void> {
  const { posts } = archive;
  const index = () => runMeasured(process.execPath, ['bin/finews.mjs', 'index'], archive.environment);
  const stopWatching = watchMemory(serverPid);
  const full = await index();
  const ofServer = stopWatching();
  const isMillion = posts >= 1_000_000;
  report.add(posts, 'index from nothing', full.seconds, 's', isMillion ? undefined : { most: 120 });
  report.add(posts, 'index from nothing, memory', full.megabytes, 'MB', { most: isMillion ? 1_536 : 1_024 });
  report.add(posts, '… and of the server', ofServer, 'MB');
  report.add(posts, 'index, nothing changed', (await index()).seconds, 's', isMillion ? undefined : { most: 3 });
  const [row] = await ask(url, 'SELECT pg_database_size(current_database()) AS size');
  report.add(posts, 'size of the database', Number(row?.size) / 2 ** 20, 'MB');
  // The server would do both beside what is measured next.
  const started = performance.now();
  await ask(url, 'VACUUM');
  await ask(url, 'CHECKPOINT');
  report.add(posts, 'VACUUM and CHECKPOINT of what was loaded', (performance.now() - started) / 1000, 's');
}

async function benchServing(archive: BenchArchive, report: Report, first?: ArticleRate): Promise<ArticleRate> {
  // A node that has only just come: without copies of the search index.
  rmSync(archive.location.dataDir, { recursive: true, force: true });
  const served = await startServing(archive.environment, 1);
  try {
    await benchColdSearches(archive, served, report);
    const rate = await benchArticles(archive, served, report, first);
    await benchPaging(archive, served, report);
    await benchSearchPage(archive, served, report);
    await benchSurroundings(archive, report);
    await benchMix(archive, report);
    await benchPublishing(archive, served, report);
    await benchBatch(archive, served, report);
    return rate;
  } finally {
    await served.stop();
  }
}

/** Web nodes that only read, started one after another. */
async function benchWebNodes(archive: BenchArchive, folder: string, report: Report): Promise<void> {
  const nodes: Served[] = [];
  try {
    for (let n = 1; n <= WEB_NODES; n++) {
      const dataDir = join(folder, `node-${archive.posts}-${n}`);
      rmSync(dataDir, { recursive: true, force: true });
      const started = performance.now();
      nodes.push(await startServing({ ...archive.environment, DATA_DIR: dataDir }, 1, ['--read-only']));
      const seconds = (performance.now() - started) / 1000;
      report.add(archive.posts, 'start of a cold web node until its first answer', seconds, 's', { most: 15 });
    }
    await benchNodes(archive, nodes, report);
    await benchPublishingToNodes(archive, nodes, report);
  } finally {
    for (const node of nodes) await node.stop();
  }
}

async function ask(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}
