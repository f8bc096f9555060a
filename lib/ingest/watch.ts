import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AsyncSubscription } from '@parcel/watcher';
import type { Duty } from '../archive/open-store.ts';
import type { Site } from '../site.ts';
import { EntryFilter } from './folder/entry-filter.ts';
import { subscribeTo } from './folder/subscription.ts';
import { type UpdateReport, updateArchive } from './update.ts';

export interface WatchOptions {
  /** Reads the settings: at the start, and whenever the whole folder is scanned, since they may have changed with it. */
  readSite: () => Site;
  /** Called after each update. */
  onUpdate: (report: UpdateReport) => void;
  /** Called with a line for the operator when the watch is lost, an update fails, or all is well again. */
  onMessage: (message: string) => void;
  /** Called whenever an update fails, or cannot be begun, however often. */
  onFailure?: () => void;
  /** Under which the archive is written; each update takes the duty for itself where absent. */
  duty?: Duty;
}

export interface ContentWatch {
  /**
   * Reads the settings again, and brings the archive into agreement with them and with the whole folder.
   * @throws what `readSite` throws; everything stays as it is then
   */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Events that come within this time, in milliseconds, are one update. */
const DEBOUNCE = 100;
/** Time between two scans of a folder that cannot be watched, in milliseconds. */
const SCAN_INTERVAL = 5_000;
/** Time between two looks at where the path of the content folder leads, in milliseconds: no event tells that a link was switched. */
const LINK_INTERVAL = 500;
/** Longest time that a timer can be set for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Keeps the archive up to date with the content folder: after each change of a file, when the clock publishes or withdraws a
 * post, and when a symbolic link on the path of the folder leads elsewhere. Where an update fails, or the folder cannot be
 * watched (a limit of the system, a folder that was replaced or is gone), it says so once and scans the folder every few
 * seconds until all is well again.
 * @param runFirst the first update; resolves with an error where the state before it is to be served. The folder is watched while it
 * runs, so that no change is missed
 * @throws what `runFirst` throws
 */
export async function watchContent(
  options: WatchOptions,
  runFirst: () => Promise<UpdateReport | Error>,
): Promise<ContentWatch> {
  const watch = new Watch(options);
  try {
    await watch.start(runFirst);
    return watch;
  } catch (error) {
    await watch.close();
    throw error;
  }
}

class Watch implements ContentWatch {
  readonly #options: WatchOptions;
  readonly #changed = new Set<string>();
  #site: Site;
  /** Real path of the folder that is watched. */
  #root: string | undefined;
  /** True once a folder was created whose own folders the watcher does not know. */
  #hasNewFolder = false;
  #subscription: AsyncSubscription | undefined;
  #running = Promise.resolve();
  #wakeUp: NodeJS.Timeout | undefined;
  #nextScan: NodeJS.Timeout | undefined;
  readonly #linkCheck: NodeJS.Timeout;
  /** Why the folder is scanned every few seconds. Said once, however often it is met again. */
  #trouble: string | undefined;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#site = options.readSite();
    this.#linkCheck = setInterval(() => this.#checkLink(), LINK_INTERVAL);
  }

