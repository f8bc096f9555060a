import { types } from 'pg';
import type { Database, Row, Value } from '../sql/database.ts';
import type { Statements } from './servers/statement-queue.ts';

const BIGINT = 20;
/** Values of one statement, of the 65,535 that the protocol can count. */
const MOST_VALUES = 20_000;
const INSERTED_ROW = /\((?:\?, )*\?\)/;
const DELETION = /^(DELETE FROM \w+ WHERE )((?:\w+ = \? AND )*\w+ = \?)$/;

/** How values of the server become values of JavaScript: counts and instants are within the exact range of a number. */
export const valueTypes: { getTypeParser: typeof types.getTypeParser } = {
  getTypeParser: ((oid: number, format: 'text') =>
    oid === BIGINT ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** Statements with `$1` in place of `?` and names for them, by the text with `?`. */
const translated = new Map<string, { text: string; name: string }>();

function translate(sql: string): { text: string; name: string } {
  let statement = translated.get(sql);
  if (statement === undefined) {
    let number = 0;
    statement = { text: sql.replaceAll('?', () => `$${++number}`), name: `finews ${translated.size}` };
    translated.set(sql, statement);
  }
  return statement;
}

/** PostgreSQL's texts hold neither U+0000 nor halves of surrogate pairs; SQLite turns the latter into U+FFFD as well. */
export function toStorable(value: Value): Value {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}

/** A transaction on a connection. */
export class PostgresDatabase implements Database {
  readonly #client: Statements;
  readonly #isPrepared: boolean;

  /** @param isPrepared true where the server of the connection is the same for each transaction, and can remember statements */
  constructor(client: Statements, isPrepared = false) {
    this.#client = client;
    this.#isPrepared = isPrepared;
  }

  async all(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    const { text, name } = translate(sql);
    // To plan a statement takes a server longer than to run it.
    const statement = { text, values: values.map(toStorable), ...(this.#isPrepared && { name }) };
    return (await this.#client.query<Row>(statement)).rows;
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
    const toStatement = rows.length > 1 ? statementForRows(sql) : undefined;
    if (!toStatement) {
      for (const values of rows) await this.run(sql, ...values);
      return;
    }
    // Many rows in one statement: a round trip for each would take most of the time.
    const count = Math.floor(MOST_VALUES / (rows[0]?.length ?? 1));
    for (let first = 0; first < rows.length; first += count) {
      const some = rows.slice(first, first + count);
      let number = 0;
      const groups = some.map((row) => `(${row.map(() => `$${++number}`).join(', ')})`);
      await this.#client.query(toStatement(groups.join(', ')), some.flat().map(toStorable));
    }
  }
}

/** How a statement is written for a list of rows; `undefined` where each row needs a statement of its own. */
function statementForRows(sql: string): ((rows: string) => string) | undefined {
  if (sql.startsWith('INSERT')) return (rows) => sql.replace(INSERTED_ROW, rows);
  const [, head, condition] = DELETION.exec(sql) ?? [];
  const columns = condition?.replaceAll(' = ?', '').replaceAll(' AND ', ', ');
  return columns === undefined ? undefined : (rows) => `${head}(${columns}) IN (${rows})`;
}
