import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The prepared statements of one open database. Each is prepared at its first use and kept as long as the database is open. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** The statement of a text. Two loops of `iterate` over the same text must not run at once: they would share a cursor. */
  get(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
