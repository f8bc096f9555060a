import type { PoolClient } from 'pg';
import { BEGIN_WRITING, lastRowOf, quick, rollBack } from './connections.ts';
import { connectToPrimary } from './primary.ts';

/** Key of the lock: any number that other programs of the database do not use. */
export const LOCK = 4_021_936_502_118;

/** Between two questions whether the server is still there, in milliseconds. */
const BEAT = 1_000;
/** Beats for which an answer is waited for. Beats are counted, and not time: what keeps this process busy keeps the answer waiting too. */
const MOST_SILENT_BEATS = 5;

/**
 * A lock of the server that can be written. It belongs to a transaction that is open for as long as it is held: so it holds behind a
 * pooler that gives each transaction another session, too. Between its statements a transaction that has read nothing keeps no
 * old rows from being cleaned up. The server itself releases the lock when the holder's connection ends.
 */
export class AdvisoryLock {
  readonly #client: PoolClient;
  /** Number of the server's process that holds it. */
  readonly holder: number;
  readonly #loss = new AbortController();
  readonly #noticeLoss = (): void => this.#loss.abort();
  readonly #heart: NodeJS.Timeout;
  /** Beats since the last answer. */
  #silentBeats = 0;
  #isReleased = false;

  private constructor(client: PoolClient, holder: number) {
    this.#client = client;
    this.holder = holder;
    client.once('end', this.#noticeLoss);
    this.#heart = setInterval(() => this.#beat(), BEAT).unref();
  }

  /** @returns `undefined` where another process has it @throws as `connectToPrimary` does */
  static async take(databaseUrl: string): Promise<AdvisoryLock | undefined> {
    const client = await connectToPrimary(databaseUrl);
    try {
      const answer = await client.query<{ taken: boolean; holder: number }>(
        quick(`${BEGIN_WRITING}; SELECT pg_try_advisory_xact_lock(${LOCK}) AS taken, pg_backend_pid() AS holder`),
      );
      const row = lastRowOf(answer);
      if (row?.taken) return new AdvisoryLock(client, row.holder);
    } catch (error) {
      client.release(true);
      throw error;
    }
    await rollBack(client);
    return undefined;
  }

  /** Aborted when the server has released the lock, since the connection has ended; and when the server does not answer any more. */
  get loss(): AbortSignal {
    return this.#loss.signal;
  }

  /** A machine that is gone without a farewell ends no connection. */
  #beat(): void {
    this.#silentBeats++;
    if (this.#silentBeats > MOST_SILENT_BEATS) this.end();
    if (this.#silentBeats > 1) return;
    // An empty question needs no snapshot. One that fails ends the connection.
    this.#client.query('').then(
      () => {
        this.#silentBeats = 0;
      },
      () => {},
    );
  }

  /** Gives the lock up, and with it whatever is done under it. */
  end(): void {
    clearInterval(this.#heart);
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#client.release(true);
    this.#noticeLoss();
  }

  async release(): Promise<void> {
    clearInterval(this.#heart);
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#client.off('end', this.#noticeLoss);
    await rollBack(this.#client);
  }
}
