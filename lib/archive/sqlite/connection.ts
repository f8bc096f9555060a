import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { SearchIndex } from '../../search/index.ts';
import { SegmentStore } from '../../search/segments/index.ts';
import { ArchiveError } from '../errors.ts';
import { type Head, Snapshot, type SnapshotSource } from '../sql/snapshot.ts';
import { SqliteDatabase } from './database.ts';
import { currentGeneration, pointerStamp } from './generations.ts';

/** Milliseconds that a query waits for a lock. */
const LOCK_TIMEOUT = 5_000;

/** What is open of one generation. */
interface OpenGeneration {
  /** `pointerStamp` at the time of opening. */
  stamp: string | undefined;
  db: DatabaseSync;
  questions: SqliteDatabase;
  search: SearchIndex | undefined;
}

/** A read-only connection to the index in use. Reopens by itself when another generation is put in place. */
class Connection {
  readonly #dataDir: string;
  #open: OpenGeneration | undefined;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** The current generation. */
  #current(): OpenGeneration {
    const stamp = pointerStamp(this.#dataDir);
    if (this.#open && this.#open.stamp === stamp) return this.#open;
    const generation = currentGeneration(this.#dataDir);
    if (!generation) throw new ArchiveError(`${this.#dataDir}: holds no index; run: node bin/finews.mjs index`);
    let db: DatabaseSync;
    try {
      const url = pathToFileURL(generation.path);
      // Without locks and logs, which a read-only file system does not allow.
      if (generation.isSealed) url.searchParams.set('immutable', '1');
      db = new DatabaseSync(url, { readOnly: true, timeout: LOCK_TIMEOUT });
      db.exec('PRAGMA cache_size = -16384');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ArchiveError(`${generation.path}: the index cannot be opened (${reason})`, { cause: error });
    }
    this.close();
    this.#open = { stamp, db, questions: new SqliteDatabase(db), search: undefined };
    return this.#open;
  }

  /** @see SnapshotSource.read. Not to be called again before it has ended. */
  async read<Result>(ask: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    const open = this.#current();
    const { db, questions } = open;
    db.exec('BEGIN');
    try {
      const head = this.#headOf(open);
      const askSearch = async <Found>(find: (search: SearchIndex) => Found): Promise<Found> => {
        open.search ??= new SearchIndex(new SegmentStore(db));
        return find(open.search);
      };
      return await ask(new Snapshot({ db: questions, head, askSearch }));
    } finally {
      // SQLite itself ends a transaction in which the disk failed.
      if (db.isTransaction) db.exec('COMMIT');
    }
  }

  readHead(): Head {
    return this.#headOf(this.#current());
  }

  #headOf({ questions }: OpenGeneration): Head {
    const values = questions.readMeta(['origin', 'state', 'site', 'changed_at']);
    const read = (key: string): string => {
      const value = values.get(key);
      if (value === undefined) {
        throw new ArchiveError(`${this.#dataDir}: the index has no ${key}; run finews index --full`);
      }
      return value;
    };
    const state = { origin: read('origin'), number: Number(read('state')) };
    return { state, site: read('site'), changedAt: Number(read('changed_at')) };
  }

  /** Closes the file. The next call opens it again. */
  close(): void {
    this.#open?.db.close();
    this.#open = undefined;
  }
}

/** Snapshots of the index of a data folder, each on a connection of its own while it is in use. */
export class SqliteSource implements SnapshotSource {
  readonly #dataDir: string;
  readonly #idle: Connection[] = [];

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  async read<Result>(ask: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    const connection = this.#idle.pop() ?? new Connection(this.#dataDir);
    try {
      return await connection.read(ask);
    } finally {
      this.#idle.push(connection);
    }
  }

  async readHead(): Promise<Head> {
    const connection = this.#idle.at(-1) ?? new Connection(this.#dataDir);
    if (this.#idle.length === 0) this.#idle.push(connection);
    return connection.readHead();
  }

  close(): void {
    for (const connection of this.#idle) connection.close();
  }
}
