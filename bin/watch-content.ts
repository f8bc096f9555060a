import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AsyncSubscription, subscribe } from '@parcel/watcher';
import { updateArchive } from '../lib/archive/indexer.ts';
import type { Site } from '../lib/site.ts';
import { printProblems, summarize } from './index-content.ts';

export interface Watch {
  close(): Promise<void>;
}

/** Events that come within this time, in milliseconds, are one update. */
const DEBOUNCE = 100;
/** Time between two looks at the whole folder where it cannot be watched, in milliseconds. */
const SCAN_INTERVAL = 5_000;
/** Longest time that a timer can be set for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Keeps the index up to date with the content folder: after each change of a file, and when the clock publishes or withdraws
 * a post. Where the folder cannot be watched (a limit of the system, a folder that was replaced or is gone) it is looked
 * through every few seconds until it can be. A run that fails is reported, and the last good state goes on being served.
 */
export async function watchContent(site: Site, nextDueAt: number | undefined): Promise<Watch> {
  const watch = new ContentWatch(site);
  await watch.start(nextDueAt);
  return watch;
}

class ContentWatch implements Watch {
  readonly #site: Site;
  readonly #changed = new Set<string>();
  #subscription: AsyncSubscription | undefined;
  #running = Promise.resolve();
  #wakeUp: NodeJS.Timeout | undefined;
  #nextScan: NodeJS.Timeout | undefined;
  /** What the last run failed with; said once, however often the same is tried again. */
  #failure: string | undefined;
  #isClosed = false;

  constructor(site: Site) {
    this.#site = site;
  }

  async start(nextDueAt: number | undefined): Promise<void> {
    await this.#subscribe();
    this.#wakeAt(nextDueAt);
  }

  async #subscribe(): Promise<void> {
    const { contentDir } = this.#site;
    try {
      this.#subscription = await subscribe(contentDir, (error, events) => {
        if (error) this.#lose(`cannot be watched (${error.message})`);
        const isFirst = this.#changed.size === 0;
        for (const { path } of events) this.#changed.add(relative(contentDir, path).split(sep).join('/'));
        if (isFirst && this.#changed.size > 0) this.#enqueue(() => this.#updateChanged());
      });
    } catch (error) {
      this.#lose(`cannot be watched (${messageOf(error)})`);
    }
  }

  /** Goes over to looking through the folder every few seconds, until it can be watched again. */
  #lose(reason: string): void {
    if (this.#nextScan || this.#isClosed) return;
    console.error(`finews: ${this.#site.contentDir} ${reason}; looking through it every ${SCAN_INTERVAL / 1000} s`);
    const lost = this.#subscription;
    this.#subscription = undefined;
    void lost?.unsubscribe().catch(() => {});
    this.#scanLater();
  }

  #scanLater(): void {
    this.#nextScan = setTimeout(() => this.#enqueue(() => this.#scan()), SCAN_INTERVAL);
  }

  async #scan(): Promise<void> {
    this.#nextScan = undefined;
    const isDone = await this.#update();
    if (this.#isClosed) return;
    if (isDone) await this.#subscribe();
    // What changed before the subscription was there is found by one more look.
    if (this.#subscription) {
      await this.#update();
      console.error(`finews: watching ${this.#site.contentDir} again`);
    } else if (!this.#nextScan) this.#scanLater();
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
    // The folder itself has gone or been replaced: its events come from elsewhere now, if at all.
    const isWhole = paths.includes('');
    const isDone = await this.#update(isWhole ? undefined : paths);
    if (isWhole) this.#lose('has gone or been replaced');
    else if (!isDone) this.#lose('has changes that are not in the index yet');
  }

  /** Brings the index up to date, with these files or with all. @returns false where it could not be */
  async #update(paths?: readonly string[]): Promise<boolean> {
    try {
      const report = await updateArchive(this.#site, paths ? { paths } : {});
      printProblems(report.problems);
      if (report.added + report.changed + report.removed > 0) console.error(summarize(report));
      this.#wakeAt(report.nextDueAt);
      this.#failure = undefined;
      return true;
    } catch (error) {
      const failure = messageOf(error);
      if (failure !== this.#failure) console.error(`finews: ${failure}; the last good state is served`);
      this.#failure = failure;
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
