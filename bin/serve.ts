import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { getArchive } from '../lib/archive/index.ts';
import { toZoned } from '../lib/content/index.ts';
import { NextWorkers, startFront } from '../lib/front/index.ts';
import { type Site, SiteError } from '../lib/site.ts';
import { ROOT } from './application.ts';
import { indexContent, printProblems, summarize } from './index-content.ts';
import { watchContent } from './watch-content.ts';

/**
 * Indexes, serves and watches until SIGTERM or SIGINT, then drains.
 * @param workers number of Next workers; one for each core where absent
 * @throws {SiteError} where the address cannot be listened on
 */
export async function serve(site: Site, workers?: number): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

  const report = await indexContent(site);
  printProblems(report.problems);
  console.error(summarize(report));

  const environment = { ...process.env, CONTENT_DIR: site.contentDir, DATA_DIR: site.dataDir };
  const upstream = new NextWorkers(workers ?? availableParallelism(), environment);
  const front = await startFront({
    host: site.host,
    port: site.port,
    upstream,
    getState: () => readState(site),
    root: ROOT,
  }).catch(async (error: unknown) => {
    await upstream.close();
    throw explainListening(error, site);
  });
  const watch = await watchContent(site, report.nextDueAt);
  console.log(`finews: ${front.url}/ shows ${report.posts} posts of ${site.contentDir}`);

  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  console.error('finews: stopping');
  await Promise.all([watch.close(), front.close()]);
}

/** What pages depend on beside their address: the version of the archive, and the day in the masthead. */
async function readState({ timezone }: Site): Promise<string> {
  const { year, month, day } = toZoned(Math.floor(Date.now() / 1000), timezone);
  return `${await getArchive().getVersion()} ${year}-${month}-${day}`;
}

function explainListening(error: unknown, { host, port }: Site): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new SiteError(`PORT: ${port} on ${host} is in use; choose another`);
  if (code === 'EACCES')
    return new SiteError(`PORT: ${port} needs rights that this user does not have; choose one above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new SiteError(`HOST: ${host} is no address of this machine`);
  return error;
}
