import { setTimeout as sleep } from 'node:timers/promises';
import { ArchiveError } from '../../lib/archive/index.ts';
import { type ArchiveStore, type Duty, openStore } from '../../lib/archive/open-store.ts';
import { type ContentWatch, type WatchOptions, watchContent } from '../../lib/ingest/index.ts';
import { log } from '../../lib/log.ts';
import { indexFirst } from '../index-content.ts';
import { GrowingPause, WAITING } from './growing-pause.ts';

/** Between two attempts to take over from another process, or from a server that is gone, in milliseconds. */
const ATTEMPT_INTERVAL = 1_000;
/** Updates that fail one after another before others get a chance. */
const MOST_FAILURES = 3;
/** How long they have it, in milliseconds: longer than they wait between two attempts. */
const CHANCE = 3_000;

/**
 * Keeps the archive up to date with the content folder. Of several processes that do so, one goes to work; another takes over when it
 * ends, or when the server that it writes to does.
 */
export class KeepUpToDate {
  readonly #options: WatchOptions;
  readonly #stop = new AbortController();
  readonly #stopped = Promise.withResolvers<void>();
  readonly #ready = Promise.withResolvers<number | undefined>();
  #isReady = false;
  #watch: ContentWatch | undefined;
  /** Why this process does not work at the moment. Said once, however often it is met again. */
  #trouble: string | undefined;
  readonly #growing = new GrowingPause();
  /** What was said last of a watch, likewise: when it is given up and begun anew, it says the same. */
  #lastMessage: string | undefined;
  #running: Promise<void> | undefined;
  #following: AbortController | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /**
   * Resolves once there is an archive to serve, with the number of its posts where this process has brought it up to date; or once
   * this is closed. Waits for a server that does not answer yet.
   * @throws {ArchiveError} where the archive cannot be written, and waiting is of no use
   */
  start(): Promise<number | undefined> {
    this.#running = this.#run();
    void this.#running.catch((error: unknown) => {
      // A fault of this program ends it, so that its supervisor starts another.
      if (this.#isReady) throw error;
      this.#ready.reject(error);
    });
    return this.#ready.promise;
  }

  /** Reads the settings again. Who waits for its turn reads them then. @throws as `WatchOptions.readSite` */
  async reload(): Promise<void> {
    if (this.#watch) await this.#watch.reload();
    else this.#options.readSite();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#stopped.resolve();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const pause = await this.#takeTurn();
      if (!signal.aborted) await sleep(pause, undefined, { signal }).catch(() => {});
    }
    this.#becomeReady();
  }

  /** Works until it has to stop, if it is this process's turn. @returns milliseconds until the next attempt */
  async #takeTurn(): Promise<number> {
    try {
      const store = openStore(this.#options.readSite());
      const duty = await store.takeDuty(this.#stop.signal);
      if (duty) {
        this.#following?.abort();
        this.#tellOfTakeover();
        await this.#work(duty);
      } else if (!this.#stop.signal.aborted) {
        this.#tell('another process keeps the archive up to date; this one takes over when it ends');
        if (!this.#isReady && (await store.hasState())) this.#becomeReady();
        this.#follow(store);
      }
      return ATTEMPT_INTERVAL;
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      if (this.#isReady) {
        this.#tell(`${error.message}; nothing is published until it can be written`);
        // Whoever serves goes on, and a server that is promoted is found at once.
        return error.remedy === 'time' ? ATTEMPT_INTERVAL : this.#growing.next();
      }
      if (error.remedy !== 'time') throw error;
      this.#tell(`${error.message}; ${WAITING}`);
      return this.#growing.next();
    }
  }

  /** Gets ready for a takeover meanwhile. What fails then, the takeover says. */
  #follow(store: ArchiveStore): void {
    if (this.#following) return;
    this.#following = new AbortController();
    const stop = AbortSignal.any([this.#following.signal, this.#stop.signal]);
    void store
      .follow(stop)
      .catch(() => {})
      .finally(() => {
        this.#following = undefined;
      });
  }

  async #work(duty: Duty): Promise<void> {
    try {
      await this.#workUnder(duty);
    } finally {
      await duty.release();
    }
  }

  /** Works until the duty is lost, this is closed, or updates fail again and again, while another process might do it. */
  async #workUnder(duty: Duty): Promise<void> {
    const failing = Promise.withResolvers<'failing'>();
    let failures = 0;
    let isLost = false;
    const lost = duty.lost.then(() => {
      isLost = true;
      return 'lost' as const;
    });
    const options: WatchOptions = {
      ...this.#options,
      duty,
      onUpdate: (report) => {
        failures = 0;
        this.#tellOfWork();
        this.#options.onUpdate(report);
      },
      onMessage: (message) => {
        // What follows from the loss is not said beside it.
        if (!isLost) this.#tellOfWatch(message);
      },
      onFailure: () => {
        if (++failures >= MOST_FAILURES && duty.isExclusive) failing.resolve('failing');
      },
    };
    let posts: number | undefined;
    const watch = await watchContent(options, async () => {
      const first = await indexFirst(this.#options.readSite(), duty);
      if (first instanceof Error) return first;
      posts = first.posts;
      this.#tellOfWork();
      return first;
    });
    this.#watch = watch;
    this.#becomeReady(posts);
    const end = await Promise.race([lost, failing.promise, this.#stopped.promise]);
    this.#watch = undefined;
    await watch.close();
    if (end === 'lost') this.#tell('the right to write is lost; this process asks for it again');
    if (end !== 'failing') return;
    this.#tell(
      `${MOST_FAILURES} updates in a row have failed; nothing is published here, another process may take over`,
    );
    await duty.release();
    await sleep(CHANCE, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  #becomeReady(posts?: number): void {
    this.#isReady = true;
    this.#growing.reset();
    this.#ready.resolve(posts);
  }

  #tell(trouble: string): void {
    if (trouble !== this.#trouble) log({ level: 'warn', event: 'duty-missing', message: trouble });
    this.#trouble = trouble;
  }

  #tellOfWatch(message: string): void {
    if (message !== this.#lastMessage) this.#options.onMessage(message);
    this.#lastMessage = message;
  }

  #tellOfTakeover(): void {
    if (this.#trouble === undefined) return;
    const message = 'this process has taken over; it looks at the whole content folder first';
    log({ level: 'info', event: 'duty-taken', message });
  }

  #tellOfWork(): void {
    this.#lastMessage = undefined;
    if (this.#trouble !== undefined) {
      log({ level: 'info', event: 'publication-resumed', message: 'this process keeps the archive up to date now' });
    }
    this.#trouble = undefined;
  }
}
