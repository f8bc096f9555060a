import type { Database, Row, Value } from './database.ts';

/** Most values, or rows of values, of one statement. */
const MOST_AT_ONCE = 256;

/**
 * The rows with these values of a column, in few round trips.
 * @param query ends before the list of the values
 * @param rest follows behind it, as a condition; an order is one among the rows of a statement
 */
export async function allIn(
  db: Pick<Database, 'all'>,
  query: string,
  values: readonly Value[],
  rest = '',
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const some of chunksOf(values)) {
    rows.push(...(await db.all(`${query} (${some.map(() => '?').join(', ')}) ${rest}`, ...some)));
  }
  return rows;
}

/**
 * What a statement gives for a list of rows that are given to it, in few round trips. A given row may count more than once.
 * @param query has `{rows}` in the place of the rows, as in `SELECT … FROM (VALUES {rows}) v`. A table behind them stands behind
 * `CROSS JOIN`: SQLite, which does not know how few rows are given, then asks for each of them, and does not go through the table
 * @param pattern of one row, as in `(CAST(? AS BIGINT), ?)`; its columns are called `column1`, `column2` and so on
 * @param others values that stand behind the rows
 */
export async function allFrom(
  db: Pick<Database, 'all'>,
  query: string,
  pattern: string,
  given: readonly (readonly Value[])[],
  ...others: readonly Value[]
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const some of chunksOf(given)) {
    const statement = query.replace('{rows}', some.map(() => pattern).join(', '));
    rows.push(...(await db.all(statement, ...some.flat(), ...others)));
  }
  return rows;
}

/** Chunks of few lengths, so that few statements are prepared: the last item of one may stand in it more than once. */
function* chunksOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let first = 0; first < items.length; first += MOST_AT_ONCE) {
    const some = items.slice(first, first + MOST_AT_ONCE);
    const last = some.at(-1) as Item;
    yield [...some, ...new Array<Item>(2 ** Math.ceil(Math.log2(some.length)) - some.length).fill(last)];
  }
}
