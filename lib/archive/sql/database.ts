/** What a statement is given. */
export type Value = string | number | null;

/** What a query gives, by the names of its columns. Numbers may come as texts of digits. */
export type Row = Record<string, unknown>;

/**
 * A transaction of a store. Texts have a `?` for each value and are SQL that SQLite and PostgreSQL both understand, so that each
 * question and each change is written once.
 */
export interface Database {
  /** The first row. */
  get(sql: string, ...values: readonly Value[]): Promise<Row | undefined>;
  all(sql: string, ...values: readonly Value[]): Promise<Row[]>;
  run(sql: string, ...values: readonly Value[]): Promise<void>;
  /** Inserts one row into a table with an `id` that the store gives. @returns the id */
  insert(sql: string, ...values: readonly Value[]): Promise<number>;
  /** Runs one statement with each of these values. An insertion does not name one row twice. */
  runAll(sql: string, rows: readonly (readonly Value[])[]): Promise<void>;
}
