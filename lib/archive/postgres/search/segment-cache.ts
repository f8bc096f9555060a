import { existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SEARCH_SCHEMA, SegmentStore } from '../../../search/segments/index.ts';
import { SCHEMA_VERSION } from '../../sqlite/schema.ts';

const LOCK_TIMEOUT = 10_000;

/** Copies of a search index's segments in the data folder: the tables that `lib/search` reads, shared by a node's processes. */
export class SegmentCache {
  readonly #dataDir: string;
  #open: { db: DatabaseSync; store: SegmentStore } | undefined;

  #changeCount = 0;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  get #opened(): { db: DatabaseSync; store: SegmentStore } {
    if (this.#open) return this.#open;
    const path = join(this.#dataDir, `search-cache-${SCHEMA_VERSION}.sqlite`);
    if (!existsSync(path)) makeFile(path);
    const db = new DatabaseSync(path, { timeout: LOCK_TIMEOUT });
    // Whatever a crash takes away is fetched again.
    db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -16384');
    this.#open = { db, store: new SegmentStore(db) };
    return this.#open;
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

  /** Runs code that sees one state of the copies. */
  read<Result>(run: () => Result): Result {
    return this.#transact('BEGIN', run);
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

/** Makes the file, whole from its first moment on: several processes may do so at once. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  rmSync(draft, { force: true });
  const db = new DatabaseSync(draft);
  db.exec(`PRAGMA journal_mode = WAL; ${SEARCH_SCHEMA}`);
  db.close();
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
