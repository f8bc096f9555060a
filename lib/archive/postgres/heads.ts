import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { ArchiveState } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import type { Heads } from '../sql/write/change-log.ts';

/** By which this process knows its own epochs again. */
const NONCE = randomUUID();

/**
 * The right to write: an epoch of the table `head` that is this process's. Every update changes that row first, under its epoch.
 * A writer whose epoch has passed, since another has taken over meanwhile, changes nothing.
 */
export class Epoch implements Heads {
  readonly #client: ClientBase;
  readonly #epoch: number;

  private constructor(client: ClientBase, epoch: number) {
    this.#client = client;
    this.#epoch = epoch;
  }

  /** Begins an epoch, unless the last one is this process's own. To be called while no other process writes. */
  static async take(client: ClientBase): Promise<Epoch> {
    const { rows } = await client.query(
      'UPDATE head SET epoch = CASE WHEN nonce = $1 THEN epoch ELSE epoch + 1 END, nonce = $1 RETURNING epoch',
      [NONCE],
    );
    return new Epoch(client, rows[0]?.epoch);
  }

  /** The first statement of each transaction that writes. @throws {ArchiveError} where the epoch has passed */
  async hold(): Promise<void> {
    const { rowCount } = await this.#client.query('UPDATE head SET epoch = epoch WHERE epoch = $1 AND nonce = $2', [
      this.#epoch,
      NONCE,
    ]);
    if (rowCount !== 1) throw new ArchiveError('another finews has taken over; this one writes no more');
  }

  async next(changedAt: number): Promise<ArchiveState> {
    const { rows } = await this.#client.query('UPDATE head SET number = number + 1, changed_at = $1 RETURNING number', [
      changedAt,
    ]);
    return { origin: `${this.#epoch}:${NONCE}`, number: rows[0]?.number };
  }
}
