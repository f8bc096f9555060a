import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { type ArchiveState, getArchive } from '../../lib/archive/index.ts';
import { setBasePath } from '../../lib/base-path.ts';
import { forkWorker, type PortalState, startFront, toPortalState, WorkerPool } from '../../lib/front/index.ts';
import { type Site, SiteError } from '../../lib/site.ts';
import { isBuilt, ROOT } from '../application.ts';
import { forkIndexer, IndexerProcess } from './indexer-process.ts';

interface ServeOptions {
  /** Workers that render; one for each core, where absent. */
  workers?: number | undefined;
  /** True where another process keeps the archive up to date. */
  isReadOnly: boolean;
}

/**
 * Indexes and watches, unless another process does, and serves, until SIGTERM or SIGINT; then drains.
 * @throws {SiteError} if the application is not built, the address cannot be listened on, or there is no index and the content
 * cannot be indexed
 * @throws {ArchiveError} if there is nothing to serve and nobody here to index it
 */
export async function serve(site: Site, { workers = availableParallelism(), isReadOnly }: ServeOptions): Promise<void> {
  if (!isBuilt()) throw new SiteError('the application is not built: run npm run build, or npm start, which does both');
  // Objects of one answer die young, so the young generation need not grow; V8 would let it grow by some 100 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

  const environment = {
    ...process.env,
    CONTENT_DIR: site.contentDir,
    DATA_DIR: site.dataDir,
  };
  // A node that only reads may have no content folder.
  const basePath = isReadOnly ? ((await getArchive().getSite()).basePath ?? '') : site.basePath;
  setBasePath(basePath);
  const indexer = isReadOnly ? undefined : await IndexerProcess.start(() => forkIndexer(environment), stop.signal);
  if (!indexer && !isReadOnly) return;
  const upstream = new WorkerPool({
    count: workers,
    start: () => forkWorker({ ...environment, FINEWS_BASE_PATH: basePath }),
  });
  const front = await startFront({
    host: site.host,
    port: site.port,
    upstream,
    states: { getState: readState, listChanges: (after) => getArchive().listChanges(after) },
    root: ROOT,
    contentDir: site.contentDir,
    proxies: { count: site.trustedProxies, header: site.clientHeader },
  }).catch(async (error: unknown) => {
    await Promise.all([upstream.close(), indexer?.close()]);
    throw explainListening(error, site);
  });
  console.log(`finews: ${front.url}${basePath}/ shows ${describeShown(indexer, site)}`);

  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  console.error('finews: stopping');
  await Promise.all([indexer?.close(), front.close()]);
}

function describeShown(indexer: IndexerProcess | undefined, { contentDir }: Site): string {
  if (!indexer) return 'what another process writes';
  return `${indexer.posts === undefined ? 'the last good state' : `${indexer.posts} posts`} of ${contentDir}`;
}

/** The site's zone in the state that was read last: it is the same for as long as the state is. */
let known: { state: ArchiveState; timezone: string } | undefined;

async function readState(): Promise<PortalState> {
  const archive = getArchive();
  const state = await archive.getState();
  if (known?.state.number !== state.number || known.state.origin !== state.origin) {
    known = { state, timezone: (await archive.getSite()).timezone };
  }
  return toPortalState(state, known.timezone, Date.now() / 1000);
}

function explainListening(error: unknown, { host, port }: Site): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new SiteError(`PORT: ${port} on ${host} is in use; choose another`);
  if (code === 'EACCES') {
    return new SiteError(`PORT: ${port} needs rights that this user does not have; choose one above 1023`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new SiteError(`HOST: ${host} is no address of this machine`);
  }
  return error;
}
