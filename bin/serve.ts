import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { getArchive } from '../lib/archive/index.ts';
import { toZoned } from '../lib/content/index.ts';
import { NextWorkers, startFront } from '../lib/front/index.ts';
import { type Site, SiteError } from '../lib/site.ts';
import { isBuilt, ROOT } from './application.ts';
import type { IndexerMessage } from './indexer.ts';

/** How long an indexer that died is waited for before another is started, in milliseconds. */
const RESTART_DELAY = 2_000;

/**
 * Indexes, serves and watches until SIGTERM or SIGINT, then drains.
 * @param workers number of Next workers; one for each core where absent
 * @throws {SiteError} where the application is not built, the address cannot be listened on, or there is no index and the content
 * cannot be indexed
 */
export async function serve(site: Site, workers = availableParallelism()): Promise<void> {
  if (!isBuilt()) throw new SiteError('the application is not built: run npm run build, or npm start, which does both');
  // What the front makes for an answer soon dies. V8 would give it ever more room, some 100 MB in the end; it needs none of that.
  setFlagsFromString('--semi-space-growth-factor=1');
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

  const environment = { ...process.env, CONTENT_DIR: site.contentDir, DATA_DIR: site.dataDir };
  const indexer = await Indexer.start(environment, stop.signal);
  if (!indexer) return;
  const upstream = new NextWorkers(workers, environment);
  const front = await startFront({
    host: site.host,
    port: site.port,
    upstream,
    getState: readState,
    root: ROOT,
  }).catch(async (error: unknown) => {
    await Promise.all([upstream.close(), indexer.close()]);
    throw explainListening(error, site);
  });
  const shown = indexer.posts === undefined ? 'the last good state' : `${indexer.posts} posts`;
  console.log(`finews: ${front.url}/ shows ${shown} of ${site.contentDir}`);

  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  console.error('finews: stopping');
  await Promise.all([indexer.close(), front.close()]);
}

/** The process that writes the index, started again whenever it dies: readers never wait for it. */
class Indexer {
  /** Articles in the index; `undefined` where it could not be brought up to date. */
  readonly posts: number | undefined;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess;
  #isClosing = false;

  private constructor(child: ChildProcess, posts: number | undefined, environment: NodeJS.ProcessEnv) {
    this.#child = child;
    this.posts = posts;
    this.#environment = environment;
    this.#watch();
  }

  /** Resolves once there is an index, or the signal is given. @throws {SiteError} where there can be none */
  static async start(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Indexer | undefined> {
    const child = forkIndexer(environment);
    const end = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])])) as [
      IndexerMessage?,
    ];
    signal.removeEventListener('abort', end);
    if (signal.aborted) return undefined;
    if (message?.isReady) return new Indexer(child, message.posts, environment);
    throw new SiteError(message?.error ?? 'the indexer ended before it was done');
  }

  #watch(): void {
    this.#child.once('exit', (code, signal) => {
      if (this.#isClosing) return;
      console.error(
        `finews: the indexer ended (${signal ?? code}); the last good state is served until another is done`,
      );
      setTimeout(() => {
        if (this.#isClosing) return;
        this.#child = forkIndexer(this.#environment);
        this.#watch();
      }, RESTART_DELAY).unref();
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exit;
  }
}

const forkIndexer = (environment: NodeJS.ProcessEnv): ChildProcess =>
  fork(new URL('./indexer.ts', import.meta.url), { env: environment });

/** What pages depend on beside their address: the version of the archive, and the day in the masthead. */
async function readState(): Promise<string> {
  const archive = getArchive();
  const { timezone } = await archive.getSite();
  const { year, month, day } = toZoned(Math.floor(Date.now() / 1000), timezone);
  const { origin, number } = await archive.getState();
  return `${origin} ${number} ${year}-${month}-${day}`;
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
