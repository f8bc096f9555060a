import { foldText } from '../../../../search/index.ts';
import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';

/** The table `sources`: numbers of media and of hosts of originals, by which searches filter. There are few. */
export class MediaTable {
  readonly #db: Database;
  /** By folded names; `undefined` for one that has no number yet. */
  readonly #ids = new Map<string, number | undefined>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads numbers together. */
  async prepare(names: readonly (string | null)[]): Promise<void> {
    const folded = new Set(names.flatMap((name) => (name === null ? [] : foldText(name))));
    const unknown = [...folded].filter((name) => !this.#ids.has(name));
    for (const name of unknown) this.#ids.set(name, undefined);
    const rows = await allIn(this.#db, 'SELECT id, folded FROM sources WHERE folded IN', unknown);
    for (const row of rows) this.#ids.set(String(row.folded), Number(row.id));
  }

  /** Number of a medium or host, which it gets where it has none. */
  async idOf(name: string): Promise<number> {
    const folded = foldText(name);
    if (!this.#ids.has(folded)) await this.prepare([name]);
    const id = this.#ids.get(folded) ?? (await this.#db.insert('INSERT INTO sources (folded) VALUES (?)', folded));
    this.#ids.set(folded, id);
    return id;
  }
}
