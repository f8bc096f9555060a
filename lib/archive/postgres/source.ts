import type { QueryResult } from 'pg';
import { ArchiveError } from '../errors.ts';
import { type Head, Snapshot, type SnapshotSource } from '../sql/snapshot.ts';
import { SCHEMA_VERSION } from '../sqlite/schema.ts';
import { Connections } from './connect.ts';
import { PostgresDatabase } from './database.ts';
import { describeUrl, explain } from './errors.ts';
import { SearchReader } from './search/search-reader.ts';

/** Connections of one process. A page holds one while it is read. */
const MOST_CONNECTIONS = 10;

const HEAD = `SELECT h.epoch, h.nonce, h.number, h.changed_at, site.value AS site, settings.value AS settings
  FROM head h LEFT JOIN meta site ON site.key = 'site' LEFT JOIN meta settings ON settings.key = 'settings'`;

interface HeadRow {
  epoch: number;
  nonce: string;
  number: number;
  changed_at: number;
  site: string | null;
  /** Begins with the version of what is stored. */
  settings: string | null;
}

/** Snapshots of a database: each is one transaction that sees one state. */
export class PostgresSource implements SnapshotSource {
  readonly #databaseUrl: string;
  readonly #search: SearchReader;
  #connections: Connections | undefined;
  #asking: Promise<Head> | undefined;
  #askingNext: Promise<Head> | undefined;

  /** @param dataDir where copies of the search index's segments are kept */
  constructor(databaseUrl: string, dataDir: string) {
    this.#databaseUrl = databaseUrl;
    this.#search = new SearchReader(dataDir);
  }

  async read<Result>(ask: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    const { pool } = this.#opened;
    const begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${HEAD}`;
    const { client, result: begun } = await this.#opened.ask(begin);
    try {
      // Two statements in one round trip give two results, which the types do not know.
      const head = this.#headOf((begun as unknown as QueryResult<HeadRow>[])[1]?.rows[0]);
      const askSearch = this.#search.in(client, pool, head.state);
      const result = await ask(new Snapshot({ db: new PostgresDatabase(client), head, askSearch }));
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').then(
        () => client.release(),
        () => client.release(true),
      );
      throw explain(error, this.#databaseUrl) ?? error;
    }
  }

  /** One question at a time, whoever asks: the front asks before each answer. */
  readHead(): Promise<Head> {
    if (!this.#asking) return this.#ask();
    // What is under way may have begun before a change that the caller knows of.
    this.#askingNext ??= this.#asking
      .catch(() => {})
      .then(() => {
        this.#askingNext = undefined;
        return this.#ask();
      });
    return this.#askingNext;
  }

  #ask(): Promise<Head> {
    const asking = this.#askHead().finally(() => {
      this.#asking = undefined;
    });
    this.#asking = asking;
    return asking;
  }

  async #askHead(): Promise<Head> {
    const { client, result } = await this.#opened.ask<HeadRow>(HEAD);
    client.release();
    return this.#headOf(result.rows[0]);
  }

  #headOf(row: HeadRow | undefined): Head {
    if (!row?.site) {
      throw new ArchiveError(`${describeUrl(this.#databaseUrl)}: holds no archive; run: node bin/finews.ts index`);
    }
    const { epoch, nonce, number, changed_at, site, settings } = row;
    if (Number(settings?.split(' ')[0]) !== SCHEMA_VERSION) {
      throw new ArchiveError(
        `${describeUrl(this.#databaseUrl)}: the archive was made by another version of finews; run this one's: node bin/finews.ts index`,
      );
    }
    return { state: { origin: `${epoch}:${nonce}`, number }, site, changedAt: changed_at };
  }

  get #opened(): Connections {
    this.#connections ??= new Connections(this.#databaseUrl, { max: MOST_CONNECTIONS, application_name: 'finews' });
    return this.#connections;
  }

  close(): void {
    this.#search.close();
    void this.#connections?.pool.end();
    this.#connections = undefined;
  }
}
