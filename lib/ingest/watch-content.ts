import { lstatSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AsyncSubscription, type BackendType, type SubscribeCallback, subscribe } from '@parcel/watcher';
import { printProblems, summarize } from '../../bin/index-content.ts';
import type { Site } from '../site.ts';
import { type UpdateReport, updateArchive } from './index.ts';

export interface Watch {
  close(): Promise<void>;
}

/** Events that come within this time, in milliseconds, are one update. */
const DEBOUNCE = 100;
/**
 * The system's own way to watch a folder. Left to itself the library asks for Watchman first, each time through a shell that it
 * does not wait for.
 */
const BACKENDS: Partial<Record<NodeJS.Platform, BackendType>> = {
  darwin: 'fs-events',
  linux: 'inotify',
  win32: 'windows',
};
/** Time between two looks at the whole folder where it cannot be watched, in milliseconds. */
const SCAN_INTERVAL = 5_000;
/** Longest time that a timer can be set for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Keeps the index up to date with the content folder: after each change of a file, and when the clock publishes or withdraws
 * a post. Where a run fails, or the folder cannot be watched (a limit of the system, a folder that was replaced or is gone),
 * that is said once, the last good state goes on being served, and the folder is looked through every few seconds until all
 * is well again.
 * @param readSite reads the settings; again whenever the folder is looked through, since it may bring others
 * @param first what the first run gave
 */
export async function watchContent(readSite: () => Site, first: UpdateReport | Error): Promise<Watch> {
  const watch = new ContentWatch(readSite);
  await watch.start(first);
  return watch;
}

class ContentWatch implements Watch {
  readonly #readSite: () => Site;
  readonly #changed = new Set<string>();
  #site: Site;
  /** True once a folder has come whose own folders the watcher does not know. */
  #hasNewFolder = false;
  #subscription: AsyncSubscription | undefined;
  #running = Promise.resolve();
  #wakeUp: NodeJS.Timeout | undefined;
  #nextScan: NodeJS.Timeout | undefined;
  /** Why the folder is looked through, as it was said; said once, however often it is met again. */
  #trouble: string | undefined;
  #isClosed = false;

  constructor(readSite: () => Site) {
    this.#readSite = readSite;
    this.#site = readSite();
  }

  async start(first: UpdateReport | Error): Promise<void> {
    if (first instanceof Error) return this.#fail(first);
    await this.#subscribe();
    this.#wakeAt(first.nextDueAt);
  }

  async #subscribe(): Promise<void> {
    const { contentDir } = this.#site;
    const backend = BACKENDS[process.platform];
    const onEvents: SubscribeCallback = (error, events) => {
      if (error) this.#lose(unwatchable(contentDir, error));
      const isFirst = this.#changed.size === 0;
      for (const { type, path } of events) {
        const changed = relative(contentDir, path).split(sep).join('/');
        this.#changed.add(changed);
        this.#hasNewFolder ||= type === 'create' && isFolderOfPosts(path, changed);
      }
      if (isFirst && this.#changed.size > 0) this.#enqueue(() => this.#updateChanged());
    };
    try {
      this.#subscription = await subscribe(contentDir, onEvents, backend && { backend });
    } catch (error) {
      this.#lose(unwatchable(contentDir, error));
    }
  }

  /** On Linux the watcher does not see into folders that a new folder brings with it. */
  async #subscribeAnew(current: AsyncSubscription): Promise<void> {
    this.#hasNewFolder = false;
    await current.unsubscribe().catch(() => {});
    await this.#subscribe();
  }

  /** Goes over to looking through the folder every few seconds, until it can be watched again. */
  #lose(trouble: string): void {
    if (this.#nextScan || this.#isClosed) return;
    if (trouble !== this.#trouble) {
      console.error(`finews: ${trouble}; the content folder is looked through every ${SCAN_INTERVAL / 1000} s`);
    }
    this.#trouble = trouble;
    const lost = this.#subscription;
    this.#subscription = undefined;
    void lost?.unsubscribe().catch(() => {});
    this.#scanLater();
  }

  #fail(error: unknown): void {
    this.#lose(`${messageOf(error)}; the last good state is served`);
  }

  #scanLater(): void {
    this.#nextScan = setTimeout(() => this.#enqueue(() => this.#scan()), SCAN_INTERVAL);
  }

  async #scan(): Promise<void> {
    this.#nextScan = undefined;
    try {
      this.#site = this.#readSite();
    } catch (error) {
      return this.#fail(error);
    }
    if (!(await this.#update()) || this.#isClosed) return;
    await this.#subscribe();
    // What changed before the subscription was there is found by one more look.
    if (!this.#subscription || !(await this.#update())) return;
    this.#trouble = undefined;
    console.error(`finews: watching ${this.#site.contentDir} again`);
  }

  /** One run after another; what changes meanwhile is in the next. */
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
    // Its events come from elsewhere now, if at all.
    if (isDone && paths.includes('')) this.#lose(`${this.#site.contentDir} has been replaced`);
  }

  /** Brings the index up to date, with these files or with all. @returns false where it could not be, and is tried later */
  async #update(paths?: readonly string[]): Promise<boolean> {
    try {
      const report = await updateArchive(this.#site, paths ? { paths } : {});
      printProblems(report.problems);
      if (report.added + report.changed + report.removed > 0) console.error(summarize(report));
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
    await this.#subscription?.unsubscribe();
    await this.#running;
  }
}

/** Of names that begin with `.`, `_`, `#` or `~` (git's own folders, a built site) only `_posts` holds posts. */
const isFolderOfPosts = (path: string, relativePath: string): boolean =>
  !/(?:^|\/)(?:[.#~]|_(?!posts(?:\/|$)))/.test(relativePath) &&
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const unwatchable = (contentDir: string, error: unknown): string =>
  `${contentDir} cannot be watched (${messageOf(error)})`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
