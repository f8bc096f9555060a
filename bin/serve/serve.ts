import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { type ArchiveState, getArchive } from '../../lib/archive/index.ts';
import { setBasePath } from '../../lib/base-path.ts';
import { type Front, forkWorker, listen, type PortalState, toPortalState, WorkerPool } from '../../lib/front/index.ts';
import { log } from '../../lib/log.ts';
import { PictureStore } from '../../lib/pictures/kept/index.ts';
import { type Site, SiteError } from '../../lib/site.ts';
import { isBuilt, ROOT } from '../application.ts';
import type { PublicationMessage } from '../indexer.ts';
import { explainListening } from './explain-listening.ts';
import { Figures } from './figures.ts';
import { forkIndexer, IndexerProcess } from './indexer-process.ts';
import { listenForEnd, RESTART } from './signals.ts';
import { waitForArchive } from './wait-for-archive.ts';

const MEGABYTE = 2 ** 20;

interface ServeOptions {
  /** Workers that render; one for each core, where absent. */
  workers?: number | undefined;
  /** True where another process keeps the archive up to date. */
  isReadOnly: boolean;
}

/**
 * Indexes and watches, unless another process does, and serves, until SIGTERM or SIGINT; then drains. SIGHUP
 * reads the settings again. Waits for a server of the archive that does not answer yet, and for the first worker; answers `/readyz`
 * with 503 meanwhile, and no reader.
 * @throws {SiteError} if the application is not built, the address cannot be listened on, or there is no index and the content
 * cannot be indexed
 * @throws {ArchiveError} if there is nothing to serve and waiting is of no use
 */
export async function serve(site: Site, { workers = availableParallelism(), isReadOnly }: ServeOptions): Promise<void> {
  if (!isBuilt()) throw new SiteError('the application is not built: run npm run build, or npm start, which does both');
  // Objects of one answer die young, so the young generation need not grow; V8 would let it grow by some 100 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  const stop = listenForEnd();
  const listener = await listen(site).catch((error: unknown) => {
    throw explainListening(error, 'PORT', 'HOST', site);
  });
  let figures: Figures | undefined;
  const onPublication = ({ changedAt }: PublicationMessage): void => figures?.observePublication(changedAt);
  const prepared = await prepare(site, isReadOnly, stop, onPublication).catch(async (error: unknown) => {
    await listener.close();
    throw error;
  });
  if (!prepared) return listener.close();

  const { indexer, basePath, environment } = prepared;
  setBasePath(basePath);
  const upstream = new WorkerPool({
    count: workers,
    start: () => forkWorker({ ...environment, FINEWS_BASE_PATH: basePath }),
  });
  const pictures = new PictureStore({ ...site, maxBytes: site.picturesMegabytes * MEGABYTE });
  const close = (): Promise<unknown> => {
    pictures.close();
    return Promise.all([indexer?.close(), figures?.close()]);
  };
  let front: Front | undefined;
  try {
    figures = site.metrics && (await Figures.serve(site.metrics, site.dataDir, () => upstream.load));
    const ended = stop.aborted ? Promise.resolve() : once(stop, 'abort');
    // A balancer asks another node until a worker works here.
    await Promise.race([upstream.ready, ended]);
    if (!stop.aborted) {
      const onAnswer = figures && { onAnswer: figures.observeAnswer };
      front = listener.answer({ ...answerOptionsOf(site, upstream), pictures, ...onAnswer });
      tellServing(front.url + basePath, describeShown(indexer, site), figures);
    }
    await ended;
    log({ level: 'info', event: 'stopping', message: 'stopping' });
  } finally {
    await Promise.all([close(), front ? front.close() : Promise.all([listener.close(), upstream.close()])]);
  }
}

/** What the portal serves with. */
interface Prepared {
  /** Absent where another process keeps the archive up to date. */
  indexer?: IndexerProcess;
  basePath: string;
  /** Of its processes. */
  environment: NodeJS.ProcessEnv;
}

/** Waits until there is an archive to serve. @returns `undefined` where the portal is told to stop before */
async function prepare(
  site: Site,
  isReadOnly: boolean,
  stop: AbortSignal,
  onPublication: (message: PublicationMessage) => void,
): Promise<Prepared | undefined> {
  const environment = { ...process.env, CONTENT_DIR: site.contentDir, DATA_DIR: site.dataDir };
  if (isReadOnly) {
    const message = `settings of _config.yml belong to who writes; ${RESTART}`;
    process.on('SIGHUP', () => log({ level: 'warn', event: 'nothing-to-reload', message }));
    // A node that only reads may have no content folder.
    const identity = await waitForArchive(stop);
    return identity && { basePath: identity.basePath ?? '', environment };
  }
  let indexer: IndexerProcess | undefined;
  process.on('SIGHUP', () => indexer?.reload());
  indexer = await IndexerProcess.start(() => forkIndexer(environment), stop, onPublication);
  return indexer && { indexer, basePath: site.basePath, environment };
}

const answerOptionsOf = (site: Site, upstream: WorkerPool) => ({
  upstream,
  states: {
    getState: readState,
    listChanges: (after: PortalState, upTo: PortalState) => getArchive().listChanges(after, upTo),
  },
  root: ROOT,
  contentDir: site.contentDir,
  proxies: { count: site.trustedProxies, header: site.clientHeader },
});

function tellServing(url: string, shown: string, figures: Figures | undefined): void {
  const fields = { url };
  log({ level: 'info', event: 'serving', message: `${url}/ shows ${shown}`, fields, isOutput: true });
  figures?.tell();
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
