import type { NamedStock } from '../../content/index.ts';

/** Pairs of identity and name. */
type Pair = readonly [id: string, name?: string];

/** Stocks of an article as the column `stocks` holds them: JSON; null where there are none. */
export const formatStocks = (stocks: readonly NamedStock[]): string | null =>
  stocks.length === 0 ? null : JSON.stringify(stocks.map(({ id, name }) => (name === undefined ? [id] : [id, name])));

/** Reads what `formatStocks` wrote. */
export const parseStocks = (column: unknown): NamedStock[] =>
  typeof column === 'string'
    ? (JSON.parse(column) as Pair[]).map(([id, name]) => ({ id, ...(name !== undefined && { name }) }))
    : [];
