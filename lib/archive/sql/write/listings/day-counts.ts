import type { Database } from '../../database.ts';

/** Counts that are collected before they are written. A new archive has a count for each day of each source, millions of them. */
const MAX_COLLECTED = 50_000;

/** The table `listing_days`: how many entries of a listing each day has. */
export class DayCounts {
  readonly #db: Database;
  /** By listing and day. */
  readonly #changes = new Map<string, { listing: number; day: number; change: number }>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param day yyyymmdd */
  async count(listing: number, day: number, change: 1 | -1): Promise<void> {
    const key = `${listing}/${day}`;
    const known = this.#changes.get(key);
    if (known) known.change += change;
    else this.#changes.set(key, { listing, day, change });
    if (this.#changes.size === MAX_COLLECTED) await this.write();
  }

  async write(): Promise<void> {
    const changed = [...this.#changes.values()].filter(({ change }) => change !== 0);
    this.#changes.clear();
    await this.#db.runAll(
      `INSERT INTO listing_days VALUES (?, ?, ?)
       ON CONFLICT (listing, day) DO UPDATE SET count = listing_days.count + excluded.count`,
      changed.map(({ listing, day, change }) => [listing, day, change]),
    );
    await this.#db.runAll(
      'DELETE FROM listing_days WHERE listing = ? AND day = ? AND count = ?',
      changed.filter(({ change }) => change < 0).map(({ listing, day }) => [listing, day, 0]),
    );
  }
}
