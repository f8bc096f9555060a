import { Pool, type PoolClient, type PoolConfig, type QueryResult, type QueryResultRow } from 'pg';
import { valueTypes } from './database.ts';
import { explain, isLost } from './errors.ts';

const CONNECT_TIMEOUT = 10_000;

/** Connections to one database, made as they are needed. */
export class Connections {
  readonly #databaseUrl: string;
  readonly #most: number;
  readonly pool: Pool;

  /** @param config what is different from other connections; `max` must be given */
  constructor(databaseUrl: string, config: PoolConfig & { max: number }) {
    this.#databaseUrl = databaseUrl;
    this.#most = config.max;
    this.pool = new Pool({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      types: valueTypes,
      ...config,
    });
    // An idle connection that the server ends is replaced.
    this.pool.on('error', () => {});
  }

  /**
   * A connection that has answered a first question. One that was lost meanwhile is replaced.
   * @param sql several statements give a list of results
   * @throws {ArchiveError} where the server cannot be asked
   */
  async ask<Row extends QueryResultRow>(sql: string): Promise<{ client: PoolClient; result: QueryResult<Row> }> {
    for (let attempt = 0; ; attempt++) {
      let client: PoolClient | undefined;
      try {
        client = await this.pool.connect();
        return { client, result: await client.query<Row>(sql) };
      } catch (error) {
        client?.release(true);
        if (!client || !isLost(error) || attempt === this.#most) throw explain(error, this.#databaseUrl) ?? error;
      }
    }
  }
}
