import { type Duty, openStore } from '../archive/open-store.ts';
import type { Problem } from '../content/index.ts';
import { ChangeNotes, SiteChanges, targetsOf } from '../push/index.ts';
import type { Site } from '../site.ts';
import { fingerprintOf } from './fingerprint.ts';
import { ContentFolder } from './folder/content-folder.ts';
import { emptyFolder, type ProgressListener, Reconciliation, type Run } from './reconcile.ts';

export interface UpdateOptions {
  /** Makes the archive from nothing, beside the state in use. */
  full?: boolean;
  /**
   * Looks at these files and folders alone (relative to the content folder, `/` between names), at a cost that does not
   * depend on the size of the archive. Everything is looked at where absent, or where the archive has to be made anew.
   */
  paths?: readonly string[];
  /** The clock: decides which posts lie in the future, and which files are too young to be known by their times. */
  now?: () => Date;
  onProgress?: ProgressListener;
  /** Under which the archive is written; the update takes the duty for itself where absent. */
  duty?: Duty | undefined;
}

/** What an update did, and what is wrong with the content after it. */
export interface UpdateReport {
  /** Published articles. */
  posts: number;
  added: number;
  changed: number;
  removed: number;
  /** Files that have not changed. */
  skipped: number;
  /** Files that are left out, or stay at an earlier version, because of a defect. */
  errors: number;
  seconds: number;
  /**
   * Everything that is wrong with the content, in the order of the paths. With `paths`, what is wrong with those files and with
   * files that claim an address which changed hands.
   */
  problems: Problem[];
  /** When the clock next publishes or withdraws a post, in seconds since 1970. */
  nextDueAt?: number;
  /** With `paths`: when the first of the files that are published anew was changed, in milliseconds since 1970. */
  changedAt?: number;
  /** Why changes could not be queued for search engines and hubs. */
  unqueued?: string;
}

/**
 * Brings the archive up to date with the content folder. Readers go on with the last whole state meanwhile, and keep it where
 * the update is killed or fails.
 * @throws {ArchiveError} where the content folder cannot be read, the archive cannot be written (a full disk), or another
 * process updates it.
 */
export async function updateArchive(site: Site, options: UpdateOptions = {}): Promise<UpdateReport> {
  const started = performance.now();
  const { full: isFull = false, paths, onProgress, duty } = options;
  const store = openStore(site);
  const now = options.now?.() ?? new Date();
  const notes = noteChanges(site, now);
  let run: Run;
  try {
    run = await store.update({ fingerprint: fingerprintOf(site), isFull, now, duty }, async (writer) => {
      onProgress?.({ phase: 'scan', done: 0, total: 0 });
      const folder = new ContentFolder(site);
      const changes = notes && { changes: new SiteChanges(), since: notes.notedAt ?? Number.POSITIVE_INFINITY };
      const run = await new Reconciliation({ writer, site, folder, now, onProgress, changes }).run(
        writer.isEmpty ? undefined : paths,
      );
      if (run.found === 0 && writer.isEmpty && !isFull && (await store.hasState())) throw emptyFolder(site.contentDir);
      if (changes) notes?.prepare(changes.changes);
      return run;
    });
  } catch (error) {
    notes?.cancel();
    throw error;
  }
  notes?.confirm();
  const { problems } = run;
  return {
    ...run.counts,
    errors: new Set(problems.filter(({ severity }) => severity === 'error').map(({ path }) => path)).size,
    seconds: Math.round(performance.now() - started) / 1000,
    problems,
    ...(run.nextDueAt !== undefined && { nextDueAt: run.nextDueAt }),
    ...(run.changedAt !== undefined && { changedAt: run.changedAt }),
    ...(notes?.trouble !== undefined && { unqueued: notes.trouble }),
  };
}

/** Notes of an update for who is told of changes; `undefined` where nobody is. */
function noteChanges(site: Site, now: Date): ChangeNotes | undefined {
  const targets = targetsOf(site);
  return targets.length === 0 ? undefined : new ChangeNotes(site.dataDir, targets, () => now.getTime() / 1000);
}
