import { type ChildProcess, fork } from 'node:child_process';
import { log } from '../../lib/log.ts';
import { SiteError } from '../../lib/site.ts';
import { SupervisedProcess } from '../../lib/supervised-process.ts';
import type { IndexerMessage, PublicationMessage } from '../indexer.ts';

/** How long to wait before another indexer is started, in milliseconds; twice as long after each that ends without an index. */
const RESTART_DELAY = 2_000;
const LONGEST_DELAY = 32_000;

/** Starts the process that writes the index. */
export const forkIndexer = (environment: NodeJS.ProcessEnv): ChildProcess =>
  fork(new URL('../indexer.ts', import.meta.url), { env: environment });

/** The indexer of a portal that serves. When its process ends, another one takes over; readers do not wait for it. */
export class IndexerProcess {
  /** Articles in the index; `undefined` if the index of an earlier run is served because this one failed. */
  readonly posts: number | undefined;
  readonly #process: SupervisedProcess;

  private constructor(supervised: SupervisedProcess, posts: number | undefined) {
    this.#process = supervised;
    this.posts = posts;
  }

  /**
   * Resolves once there is an index.
   * @param start starts a process that sends an `IndexerMessage`; see `forkIndexer`
   * @param onPublication called when an update has published files
   * @returns `undefined` if the signal is given first
   * @throws {SiteError} if the first indexer ends without an index
   */
  static async start(
    start: () => ChildProcess,
    signal: AbortSignal,
    onPublication: (message: PublicationMessage) => void = () => {},
  ): Promise<IndexerProcess | undefined> {
    const first = Promise.withResolvers<IndexerMessage | undefined>();
    let isIndexed = false;
    const supervised: SupervisedProcess = new SupervisedProcess({
      name: 'the indexer',
      start,
      onStart: (child) => {
        child.once('message', first.resolve);
        child.on('message', (message: IndexerMessage | PublicationMessage) => {
          if ('changedAt' in message) onPublication(message);
          else if (message.isReady) supervised.markReady();
          else if (isIndexed) log({ level: 'error', event: 'index-message', message: message.error });
        });
      },
      onEnd: (wasStarted) => {
        if (wasStarted) first.resolve(undefined);
        return isIndexed || !wasStarted;
      },
      delayAfter: (failures) => Math.min(RESTART_DELAY * 2 ** Math.max(0, failures - 1), LONGEST_DELAY),
    });
    const abort = (): void => first.resolve(undefined);
    signal.addEventListener('abort', abort, { once: true });
    const message = await first.promise;
    signal.removeEventListener('abort', abort);
    if (!signal.aborted && message?.isReady) {
      isIndexed = true;
      return new IndexerProcess(supervised, message.posts);
    }
    await supervised.close();
    if (signal.aborted) return undefined;
    throw new SiteError(message?.isReady === false ? message.error : 'the indexer ended before it was done');
  }

  /** Lets it read the settings again. */
  reload(): void {
    this.#process.signal('SIGHUP');
  }

  async close(): Promise<void> {
    await this.#process.close();
  }
}
