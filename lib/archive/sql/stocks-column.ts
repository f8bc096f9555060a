import type { NamedStock } from '../../content/index.ts';

/** Pairs of identity and name. */
type Pair = readonly [id: string, name?: string];

/** Stocks of an article as the table `articles` has them. */
export interface StockColumns {
  /** What it names, or one of its twins does. */
  stocks: string | null;
  /** What its file names itself; null where that is the same. */
  own_stocks: string | null;
}

/** Stocks as a column holds them: JSON; null where there are none. */
const formatStocks = (stocks: readonly NamedStock[]): string | null =>
  stocks.length === 0 ? null : JSON.stringify(stocks.map(({ id, name }) => (name === undefined ? [id] : [id, name])));

/** Reads what `formatStocks` wrote. */
export const parseStocks = (column: unknown): NamedStock[] =>
  typeof column === 'string'
    ? (JSON.parse(column) as Pair[]).map(([id, name]) => ({ id, ...(name !== undefined && { name }) }))
    : [];

/** @param own what a file names @param all the same with what its twins name */
export function stockColumnsOf(own: readonly NamedStock[], all: readonly NamedStock[]): StockColumns {
  const [stocks, ownStocks] = [formatStocks(all), formatStocks(own)];
  return { stocks, own_stocks: ownStocks === stocks ? null : (ownStocks ?? '[]') };
}

/** Stocks of several lists, each once, under the first name that it has. */
export function joinStocks(...lists: readonly (readonly NamedStock[])[]): NamedStock[] {
  const joined = new Map<string, NamedStock>();
  for (const stock of lists.flat()) if (joined.get(stock.id)?.name === undefined) joined.set(stock.id, stock);
  return [...joined.values()];
}
