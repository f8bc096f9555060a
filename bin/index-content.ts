import { setFlagsFromString } from 'node:v8';
import { ArchiveError, BusyError } from '../lib/archive/index.ts';
import { type Duty, openStore } from '../lib/archive/open-store.ts';
import type { Problem } from '../lib/content/index.ts';
import { type UpdateOptions, type UpdateReport, updateArchive } from '../lib/ingest/index.ts';
import { log } from '../lib/log.ts';
import type { Site } from '../lib/site.ts';
import { formatProblem } from './commands/problem-formats.ts';
import { startProgress } from './progress.ts';

/**
 * How much V8 lets the heap grow between two collections, in percent of what is in use. A run makes garbage as fast as it reads, and
 * V8 would let it grow to several times of that.
 */
const HEAP_GROWTH = 50;

/** Brings the index up to date and shows how far it has come. */
export async function indexContent(site: Site, options: Omit<UpdateOptions, 'onProgress'> = {}): Promise<UpdateReport> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const progress = startProgress('Indexing', 'posts');
  try {
    return await updateArchive(site, { ...options, onProgress: ({ done, total }) => progress.update(done, total) });
  } finally {
    progress.stop();
  }
}

/** One line a problem on standard error, in the form that editors' tools parse: `path:line:column: error: message`. */
export function printProblems(problems: readonly Problem[]): void {
  const rank = ({ severity }: Problem): number => (severity === 'error' ? 0 : 1);
  for (const problem of [...problems].sort((a, b) => rank(a) - rank(b))) {
    const { path, line, column = 1, severity, message } = problem;
    log({
      level: severity === 'error' ? 'error' : 'warn',
      event: 'content-problem',
      message,
      text: formatProblem(problem, process.stderr),
      fields: { path, line, column, severity },
    });
  }
}

/** One line that says what a run did. */
export function summarize({ posts, added, changed, removed, skipped, errors, seconds }: UpdateReport): string {
  const parts = [`${added} added`, `${changed} changed`, `${removed} removed`, `${skipped} unchanged`];
  const defects =
    errors === 0 ? '' : `; ${errors} ${errors === 1 ? 'file needs' : 'files need'} mending (listed above)`;
  return `${posts} posts: ${parts.join(', ')} in ${seconds.toFixed(1)} s${defects}`;
}

function printTroubles({ problems, unqueued }: UpdateReport): void {
  printProblems(problems);
  if (unqueued !== undefined)
    reportMessage(`pushes cannot be queued: ${unqueued}; they are tried again with the next update`, 'push-unqueued');
}

/** Prints what an update did and what is wrong with the content. */
export function printUpdate(report: UpdateReport): void {
  printTroubles(report);
  logUpdate(report);
}

function logUpdate(report: UpdateReport): void {
  const { posts, added, changed, removed, skipped, errors, seconds } = report;
  const fields = { posts, added, changed, removed, skipped, errors, seconds };
  log({ level: 'info', event: 'index-updated', message: summarize(report), text: summarize(report), fields });
}

/** The same for an update of a running server: nothing where nothing changed. */
export function reportUpdate(report: UpdateReport): void {
  printTroubles(report);
  if (report.added + report.changed + report.removed > 0) logUpdate(report);
}

/** A line from what goes on beside updates. @param event what kind of line it is */
export function reportMessage(message: string, event = 'index-message'): void {
  log({ level: 'warn', event, message });
}

/** Indexes for a build. A database that another process keeps up to date has the content from there: nodes are deployed while it works. */
export async function indexForBuild(site: Site): Promise<void> {
  try {
    printUpdate(await indexContent(site));
  } catch (error) {
    if (!(error instanceof BusyError) || site.databaseUrl === undefined) throw error;
    reportMessage(
      'another finews keeps the archive up to date; this build goes on without an update',
      'index-left-out',
    );
  }
}

/** The first run under a duty. What it failed with, where that may pass and an earlier run has left a state to serve meanwhile. */
export async function indexFirst(site: Site, duty: Duty): Promise<UpdateReport | ArchiveError> {
  try {
    const report = await indexContent(site, { duty });
    printUpdate(report);
    return report;
  } catch (error) {
    // A process that will not be able to write leaves it to another one.
    if (!(error instanceof ArchiveError) || error.remedy === 'operator') throw error;
    if (await openStore(site).hasState()) return error;
    throw error;
  }
}
