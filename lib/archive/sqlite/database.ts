import type { DatabaseSync } from 'node:sqlite';
import { Statements } from '../../sqlite-statements.ts';
import type { Database, Row, Value } from '../sql/database.ts';

/** An open SQLite file. Statements run at once; the promises are there for stores that lie elsewhere. */
export class SqliteDatabase implements Database {
  readonly #statements: Statements;

  constructor(db: DatabaseSync) {
    this.#statements = new Statements(db);
  }

  async get(sql: string, ...values: readonly Value[]): Promise<Row | undefined> {
    return this.#statements.get(sql).get(...values);
  }

  async all(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    return this.#statements.get(sql).all(...values);
  }

  async run(sql: string, ...values: readonly Value[]): Promise<void> {
    this.#statements.get(sql).run(...values);
  }

  async insert(sql: string, ...values: readonly Value[]): Promise<number> {
    // `RETURNING` would take longer than the insertion itself.
    return Number(this.#statements.get(sql).run(...values).lastInsertRowid);
  }

  async runAll(sql: string, rows: readonly (readonly Value[])[]): Promise<void> {
    const statement = this.#statements.get(sql);
    for (const values of rows) statement.run(...values);
  }

  /** Values of the table `meta`, by their keys. */
  readMeta(keys: readonly string[]): Map<string, string> {
    const get = this.#statements.get('SELECT value FROM meta WHERE key = ?');
    return new Map(
      keys.flatMap((key) => {
        const value = get.get(key)?.value;
        return value === undefined ? [] : [[key, String(value)] as const];
      }),
    );
  }
}
