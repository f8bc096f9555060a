import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { SearchIndex } from '../../search/index.ts';
import { Statements } from '../../sqlite-statements.ts';
import type { ArchiveState, Observed } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { type Mark, SITE_MARK } from '../marks.ts';
import type { SiteIdentity } from '../types.ts';
import { currentGeneration, pointerStamp } from './generations.ts';

/** Milliseconds that a query waits for a lock. */
const LOCK_TIMEOUT = 5_000;

/** What is open of one generation. */
interface OpenGeneration {
  /** `pointerStamp` at the time of opening. */
  stamp: string | undefined;
  db: DatabaseSync;
  statements: Statements;
  search: SearchIndex | undefined;
}

/** A read-only connection to the index in use. Reopens by itself when another generation is put in place. */
export class Connection {
  readonly #dataDir: string;
  #open: OpenGeneration | undefined;
  #isReading = false;
  /** Takes down what is read, while somebody wants to know. */
  #marks: Set<Mark> | undefined;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** The current generation; inside `read`, the one that the read began with. */
  #current(): OpenGeneration {
    if (this.#open && this.#isReading) return this.#open;
    const stamp = pointerStamp(this.#dataDir);
    if (this.#open && this.#open.stamp === stamp) return this.#open;
    const generation = currentGeneration(this.#dataDir);
    if (!generation) throw new ArchiveError(`${this.#dataDir}: holds no index; run: node bin/finews.ts index`);
    let db: DatabaseSync;
    try {
      const url = pathToFileURL(generation.path);
      // Without locks and logs, which a read-only file system does not allow.
      if (generation.isSealed) url.searchParams.set('immutable', '1');
      db = new DatabaseSync(url, { readOnly: true, timeout: LOCK_TIMEOUT });
      db.exec('PRAGMA cache_size = -16384');
    } catch (error) {
      throw new ArchiveError(`${generation.path}: the index cannot be opened`, { cause: error });
    }
    this.close();
    this.#open = { stamp, db, statements: new Statements(db), search: undefined };
    return this.#open;
  }

  sql(text: string): StatementSync {
    return this.#current().statements.get(text);
  }

  search(): SearchIndex {
    const open = this.#current();
    open.search ??= new SearchIndex(open.db);
    return open.search;
  }

  /** Runs queries that all see one state of the index. Calls may be nested. */
  read<Result>(run: () => Result): Result {
    if (this.#isReading) return run();
    const { db } = this.#current();
    db.exec('BEGIN');
    this.#isReading = true;
    try {
      return run();
    } finally {
      this.#isReading = false;
      // SQLite itself ends a transaction in which the disk failed.
      if (db.isTransaction) db.exec('COMMIT');
    }
  }

  /** Runs questions that all see one state of the index, and takes down what they read. Not to be nested. */
  async observe<Result>(ask: () => Promise<Result>): Promise<Observed<Result>> {
    const { db } = this.#current();
    db.exec('BEGIN');
    this.#isReading = true;
    const marks = new Set<Mark>();
    this.#marks = marks;
    try {
      const state = this.state();
      return { result: await ask(), state, marks };
    } finally {
      this.#marks = undefined;
      this.#isReading = false;
      if (db.isTransaction) db.exec('COMMIT');
    }
  }

  state(): ArchiveState {
    return { origin: this.meta('origin'), number: Number(this.meta('state')) };
  }

  /** A value of the table `meta`. @throws {ArchiveError} where it is missing */
  meta(key: string): string {
    const value = this.sql('SELECT value FROM meta WHERE key = ?').get(key)?.value;
    if (typeof value !== 'string') {
      throw new ArchiveError(`${this.#dataDir}: the index has no ${key}; run finews index --full`);
    }
    return value;
  }

  /** Notes that an answer depends on a part of the archive. */
  note(mark: Mark): void {
    this.#marks?.add(mark);
  }

  /** @see Archive.getSite */
  site(): SiteIdentity {
    this.note(SITE_MARK);
    return JSON.parse(this.meta('site')) as SiteIdentity;
  }

  /** Another connection to the same index. */
  another(): Connection {
    return new Connection(this.#dataDir);
  }

  /** Closes the file. The next call opens it again. */
  close(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }
}
