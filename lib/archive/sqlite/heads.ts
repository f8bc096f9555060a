import { randomUUID } from 'node:crypto';
import type { ArchiveState } from '../archive.ts';
import type { Database } from '../sql/database.ts';
import type { Heads } from '../sql/write/change-log.ts';
import { getMeta, setMeta } from '../sql/write/meta.ts';

/** The present state in the table `meta`. The origin is that of the generation. */
export class SqliteHeads implements Heads {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async next(changedAt: number): Promise<ArchiveState> {
    const origin = (await getMeta(this.#db, 'origin')) ?? randomUUID();
    const number = 1 + Number((await getMeta(this.#db, 'state')) ?? 0);
    const values = { changed_at: changedAt, origin, state: number };
    for (const [key, value] of Object.entries(values)) await setMeta(this.#db, key, String(value));
    return { origin, number };
  }
}
