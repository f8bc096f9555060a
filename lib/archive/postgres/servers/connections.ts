import type { Socket } from 'node:net';
import {
  Client,
  type ClientConfig,
  Pool,
  type PoolClient,
  type PoolConfig,
  type QueryResult,
  type QueryResultRow,
} from 'pg';
import { valueTypes } from '../database.ts';
import { type AddressSetting, explainConnecting, isLost } from '../errors.ts';

const CONNECT_TIMEOUT = 5_000;
/** Milliseconds within which a connection answers what costs a server nothing. Other questions may take long. */
const ANSWER_TIMEOUT = 3_000;
/** Milliseconds after which a connection that says nothing is asked by the system whether its other end is there. */
const KEEP_ALIVE_DELAY = 5_000;

/**
 * Begins a transaction that writes or holds a lock, with settings where the server knows them. It may be idle for long. When the machine
 * of this process is gone, which sends no farewell, the server notices it within some seconds, and others need not wait.
 */
export const BEGIN_WRITING = `BEGIN; SELECT set_config(name, value, true) FROM (VALUES
    ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
    ('tcp_keepalives_idle', '1'), ('tcp_keepalives_interval', '1'), ('tcp_keepalives_count', '3'), ('tcp_user_timeout', '4000')
  ) AS wanted (name, value) JOIN pg_settings USING (name)`;

/** A question as the client understands it; `@types/pg` does not know all of it (pg/lib/client.js). */
interface Question {
  text: string;
  query_timeout: number;
}

/** A question that costs a server nothing: it fails where there is no answer soon. */
export const quick = (text: string): Question => ({ text, query_timeout: ANSWER_TIMEOUT });

/** A client that waits for no server when its connection ends. */
class EndingClient extends Client {
  /**
   * `pg` leaves a connection open where none can be made since it cannot answer the server, such as for want of a password. Both would
   * wait for each other for a minute.
   */
  constructor(config?: ClientConfig) {
    super(config);
    this.connection.on('error', () => this.#socket.destroy());
  }

  /** Another one where the connection has turned to TLS. */
  get #socket(): Socket {
    return this.connection.stream as Socket;
  }

  /** `pg` waits until the server has ended the connection too. One that is silent does not, and would keep this process from its end. */
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    const ended = callback ? super.end(callback) : super.end();
    this.#socket.destroySoon();
    return ended ?? undefined;
  }
}

/** Connections to one server, made as they are needed. */
export class Connections {
  readonly #address: string;
  readonly #setting: AddressSetting;
  readonly #most: number;
  readonly pool: Pool;

  /**
   * @param address with one host
   * @param config what is different from other connections; `max` must be given
   * @param setting that the address is from
   */
  constructor(address: string, config: PoolConfig & { max: number }, setting: AddressSetting) {
    this.#address = address;
    this.#setting = setting;
    this.#most = config.max;
    this.pool = new Pool({
      connectionString: address,
      Client: EndingClient,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      keepAlive: true,
      // A connection that nobody uses keeps no process from its end.
      allowExitOnIdle: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY,
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
        return { client, result: await client.query<Row>(quick(sql)) };
      } catch (error) {
        client?.release(true);
        if (!client || !isLost(error) || attempt === this.#most) {
          throw explainConnecting(error, this.#address, this.#setting);
        }
      }
    }
  }
}

/** The first row of the last of several statements in one round trip, which give several results; the types do not know of these. */
export const lastRowOf = <Row extends QueryResultRow>(answer: QueryResult<Row>): Row | undefined =>
  ([answer].flat() as QueryResult<Row>[]).at(-1)?.rows[0];

/** Ends a transaction, and gives its connection back. */
export async function rollBack(client: PoolClient): Promise<void> {
  await client.query(quick('ROLLBACK')).then(
    () => client.release(),
    () => client.release(true),
  );
}
