import type { Database, Row, Value } from '../sql/database.ts';

/** Rows that wait for one table at most, and characters of their texts. */
const MOST_ROWS = 1_000;
const MOST_CHARACTERS = 4_000_000;

/** Numbers for new rows that are fetched together at most. What is left of them at the end of the transaction is never used. */
const MOST_IDS = 256;

/** One statement with the rows that it is run with. */
interface Group {
  sql: string;
  rows: (readonly Value[])[];
  /** Of the rows, by which an insertion may meet a row that is there. */
  keys: Set<string>;
}

/** Changes of one table, in their order. */
interface Waiting {
  groups: Group[];
  rows: number;
  characters: number;
}

/**
 * A transaction in which changes wait until their table is asked for: then each statement is run with all of its rows together. A round
 * trip for each row would take most of the time of an update of many files. The changes of a table keep their order; no table has a
 * constraint that depends on another one, so that theirs is free.
 */
export class WriteBehind implements Database {
  readonly #db: Database;
  readonly #waiting = new Map<string, Waiting>();
  /** Numbers for new rows, by table, and how many are fetched next. */
  readonly #reserved = new Map<string, { ids: number[]; count: number }>();

  constructor(db: Database) {
    this.#db = db;
  }

  async all(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    for (const table of tablesOf(sql)) await this.#write(table);
    return this.#db.all(sql, ...values);
  }

  async get(sql: string, ...values: readonly Value[]): Promise<Row | undefined> {
    return (await this.all(sql, ...values))[0];
  }

  async insert(sql: string, ...values: readonly Value[]): Promise<number> {
    const id = await this.#nextId(tablesOf(sql)[0] ?? '');
    await this.run(sql.replace(/\) VALUES \((.*)\)$/, ', id) VALUES ($1, ?)'), ...values, id);
    return id;
  }

  /** Takes a number from the sequence of a table: of those that were fetched together, twice as many each time. */
  async #nextId(table: string): Promise<number> {
    const reserved = this.#reserved.get(table) ?? { ids: [], count: 1 };
    this.#reserved.set(table, reserved);
    if (reserved.ids.length === 0) {
      const query = `SELECT nextval(pg_get_serial_sequence('${table}', 'id')) AS id FROM generate_series(1, ?) ORDER BY id DESC`;
      reserved.ids = (await this.#db.all(query, reserved.count)).map(({ id }) => Number(id));
      reserved.count = Math.min(2 * reserved.count, MOST_IDS);
    }
    return reserved.ids.pop() as number;
  }

  async run(sql: string, ...values: readonly Value[]): Promise<void> {
    await this.runAll(sql, [values]);
  }

  async runAll(sql: string, rows: readonly (readonly Value[])[]): Promise<void> {
    if (rows.length === 0) return;
    const [table = '', ...others] = tablesOf(sql);
    if (others.length > 0) {
      for (const named of [table, ...others]) await this.#write(named);
      return this.#db.runAll(sql, rows);
    }
    for (const values of rows) {
      const waiting = this.#add(table, sql, values);
      if (waiting.rows >= MOST_ROWS || waiting.characters >= MOST_CHARACTERS) await this.#write(table);
    }
  }

  #add(table: string, sql: string, values: readonly Value[]): Waiting {
    const waiting = this.#waiting.get(table) ?? { groups: [], rows: 0, characters: 0 };
    this.#waiting.set(table, waiting);
    const key = keyOf(sql, values);
    const last = waiting.groups.at(-1);
    // An insertion that changes a row which is there must not name it twice.
    if (last?.sql === sql && (key === undefined || !last.keys.has(key))) {
      last.rows.push(values);
      if (key !== undefined) last.keys.add(key);
    } else waiting.groups.push({ sql, rows: [values], keys: new Set(key === undefined ? [] : [key]) });
    waiting.rows++;
    for (const value of values) if (typeof value === 'string') waiting.characters += value.length;
    return waiting;
  }

  /** Makes the changes of a table. */
  async #write(table: string): Promise<void> {
    const waiting = this.#waiting.get(table);
    this.#waiting.delete(table);
    for (const { sql, rows } of waiting?.groups ?? []) await this.#db.runAll(sql, rows);
  }

  /** Makes all changes. To be called before the end of the transaction. */
  async flush(): Promise<void> {
    for (const table of this.#waiting.keys()) await this.#write(table);
  }
}

/** The tables that a statement names, by its text; the one that it changes first. */
const known = new Map<string, readonly string[]>();

function tablesOf(sql: string): readonly string[] {
  let tables = known.get(sql);
  if (tables === undefined) {
    tables = [
      ...new Set(Array.from(sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)/g), ([, table = '']) => table)),
    ];
    known.set(sql, tables);
  }
  return tables;
}

/** What must be different in each row of an insertion that changes rows which are there; `undefined` for another statement. */
function keyOf(sql: string, values: readonly Value[]): string | undefined {
  const columns = /ON CONFLICT \(([^)]*)\) DO UPDATE/.exec(sql)?.[1];
  return columns === undefined ? undefined : values.slice(0, columns.split(',').length).join('\0');
}
