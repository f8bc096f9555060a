import { Pool, type PoolClient, type PoolConfig, type QueryResult, type QueryResultRow } from 'pg';
import { valueTypes } from '../database.ts';
import { explain, isLost } from '../errors.ts';

const CONNECT_TIMEOUT = 5_000;
/** Milliseconds within which a connection answers its first question, which costs a server nothing. Later ones may take long. */
const ANSWER_TIMEOUT = 3_000;

/** Connections to one server, made as they are needed. */
export class Connections {
  readonly #address: string;
  readonly #most: number;
  readonly pool: Pool;

  /**
   * @param address with one host
   * @param config what is different from other connections; `max` must be given
   */
  constructor(address: string, config: PoolConfig & { max: number }) {
    this.#address = address;
    this.#most = config.max;
    this.pool = new Pool({
      connectionString: address,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      keepAlive: true,
      // A connection that nobody uses keeps no process from its end.
      allowExitOnIdle: true,
      types: valueTypes,
      ...config,
    });
    // An idle connection that the server ends is replaced; of one in use, the next question fails and tells why.
    this.pool.on('error', () => {});
    this.pool.on('connect', (client) => client.on('error', () => {}));
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
        // `@types/pg` does not know this setting of a query (pg/lib/client.js).
        const question = { text: sql, query_timeout: ANSWER_TIMEOUT };
        return { client, result: await client.query<Row>(question) };
      } catch (error) {
        client?.release(true);
        if (!client || !isLost(error) || attempt === this.#most) throw explain(error, this.#address) ?? error;
      }
    }
  }
}

/** Ends a transaction, and gives its connection back. */
export async function rollBack(client: PoolClient): Promise<void> {
  await client.query('ROLLBACK').then(
    () => client.release(),
    () => client.release(true),
  );
}
