import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArchiveError, isBusy, unwritable } from '../archive/errors.ts';
import { currentIndex, deleteOtherGenerations, newGeneration, switchTo } from '../archive/sqlite/generations.ts';
import { emptyFolder, hasLastState } from '../archive/sqlite/last-state.ts';
import { SCHEMA } from '../archive/sqlite/schema.ts';
import { settingsDigest } from '../archive/sqlite/settings.ts';
import type { Problem } from '../content/index.ts';
import type { Site } from '../site.ts';
import { ContentFolder } from './scan.ts';
import { type ProgressListener, type Run, UpdateRun } from './update-run.ts';

export interface UpdateOptions {
  /** Makes the index from nothing, beside the one in use. */
  full?: boolean;
  /**
   * Looks at these files and folders alone (relative to the content folder, `/` between names), at a cost that does not
   * depend on the size of the archive; at everything where absent or where the index has to be made anew.
   */
  paths?: readonly string[];
  /** The clock: decides which posts lie in the future. */
  now?: () => Date;
  onProgress?: ProgressListener;
}

/** What a run did, and how the content stands after it. */
export interface UpdateReport {
  /** Published articles in the index. */
  posts: number;
  added: number;
  changed: number;
  removed: number;
  /** Files that were as the index knew them. */
  skipped: number;
  /** Files that are left out, or stay at an earlier version, because of a defect. */
  errors: number;
  seconds: number;
  /** Everything that is wrong with the content now (with `paths`, with what was looked at), in the order of the paths. */
  problems: Problem[];
  /** When the clock next publishes or withdraws a post, in seconds since 1970. */
  nextDueAt?: number;
}

/**
 * Brings the index up to date with the content folder: in one transaction, or, from nothing, in a new file put in place at
 * the end. Readers go on with the last whole state meanwhile, and keep it where the run is killed or fails.
 * @throws {ArchiveError} where the content folder cannot be read, the index cannot be written (a full disk), or another run
 * holds it.
 */
export async function updateArchive(site: Site, options: UpdateOptions = {}): Promise<UpdateReport> {
  try {
    return await updateLocked(site, options);
  } catch (error) {
    throw unwritable(error, site.dataDir) ?? error;
  }
}

async function updateLocked(site: Site, options: UpdateOptions): Promise<UpdateReport> {
  const started = performance.now();
  mkdirSync(site.dataDir, { recursive: true });
  const lock = await takeLock(site.dataDir);
  try {
    const now = options.now?.() ?? new Date();
    options.onProgress?.({ phase: 'scan', done: 0, total: 0 });
    const folder = new ContentFolder(site.contentDir, site.exclude);
    const current = options.full ? undefined : openUsable(site);
    const run = await (current
      ? updateInPlace(current, site, folder, now, options)
      : rebuild(site, folder, now, options));
    const { problems } = run;
    return {
      ...run.counts,
      errors: new Set(problems.filter(({ severity }) => severity === 'error').map(({ path }) => path)).size,
      seconds: Math.round(performance.now() - started) / 1000,
      problems,
      ...(run.nextDueAt !== undefined && { nextDueAt: run.nextDueAt }),
    };
  } finally {
    lock.close();
  }
}

const LOCK_WAIT_MILLISECONDS = 10_000;
const LOCK_RETRY_MILLISECONDS = 50;

/** One indexer at a time: the system itself lets go of this lock when its holder dies. */
async function takeLock(dataDir: string): Promise<DatabaseSync> {
  const deadline = performance.now() + LOCK_WAIT_MILLISECONDS;
  for (;;) {
    const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'));
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return lock;
    } catch (cause) {
      lock.close();
      if (!isBusy(cause)) throw cause;
      if (performance.now() > deadline) {
        throw new ArchiveError(`${dataDir}: another finews holds the index; wait for it or end it`, { cause });
      }
      await sleep(LOCK_RETRY_MILLISECONDS);
    }
  }
}

/** The index in use, open for writing; `undefined` where there is none, or one of another format or of other settings. */
function openUsable(site: Site): DatabaseSync | undefined {
  const current = currentIndex(site.dataDir);
  if (!current) return undefined;
  let db: DatabaseSync | undefined;
  try {
    if (current.isSealed) switchTo(site.dataDir, basename(current.path));
    db = new DatabaseSync(current.path, { timeout: 10_000 });
    const row = db.prepare("SELECT value FROM meta WHERE key = 'settings'").get();
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    if (row?.value === settingsDigest(site)) return db;
  } catch {
    // Damaged or foreign: the content folder is the truth, so it is made anew.
  }
  db?.close();
  return undefined;
}

async function rebuild(site: Site, folder: ContentFolder, now: Date, options: UpdateOptions): Promise<Run> {
  const generation = newGeneration(now);
  const db = new DatabaseSync(join(site.dataDir, generation));
  try {
    // Nobody reads this file before it is whole, so nothing is lost when the machine stops in between.
    db.exec(
      'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; BEGIN',
    );
    db.exec(SCHEMA);
    const run = await new UpdateRun(db, site, folder, now, options.onProgress).run();
    if (run.found === 0 && !options.full && hasLastState(site.dataDir)) throw emptyFolder(site.contentDir);
    // No statistics are gathered: queries have the same plan in every archive.
    db.exec('COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    switchTo(site.dataDir, generation);
    return run;
  } catch (error) {
    if (db.isOpen) db.close();
    throw error;
  } finally {
    deleteOtherGenerations(site.dataDir);
  }
}

async function updateInPlace(
  db: DatabaseSync,
  site: Site,
  folder: ContentFolder,
  now: Date,
  options: UpdateOptions,
): Promise<Run> {
  try {
    db.exec('BEGIN IMMEDIATE');
    const run = await new UpdateRun(db, site, folder, now, options.onProgress).run(options.paths);
    db.exec('COMMIT');
    return run;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    // The log of a failed run would keep its room for as long as readers have the index open.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    throw error;
  } finally {
    db.close();
  }
}
