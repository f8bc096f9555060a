import { types } from 'pg';
import type { Database, Row, Value } from '../sql/database.ts';
import type { Statements } from './servers/statement-queue.ts';

const BIGINT = 20;
/** Values of one statement, of the 65,535 that the protocol can count. */
const MOST_VALUES = 20_000;
const INSERTED_ROW = /\((?:\?, )*\?\)/;

/** How values of the server become values of JavaScript: counts and instants are within the exact range of a number. */
export const valueTypes: { getTypeParser: typeof types.getTypeParser } = {
  getTypeParser: ((oid: number, format: 'text') =>
    oid === BIGINT ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** Statements with `$1` in place of `?`, by the text with `?`. */
const translated = new Map<string, string>();

function translate(sql: string): string {
  let text = translated.get(sql);
  if (text === undefined) {
    let number = 0;
    text = sql.replaceAll('?', () => `$${++number}`);
    translated.set(sql, text);
  }
  return text;
}

/** PostgreSQL's texts hold neither U+0000 nor halves of surrogate pairs; SQLite turns the latter into U+FFFD as well. */
export function toStorable(value: Value): Value {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}

/** A transaction on a connection. */
export class PostgresDatabase implements Database {
  readonly #client: Statements;

  constructor(client: Statements) {
    this.#client = client;
  }

  async all(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    const { rows } = await this.#client.query<Row>(translate(sql), values.map(toStorable));
    return rows;
  }

  async get(sql: string, ...values: readonly Value[]): Promise<Row | undefined> {
    return (await this.all(sql, ...values))[0];
  }

  async run(sql: string, ...values: readonly Value[]): Promise<void> {
    await this.all(sql, ...values);
  }

  async insert(sql: string, ...values: readonly Value[]): Promise<number> {
    return Number((await this.get(`${sql} RETURNING id`, ...values))?.id);
  }

  async runAll(sql: string, rows: readonly (readonly Value[])[]): Promise<void> {
    const width = rows[0]?.length ?? 1;
    if (!sql.startsWith('INSERT')) {
      for (const values of rows) await this.run(sql, ...values);
      return;
    }
    // Many rows in one statement: a round trip for each would take most of the time.
    const count = Math.floor(MOST_VALUES / width);
    for (let first = 0; first < rows.length; first += count) {
      const some = rows.slice(first, first + count);
      const values = some.flat().map(toStorable);
      let number = 0;
      const groups = some.map((row) => `(${row.map(() => `$${++number}`).join(', ')})`);
      await this.#client.query(sql.replace(INSERTED_ROW, groups.join(', ')), values);
    }
  }
}
