import { Pool, type PoolClient, type QueryResult } from 'pg';
import { ArchiveError } from '../errors.ts';
import type { Mark } from '../marks.ts';
import { type Head, Snapshot, type SnapshotSource } from '../sql/snapshot.ts';
import { PostgresDatabase, valueTypes } from './database.ts';
import { describeUrl, explain } from './errors.ts';
import { SearchReader } from './search/search-reader.ts';

/** Connections of one process. A page holds one while it is read. */
const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT = 10_000;

const HEAD = `SELECT h.epoch, h.nonce, h.number, h.changed_at, m.value AS site
  FROM head h LEFT JOIN meta m ON m.key = 'site'`;

interface HeadRow {
  epoch: number;
  nonce: string;
  number: number;
  changed_at: number;
  site: string | null;
}

/** Snapshots of a database: each is one transaction that sees one state. */
export class PostgresSource implements SnapshotSource {
  readonly #databaseUrl: string;
  readonly #search: SearchReader;
  #pool: Pool | undefined;

  /** @param dataDir where copies of the search index's segments are kept */
  constructor(databaseUrl: string, dataDir: string) {
    this.#databaseUrl = databaseUrl;
    this.#search = new SearchReader(dataDir);
  }

  async read<Result>(ask: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    const client = await this.#connect();
    let isBroken = true;
    try {
      const begun = await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${HEAD}`);
      // Two statements in one round trip give two results, which the types do not know.
      const head = this.#headOf((begun as unknown as QueryResult<HeadRow>[])[1]?.rows[0]);
      const askSearch = this.#search.in(client, this.#opened, head.state);
      const result = await ask(new Snapshot({ db: new PostgresDatabase(client), head, askSearch }));
      await client.query('COMMIT');
      isBroken = false;
      return result;
    } catch (error) {
      throw explain(error, this.#databaseUrl) ?? error;
    } finally {
      if (isBroken)
        await client.query('ROLLBACK').then(
          () => client.release(),
          (error: Error) => client.release(error),
        );
      else client.release();
    }
  }

  async readHead(_mark?: Mark): Promise<Head> {
    const client = await this.#connect();
    try {
      return this.#headOf((await client.query<HeadRow>(HEAD)).rows[0]);
    } catch (error) {
      throw explain(error, this.#databaseUrl) ?? error;
    } finally {
      client.release();
    }
  }

  #headOf(row: HeadRow | undefined): Head {
    if (!row?.site) {
      throw new ArchiveError(`${describeUrl(this.#databaseUrl)}: holds no archive; run: node bin/finews.ts index`);
    }
    const { epoch, nonce, number, changed_at, site } = row;
    return { state: { origin: `${epoch}:${nonce}`, number }, site, changedAt: changed_at };
  }

  get #opened(): Pool {
    if (this.#pool) return this.#pool;
    this.#pool = new Pool({
      connectionString: this.#databaseUrl,
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      types: valueTypes,
      application_name: 'finews',
    });
    // An idle connection that the server ends is replaced; the next question tells where it cannot be.
    this.#pool.on('error', () => {});
    return this.#pool;
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#opened.connect();
    } catch (error) {
      throw explain(error, this.#databaseUrl) ?? error;
    }
  }

  close(): void {
    this.#search.close();
    void this.#pool?.end();
    this.#pool = undefined;
  }
}