  async start(runFirst: () => Promise<UpdateReport | Error>): Promise<void> {
    const trouble = await this.#trySubscribe();
    const running = runFirst();
    // Changes that come meanwhile are in the next run.
    this.#running = running.then(
      () => {},
      () => {},
    );
    const first = await running;
    if (first instanceof Error) return this.#fail(first);
    if (trouble !== undefined) this.#lose(trouble);
    this.#wakeAt(first.nextDueAt);
  }

  async #subscribe(): Promise<void> {
    const trouble = await this.#trySubscribe();
    if (trouble !== undefined) this.#lose(trouble);
  }

  /** @returns why the folder cannot be watched */
  async #trySubscribe(): Promise<string | undefined> {
    const { contentDir } = this.#site;
    try {
      const root = realpathSync(contentDir);
      this.#root = root;
      const filter = new EntryFilter(this.#site);
      this.#subscription = await subscribeTo(
        root,
        (path) => filter.isUnreachable(path),
        ({ paths, hasNewFolder }) => {
          const isFirst = this.#changed.size === 0;
          for (const path of paths) this.#changed.add(path);
          this.#hasNewFolder ||= hasNewFolder;
          if (isFirst && this.#changed.size > 0) this.#enqueue(() => this.#updateChanged());
        },
        (error) => this.#lose(unwatchable(contentDir, error)),
      );
      return undefined;
    } catch (error) {
      return unwatchable(contentDir, error);
    }
  }

  /** Drops the watch of a folder that the path no longer leads to. */
  #checkLink(): void {
    if (!this.#subscription || this.#root === undefined) return;
    const { contentDir } = this.#site;
    let root: string | undefined;
    try {
      root = realpathSync(contentDir);
    } catch {
      // It is gone: the watcher's own event, or the next update, says so.
      return;
    }
    if (root === this.#root) return;
    this.#root = root;
    this.#enqueue(() => this.#followLink());
  }

  async reload(): Promise<void> {
    const site = this.#options.readSite();
    this.#site = site;
    // While the folder is scanned every few seconds, the next scan does it.
    if (this.#nextScan) return;
    this.#enqueue(() => this.#watchAnew());
    await this.#running;
  }

  /** Watches the folder that the path leads to, and brings the archive up to date with it. */
  async #followLink(): Promise<void> {
    try {
      this.#site = this.#options.readSite();
    } catch (error) {
      await this.#unsubscribe();
      return this.#fail(error);
    }
    await this.#watchAnew();
  }

  async #unsubscribe(): Promise<void> {
    const old = this.#subscription;
    this.#subscription = undefined;
    await old?.unsubscribe().catch(() => {});
    this.#changed.clear();
  }

  async #watchAnew(): Promise<void> {
    await this.#unsubscribe();
    await this.#subscribe();
    await this.#update();
  }

  /** On Linux the watcher does not see into folders that a new folder brings with it. */
  async #subscribeAnew(current: AsyncSubscription): Promise<void> {
    this.#hasNewFolder = false;
    await current.unsubscribe().catch(() => {});
    await this.#subscribe();
  }

  /** Scans the folder every few seconds from here on, until it can be watched again. */
  #lose(trouble: string): void {
    if (this.#nextScan || this.#isClosed) return;
    if (trouble !== this.#trouble) {
      this.#options.onMessage(`${trouble}; the content folder is scanned every ${SCAN_INTERVAL / 1000} s`);
    }
    this.#trouble = trouble;
    const lost = this.#subscription;
    this.#subscription = undefined;
    void lost?.unsubscribe().catch(() => {});
    this.#scanLater();
  }

  #fail(error: unknown): void {
    this.#options.onFailure?.();
    this.#lose(`${messageOf(error)}; the last good state is served`);
  }

  #scanLater(): void {
    this.#nextScan = setTimeout(() => this.#enqueue(() => this.#scan()), SCAN_INTERVAL);
  }

  async #scan(): Promise<void> {
    this.#nextScan = undefined;
    try {
      this.#site = this.#options.readSite();
    } catch (error) {
      return this.#fail(error);
    }
    if (!(await this.#update()) || this.#isClosed) return;
    await this.#subscribe();
    // Finds what changed between the scan and the subscription.
    if (!this.#subscription || !(await this.#update())) return;
    this.#trouble = undefined;
    this.#options.onMessage(`watching ${this.#site.contentDir} again`);
  }

  /** Runs one after another. Changes that come meanwhile are in the next run. */
  #enqueue(run: () => Promise<void>): void {
    this.#running = this.#running.then(async () => {
      if (!this.#isClosed) await run();
    });
  }

  async #updateChanged(): Promise<void> {
    await sleep(DEBOUNCE);
    const paths = [...this.#changed];
    this.#changed.clear();
    const isWhole = paths.includes('') || this.#hasNewFolder;
    if (this.#hasNewFolder && this.#subscription) await this.#subscribeAnew(this.#subscription);
    const isDone = await this.#update(isWhole ? undefined : paths);
    // The watched folder itself was moved or removed: its events say nothing about what lies at the path.
    if (isDone && paths.includes('')) this.#lose(`${this.#site.contentDir} has been replaced`);
  }

  /** Brings the archive up to date with these files, or with all. @returns false where that failed and is tried later */
  async #update(paths?: readonly string[]): Promise<boolean> {
    try {
      const { duty } = this.#options;
      const report = await updateArchive(this.#site, { duty, ...(paths && { paths }) });
      this.#options.onUpdate(report);
      this.#wakeAt(report.nextDueAt);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #wakeAt(dueAt: number | undefined): void {
    clearTimeout(this.#wakeUp);
    if (dueAt === undefined || this.#isClosed) return;
    const wait = Math.min(Math.max(dueAt * 1000 - Date.now(), 0), LONGEST_TIMER);
    this.#wakeUp = setTimeout(() => this.#enqueue(async () => void (await this.#update([]))), wait);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#wakeUp);
    clearTimeout(this.#nextScan);
    clearInterval(this.#linkCheck);
    await this.#subscription?.unsubscribe();
    await this.#running;
  }
}

const unwatchable = (contentDir: string, error: unknown): string =>
  `${contentDir} cannot be watched (${messageOf(error)})`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
