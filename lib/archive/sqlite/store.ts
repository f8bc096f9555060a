import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SearchIndexWriter } from '../../search/index.ts';
import { ArchiveError } from '../errors.ts';
import { SqlWriter } from '../sql/write/writer.ts';
import type { ArchiveChange, ArchiveStore, Duty, UpdateMode } from '../store.ts';
import { settingsOf, waitForTurn } from '../turn.ts';
import { SqliteDatabase } from './database.ts';
import { isBusy, unwritable } from './errors.ts';
import { currentGeneration, deleteOtherGenerations, newGeneration, switchTo } from './generations.ts';
import { SqliteHeads } from './heads.ts';
import { SCHEMA } from './schema.ts';

/** Milliseconds that a statement waits for a lock of the file. */
const LOCK_TIMEOUT = 10_000;
/** Between two attempts to get the lock of those who write, in milliseconds. */
const TURN_PAUSE = 50;

/** The archive in an SQLite file of DATA_DIR, for the process that writes it. */
export class SqliteStore implements ArchiveStore {
  readonly #dataDir: string;
  readonly #timezone: string;

  /** @param timezone in which days are counted */
  constructor(dataDir: string, timezone: string) {
    this.#dataDir = dataDir;
    this.#timezone = timezone;
  }

  async hasState(): Promise<boolean> {
    const current = currentGeneration(this.#dataDir);
    if (!current) return false;
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(current.path, { readOnly: true, timeout: LOCK_TIMEOUT });
      return db.prepare('SELECT 1 FROM files LIMIT 1').get() !== undefined;
    } catch {
      // A damaged or foreign file: nothing that could be served.
      return false;
    } finally {
      db?.close();
    }
  }

  /** Everybody may: each update waits for its turn. */
  async takeDuty(): Promise<Duty> {
    return { isExclusive: false, lost: new Promise(() => {}), async release() {} };
  }

  /** Nobody waits for the duty, and an update needs nothing of its own. */
  async follow(): Promise<void> {}

  async update<Result>(mode: UpdateMode, change: ArchiveChange<Result>): Promise<Result> {
    try {
      mkdirSync(this.#dataDir, { recursive: true });
      const lock = await waitForTurn(() => takeLock(this.#dataDir), this.#dataDir, TURN_PAUSE);
      try {
        const current = mode.isFull ? undefined : openUsable(this.#dataDir, settingsOf(mode.fingerprint));
        return await (current ? this.#updateInPlace(current, change) : this.#rebuild(mode, change));
      } finally {
        lock.close();
      }
    } catch (error) {
      throw unwritable(error, this.#dataDir) ?? error;
    }
  }

  /** Makes a new generation beside the one in use. */
  async #rebuild<Result>(mode: UpdateMode, change: ArchiveChange<Result>): Promise<Result> {
    const generation = newGeneration(this.#dataDir, mode.now);
    const db = new DatabaseSync(generation.path);
    try {
      // Nobody reads this file before it is whole, so nothing is lost when the machine stops in between.
      db.exec(
        'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; BEGIN',
      );
      db.exec(SCHEMA);
      db.prepare("INSERT INTO meta VALUES ('settings', ?)").run(settingsOf(mode.fingerprint));
      const result = await change(writerOf(db, true, this.#timezone));
      // No statistics are gathered: queries have the same plan in every archive.
      db.exec('COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
      switchTo(this.#dataDir, generation);
      return result;
    } catch (error) {
      if (db.isOpen) db.close();
      throw error;
    } finally {
      deleteOtherGenerations(this.#dataDir);
    }
  }

  async #updateInPlace<Result>(db: DatabaseSync, change: ArchiveChange<Result>): Promise<Result> {
    try {
      db.exec('BEGIN IMMEDIATE');
      const result = await change(writerOf(db, false, this.#timezone));
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      // The log of a failed run would keep its size for as long as readers have the index open.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      throw error;
    } finally {
      db.close();
    }
  }
}

/**
 * Makes the index one file that a read-only file system can serve: without a write-ahead log. The next update opens it for
 * writing again.
 * @throws {ArchiveError} where there is no index
 */
export function sealArchive(dataDir: string): void {
  const current = currentGeneration(dataDir);
  if (!current) throw new ArchiveError(`${dataDir}: holds no index to seal`);
  const db = new DatabaseSync(current.path);
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
  switchTo(dataDir, { ...current, isSealed: true });
}

function writerOf(file: DatabaseSync, isEmpty: boolean, timezone: string): SqlWriter {
  const db = new SqliteDatabase(file);
  const search = new SearchIndexWriter(file);
  return new SqlWriter({ db, search, heads: new SqliteHeads(db), isEmpty, timezone });
}

/** Locks the data folder. The system itself releases this lock when its holder dies. @returns `undefined` where another holds it */
async function takeLock(dataDir: string): Promise<DatabaseSync | undefined> {
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** The index in use, open for writing; `undefined` where there is none, or one that was made with something else. */
function openUsable(dataDir: string, settings: string): DatabaseSync | undefined {
  const current = currentGeneration(dataDir);
  if (!current) return undefined;
  let db: DatabaseSync | undefined;
  try {
    if (current.isSealed) switchTo(dataDir, { ...current, isSealed: false });
    db = new DatabaseSync(current.path, { timeout: LOCK_TIMEOUT });
    const row = db.prepare("SELECT value FROM meta WHERE key = 'settings'").get();
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    if (row?.value === settings) return db;
  } catch {
    // A damaged or foreign file. The content folder is the truth, so the index is made anew.
  }
  db?.close();
  return undefined;
}
