import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SEARCH_SCHEMA, SegmentStore } from '../../../search/index.ts';
import { SCHEMA_VERSION } from '../../sqlite/schema.ts';

const LOCK_TIMEOUT = 10_000;
const IS_MADE = "SELECT 1 FROM sqlite_schema WHERE name = 'search_segments'";

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
    mkdirSync(this.#dataDir, { recursive: true });
    const db = new DatabaseSync(join(this.#dataDir, `search-cache-${SCHEMA_VERSION}.sqlite`), {
      timeout: LOCK_TIMEOUT,
    });
    // Whatever a crash takes away is fetched again.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384');
    this.#open = { db, store: new SegmentStore(db) };
    this.write(() => {
      if (!db.prepare(IS_MADE).get()) db.exec(SEARCH_SCHEMA);
    });
    return this.#open;
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
