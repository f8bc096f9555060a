import { existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SEARCH_SCHEMA, SegmentStore } from '../../../search/segments/index.ts';
import { isOfSqlite } from '../../sqlite/errors.ts';
import { SCHEMA_VERSION } from '../../sqlite/schema.ts';

const LOCK_TIMEOUT = 10_000;

/** Until a folder that could not be used is tried again, in milliseconds. */
const RETRY_INTERVAL = 60_000;

interface Opened {
  db: DatabaseSync;
  store: SegmentStore;
  /** False where it is in memory, and empty. */
  isLasting: boolean;
}

/** Copies of a search index's segments in the data folder: the tables that `lib/search` reads, shared by a node's processes. */
export class SegmentCache {
  readonly #path: string;
  readonly #onLoss: ((error: Error) => void) | undefined;
  #open: Opened | undefined;
  #retryAt = 0;

  #changeCount = 0;

  /** @param onLoss called where the folder cannot be used; there are no copies then. Where it is absent, such an error is thrown */
  constructor(dataDir: string, onLoss?: (error: Error) => void) {
    this.#path = join(dataDir, `search-cache-${SCHEMA_VERSION}.sqlite`);
    this.#onLoss = onLoss;
  }

  get #opened(): Opened {
    this.#open ??= this.#openFile();
    return this.#open;
  }

  #openFile(): Opened {
    try {
      return openFile(this.#path);
    } catch (error) {
      return this.#loseFile(error);
    }
  }

  #loseFile(error: unknown): Opened {
    if (!this.#onLoss || !isOfSystem(error)) throw error;
    this.#onLoss(error);
    this.#retryAt = performance.now() + RETRY_INTERVAL;
    this.#changeCount++;
    return openNothing();
  }

  /** Whether copies can be kept. */
  get isLasting(): boolean {
    return this.#opened.isLasting;
  }

  has(stamp: string): boolean {
    return this.store.listSegments().some((segment) => segment.stamp === stamp);
  }

  get db(): DatabaseSync {
    return this.#opened.db;
  }

  get store(): SegmentStore {
    return this.#opened.store;
  }

  /** Changes whenever this process changes the copies, as `getVersion` of the store does for others. */
  get changeCount(): number {
    return this.#changeCount;
  }

  /** Runs code that sees one state of the copies. It runs again, without copies, where the disk fails meanwhile. */
  read<Result>(run: () => Result): Result {
    if (this.#open?.isLasting === false && performance.now() >= this.#retryAt) {
      this.close();
      this.#changeCount++;
    }
    try {
      return this.#transact('BEGIN', run);
    } catch (error) {
      if (!this.#open?.isLasting || !isOfSqlite(error)) throw error;
      const empty = this.#loseFile(error);
      this.close();
      this.#open = empty;
      return this.#transact('BEGIN', run);
    }
  }

  /** Runs code that alone changes the copies. */
  write<Result>(run: () => Result): Result {
    this.#changeCount++;
    return this.#transact('BEGIN IMMEDIATE', run);
  }

  #transact<Result>(begin: string, run: () => Result): Result {
    const { db } = this.#opened;
    db.exec(begin);
    try {
      const result = run();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }
}

/** Opens the file of a node's copies, and looks whether it can be read. */
function openFile(path: string): Opened {
  if (!existsSync(path)) makeFile(path);
  const db = new DatabaseSync(path, { timeout: LOCK_TIMEOUT });
  try {
    // Whatever a crash takes away is fetched again.
    db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; SELECT 1 FROM search_segments');
    return { db, store: new SegmentStore(db), isLasting: true };
  } catch (error) {
    db.close();
    throw error;
  }
}

function openNothing(): Opened {
  const db = new DatabaseSync(':memory:');
  db.exec(SEARCH_SCHEMA);
  return { db, store: new SegmentStore(db), isLasting: false };
}

/** Makes the file, whole from its first moment on: several processes may do so at once. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  try {
    const db = new DatabaseSync(draft);
    try {
      db.exec(`PRAGMA journal_mode = WAL; ${SEARCH_SCHEMA}`);
    } finally {
      db.close();
    }
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true });
  }
}

/** An error of the disk: of the system or of SQLite, both of which have a code. */
const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'code' in error;
