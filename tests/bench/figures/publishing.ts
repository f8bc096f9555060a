import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { listArticleAddresses } from '../addresses.ts';
import { measureBatch } from '../batch.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { startLoad } from '../clients/load.ts';
import { quantile, type Served } from '../measure.ts';
import type { Report } from '../report.ts';

const REQUESTS_PER_SECOND = 50;
/** Files that are published one after another. */
const PUBLISHED = 40;
const PUBLISHED_TO_NODES = 20;

/** From a file written until article, home page, listing, feed and search show it, under a load of readers. */
export async function benchPublishing(archive: BenchArchive, served: Served, report: Report): Promise<void> {
  const { posts, location } = archive;
  const paths = await listArticleAddresses(location, 1_000);
  const load = startLoad(
    paths.map((path) => served.url + path),
    REQUESTS_PER_SECOND,
  );
  const times: number[] = [];
  for (let i = 0; i < PUBLISHED; i++) {
    const { title, path } = archive.publish(i);
    const started = performance.now();
    const shows = [path, '/', '/category/emnews.html', '/feed/emnews.xml', `/search?q=${encodeURIComponent(title)}`];
    // The address, since a search page repeats what was looked for.
    for (const page of shows) {
      while (!(await (await fetch(served.url + page)).text()).includes(path)) await sleep(10);
    }
    times.push((performance.now() - started) / 1000);
  }
  const meanwhile = await load.stop();
  archive.unpublish();
  report.add(posts, 'file written until every page shows it, p95', quantile(times, 0.95), 's', { most: 1 });
  report.add(posts, '… a reader’s request meanwhile, p99', quantile(meanwhile, 0.99), 'ms');
}

/** From a file written until every one of these web nodes shows it, while a process of its own reads the content folder. */
export async function benchPublishingToNodes(
  archive: BenchArchive,
  nodes: readonly Served[],
  report: Report,
): Promise<void> {
  const ingester = spawn(process.execPath, ['bin/finews.mjs', 'ingest'], {
    env: { ...archive.environment, DATA_DIR: `${archive.location.dataDir}-ingester` },
    stdio: 'ignore',
  });
  const times: number[] = [];
  try {
    // The first one waits until the ingester has looked at the whole folder.
    for (let i = 0; i <= PUBLISHED_TO_NODES; i++) {
      const { path } = archive.publish(i);
      const started = performance.now();
      await Promise.all(
        nodes.map(async ({ url }) => {
          for (const page of [path, '/']) {
            while (!(await (await fetch(url + page)).text()).includes(path)) await sleep(10);
          }
        }),
      );
      times.push((performance.now() - started) / 1000);
    }
  } finally {
    const exit = once(ingester, 'exit');
    ingester.kill('SIGTERM');
    await exit;
    archive.unpublish();
  }
  report.add(
    archive.posts,
    `file written until ${nodes.length} web nodes show it, p95`,
    quantile(times.slice(1), 0.95),
    's',
    { most: 1 },
  );
}

/** A pull that brings 5,000 posts, under the same load. */
export async function benchBatch(archive: BenchArchive, served: Served, report: Report): Promise<void> {
  const { posts, contentDir, location } = archive;
  const addresses = await listArticleAddresses(location, 1_000);
  const { seconds, slowestRequest } = await measureBatch(served, contentDir, addresses);
  const limit = posts <= 100_000 ? { most: 15 } : undefined;
  report.add(posts, '5,000 files written until pages show the last', seconds, 's', limit);
  report.add(posts, '… a reader’s request meanwhile, the slowest', slowestRequest, 'ms', { most: 500 });
}
