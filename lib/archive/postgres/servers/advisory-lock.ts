import type { PoolClient } from 'pg';
import { rollBack } from './connections.ts';
import { connectToPrimary } from './primary.ts';

/** Advisory locks: any numbers that other programs of the database do not use. */
export const LOCKS = {
  /** Of the process that keeps the archive up to date, for as long as it does. */
  duty: 4_021_936_502_118,
  /** Of the process that makes one update. */
  update: 4_021_936_502_117,
} as const;

/**
 * Settings of the transaction that holds a lock, where the server knows them. It may be idle for years; and a server notices within some
 * seconds that the holder's machine is gone, which sends no farewell.
 */
const SETTINGS = `SELECT set_config(name, value, true) FROM (VALUES
    ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),
    ('tcp_keepalives_idle', '1'), ('tcp_keepalives_interval', '1'), ('tcp_keepalives_count', '3')
  ) AS wanted (name, value) JOIN pg_settings USING (name)`;

/**
 * A lock of the server that can be written. It belongs to a transaction that is open for as long as it is held: so it holds behind a
 * pooler that gives each transaction another session, too. Between its statements a transaction that has read nothing keeps no
 * old rows from being cleaned up. The server itself releases the lock when the holder's connection ends.
 */
export class AdvisoryLock {
  readonly #client: PoolClient;
  /** Resolves when the server has released the lock, since the connection has ended. */
  readonly lost: Promise<void>;

  readonly #noticeLoss: () => void;

  private constructor(client: PoolClient) {
    this.#client = client;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.lost = promise;
    this.#noticeLoss = resolve;
    client.once('end', this.#noticeLoss);
  }

  /** @returns `undefined` where another process has it @throws as `connectToPrimary` does */
  static async take(databaseUrl: string, lock: keyof typeof LOCKS): Promise<AdvisoryLock | undefined> {
    const client = await connectToPrimary(databaseUrl);
    try {
      const key = LOCKS[lock];
      const taken = await client.query(`BEGIN; ${SETTINGS}; SELECT pg_try_advisory_xact_lock(${key}) AS taken`);
      const results = [taken].flat() as { rows: { taken?: boolean }[] }[];
      if (results.at(-1)?.rows[0]?.taken) return new AdvisoryLock(client);
      await client.query('ROLLBACK');
      client.release();
      return undefined;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async release(): Promise<void> {
    this.#client.off('end', this.#noticeLoss);
    await rollBack(this.#client);
  }
}
