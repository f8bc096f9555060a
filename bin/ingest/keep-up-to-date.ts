import { setTimeout as sleep } from 'node:timers/promises';
import { ArchiveError } from '../../lib/archive/index.ts';
import { type Duty, openStore } from '../../lib/archive/open-store.ts';
import { watchContent } from '../../lib/ingest/index.ts';
import { readSite } from '../../lib/site.ts';
import { indexFirst, reportMessage, reportUpdate } from '../index-content.ts';

/** Between two attempts to take over from another process, in milliseconds. */
const ATTEMPT_INTERVAL = 1_000;

/**
 * Keeps the archive up to date with the content folder, until the signal. Of several processes that do so, one goes to work; another takes
 * over when it ends, or when the server that it writes to does.
 * @param onReady called once there is an archive to serve, with the number of its posts where this process has brought it up to date
 * @throws {ArchiveError} where the archive cannot be written, and there is none to serve, when this begins
 */
export async function keepUpToDate(signal: AbortSignal, onReady: (posts?: number) => void): Promise<void> {
  const turns = new Turns(onReady);
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  while (!signal.aborted) {
    await turns.take(stopped);
    if (!signal.aborted) await Promise.race([sleep(ATTEMPT_INTERVAL, undefined, { signal }).catch(() => {}), stopped]);
  }
}

/** The turns of one process. */
class Turns {
  readonly #onReady: (posts?: number) => void;
  #isReady = false;
  /** Why this process does not work at the moment. Said once, however often it is met again. */
  #trouble: string | undefined;

  constructor(onReady: (posts?: number) => void) {
    this.#onReady = onReady;
  }

  /** Works until it has to stop, if it is this process's turn. */
  async take(stopped: Promise<void>): Promise<void> {
    try {
      const store = openStore(readSite(process.env));
      const duty = await store.takeDuty();
      if (duty) return await this.#work(duty, stopped);
      this.#tell('another process keeps the archive up to date; this one takes over when it ends');
      if (!this.#isReady && (await store.hasState())) this.#becomeReady();
    } catch (error) {
      if (!this.#isReady || !(error instanceof ArchiveError)) throw error;
      this.#tell(`${error.message}; nothing is published until it can be written`);
    }
  }

  async #work(duty: Duty, stopped: Promise<void>): Promise<void> {
    try {
      const options = { readSite: () => readSite(process.env), onUpdate: reportUpdate, onMessage: reportMessage };
      let posts: number | undefined;
      const watch = await watchContent(options, async () => {
        const first = await indexFirst(readSite(process.env));
        if (!(first instanceof Error)) posts = first.posts;
        return first;
      });
      if (this.#trouble !== undefined) reportMessage('this process keeps the archive up to date now');
      this.#trouble = undefined;
      this.#becomeReady(posts);
      await Promise.race([duty.lost, stopped]);
      await watch.close();
    } finally {
      await duty.release();
    }
  }

  #becomeReady(posts?: number): void {
    if (!this.#isReady) this.#onReady(posts);
    this.#isReady = true;
  }

  #tell(trouble: string): void {
    if (trouble !== this.#trouble) reportMessage(trouble);
    this.#trouble = trouble;
  }
}
