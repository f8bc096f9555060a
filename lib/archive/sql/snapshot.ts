import type { SearchIndex } from '../../search/index.ts';
import type { ArchiveState } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { type Mark, SITE_MARK } from '../marks.ts';
import type { SiteIdentity } from '../types.ts';
import type { Database, Row, Value } from './database.ts';

/** What is known of a state without a question about its articles. */
export interface Head {
  state: ArchiveState;
  /** A `SiteIdentity` as JSON. */
  site: string;
  /** Time of the last update that readers can see, in seconds since 1970. */
  changedAt: number;
}

/** Asks the search index in the same state. @param ask may be called more than once */
export type AskSearch = <Result>(ask: (search: SearchIndex) => Result) => Promise<Result>;

interface SnapshotParts {
  db: Database;
  head: Head;
  askSearch: AskSearch;
}

/** One state of an archive, in which questions are asked; takes down the marks of what is read. */
export class Snapshot {
  readonly head: Head;
  readonly askSearch: AskSearch;
  readonly marks = new Set<Mark>();
  readonly #db: Database;

  constructor({ db, head, askSearch }: SnapshotParts) {
    this.#db = db;
    this.head = head;
    this.askSearch = askSearch;
  }

  get(sql: string, ...values: readonly Value[]): Promise<Row | undefined> {
    return this.#db.get(sql, ...values);
  }

  all(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    return this.#db.all(sql, ...values);
  }

  /** Notes that an answer depends on a part of the archive. */
  note(mark: Mark): void {
    this.marks.add(mark);
  }

  /** A value of the table `meta`. @throws {ArchiveError} where it is missing */
  async meta(key: string): Promise<string> {
    const row = await this.get('SELECT value FROM meta WHERE key = ?', key);
    if (typeof row?.value !== 'string') throw new ArchiveError(`the index has no ${key}; run finews index --full`);
    return row.value;
  }

  /** @see Archive.getSite */
  site(): SiteIdentity {
    this.note(SITE_MARK);
    return JSON.parse(this.head.site) as SiteIdentity;
  }
}

/** Where snapshots come from. */
export interface SnapshotSource {
  /**
   * Runs questions that all see the present state.
   * @param ask may be called again, in another state, where a server is lost meanwhile
   * @param least a state that somebody has seen: the present one is not older
   */
  read<Result>(ask: (snapshot: Snapshot) => Promise<Result>, least?: ArchiveState): Promise<Result>;
  /** The present head: cheaper than a snapshot. @param mark what is read of it, where marks are taken down */
  readHead(mark?: Mark): Promise<Head>;
  /** Releases what is open. The next call opens it again. */
  close(): void;
}
