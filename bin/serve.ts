import { once } from 'node:events';
import { NextWorker, startFront } from '../lib/front/index.ts';
import { type Site, SiteError } from '../lib/site.ts';
import { indexContent, printProblems, summarize } from './index-content.ts';
import { watchContent } from './watch-content.ts';

/**
 * Indexes, serves and watches until SIGTERM or SIGINT, then drains.
 * @throws {SiteError} where the address cannot be listened on
 */
export async function serve(site: Site): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

  const report = await indexContent(site);
  printProblems(report.problems);
  console.error(summarize(report));

  const upstream = new NextWorker({ ...process.env, CONTENT_DIR: site.contentDir, DATA_DIR: site.dataDir });
  const front = await startFront({ host: site.host, port: site.port, upstream }).catch(async (error: unknown) => {
    await upstream.close();
    throw explainListening(error, site);
  });
  const watch = await watchContent(site, report.nextDueAt);
  console.log(`finews: ${front.url}/ shows ${report.posts} posts of ${site.contentDir}`);

  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  console.error('finews: stopping');
  await Promise.all([watch.close(), front.close()]);
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
