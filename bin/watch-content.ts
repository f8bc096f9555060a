import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { subscribe } from '@parcel/watcher';
import { updateArchive } from '../lib/archive/indexer.ts';
import type { Site } from '../lib/site.ts';
import { printProblems, summarize } from './index-content.ts';

export interface Watch {
  close(): Promise<void>;
}

/** Events that come within this time, in milliseconds, are one update. */
const DEBOUNCE = 100;
/** Longest time that a timer can be set for, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Keeps the index up to date with the content folder: after each change of a file, and when a post of the future is due.
 * A run that fails is reported, and the last good state goes on being served.
 */
export async function watchContent(site: Site, nextDueAt: number | undefined): Promise<Watch> {
  const changed = new Set<string>();
  let isClosed = false;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  /** One update after another; a change that comes meanwhile is in the next. */
  function schedule(): void {
    running = running.then(async () => {
      await sleep(DEBOUNCE);
      if (!isClosed) await update();
    });
  }

  async function update(): Promise<void> {
    const paths = [...changed];
    changed.clear();
    try {
      const report = await updateArchive(site, { paths });
      printProblems(report.problems);
      if (report.added + report.changed + report.removed > 0) console.error(summarize(report));
      wakeAt(report.nextDueAt);
    } catch (error) {
      console.error(`finews: ${error instanceof Error ? error.message : String(error)}; the last good state is served`);
    }
  }

  function wakeAt(dueAt: number | undefined): void {
    clearTimeout(timer);
    if (dueAt === undefined || isClosed) return;
    timer = setTimeout(schedule, Math.min(Math.max(dueAt * 1000 - Date.now(), 0), LONGEST_TIMER));
  }

  const subscription = await subscribe(site.contentDir, (error, events) => {
    if (error) console.error(`finews: watching ${site.contentDir}: ${error.message}`);
    const isFirst = changed.size === 0;
    for (const { path } of events) changed.add(relative(site.contentDir, path).split(sep).join('/'));
    if (isFirst && changed.size > 0) schedule();
  });
  wakeAt(nextDueAt);

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await subscription.unsubscribe();
      await running;
    },
  };
}
