import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { ArchiveState } from '../archive.ts';
import type { Heads } from '../sql/write/change-log.ts';
import { LOCK_TIMEOUT } from './migrate.ts';
import { LOCK } from './servers/advisory-lock.ts';

/** The time for which one process has the right to write: from the moment at which it took the duty. */
export interface Epoch {
  /** Each one is higher than all before it. */
  readonly number: number;
  /** Tells it apart from one that began on another server under the same number. */
  readonly nonce: string;
  /** Number of the server's process that holds the lock of the duty. */
  readonly holder: number;
}

/**
 * Begins an epoch, which ends the one before. To be called by who has the lock of the duty.
 * @param holder number of the server's process that holds the lock
 * @throws an error of PostgreSQL with code 55P03 where an update under the epoch before is not over
 */
export async function beginEpoch(client: ClientBase, holder: number): Promise<Epoch> {
  const nonce = randomUUID();
  await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`);
  const { rows } = await client.query('UPDATE head SET epoch = epoch + 1, nonce = $1 RETURNING epoch', [nonce]);
  await client.query('COMMIT');
  return { number: rows[0]?.epoch, nonce, holder };
}

/** The row `head` in a transaction that writes: each changes it first, under the epoch that it belongs to. */
export class EpochHeads implements Heads {
  readonly #client: ClientBase;
  readonly #epoch: Epoch;

  constructor(client: ClientBase, epoch: Epoch) {
    this.#client = client;
    this.#epoch = epoch;
  }

  /**
   * The first statement of each transaction that writes.
   * @returns false where the epoch has passed; and where the lock of the duty is not held on this server: another process may begin an epoch at any
   * moment, or this is another server than the one on which this epoch began
   */
  async hold(): Promise<boolean> {
    const { rowCount } = await this.#client.query(
      `UPDATE head SET epoch = epoch WHERE epoch = $1 AND nonce = $2 AND EXISTS (
         SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = $3 AND classid::bigint << 32 | objid::bigint = $4
       )`,
      [this.#epoch.number, this.#epoch.nonce, this.#epoch.holder, LOCK],
    );
    return rowCount === 1;
  }

  async next(changedAt: number): Promise<ArchiveState> {
    const { rows } = await this.#client.query('UPDATE head SET number = number + 1, changed_at = $1 RETURNING number', [
      changedAt,
    ]);
    return { origin: `${this.#epoch.number}:${this.#epoch.nonce}`, number: rows[0]?.number };
  }
}
