import { foldStockCode, parseStock } from '../../../../stocks/index.ts';
import { STOCK_NAMES_MARK, stockMark } from '../../../marks.ts';
import type { StockLink } from '../../../types.ts';
import { allIn } from '../../many-rows.ts';
import type { Snapshot } from '../../snapshot.ts';

/** Stocks that articles name, by their identities, in this order. */
export async function findStocks(index: Snapshot, ids: readonly string[]): Promise<StockLink[]> {
  for (const id of ids) index.note(stockMark(id));
  const rows = await allIn(index, "SELECT name, title FROM listings WHERE kind = 'stock' AND name IN", ids);
  const titles = new Map(rows.map(({ name, title }) => [String(name), String(title)]));
  return ids.map((name) => ({ name, title: titles.get(name) ?? name }));
}

/** @see Archive.findStock */
export async function findStock(index: Snapshot, text: string): Promise<string | undefined> {
  const names = await listExisting(index, text);
  return names.length === 1 ? names[0] : undefined;
}

async function listExisting(index: Snapshot, text: string): Promise<string[]> {
  const id = parseStock(text)?.id;
  if (id !== undefined) {
    index.note(stockMark(id));
    const query = "SELECT name FROM listings WHERE kind = 'stock' AND name = ? AND count > 0";
    if (await index.get(query, id)) return [id];
  }
  index.note(STOCK_NAMES_MARK);
  const query = "SELECT name FROM listings WHERE kind = 'stock' AND folded = ? AND count > 0 LIMIT 2";
  return (await index.all(query, foldStockCode(text))).map(({ name }) => String(name));
}

/** Numbers of the stocks that a filter of a search names: by identity in any form; else by name; else by code. */
export async function listStockListings(index: Snapshot, text: string): Promise<number[]> {
  index.note(STOCK_NAMES_MARK);
  for (const [column, value] of [
    ['name', parseStock(text)?.id ?? ''],
    ['title', text],
    ['folded', foldStockCode(text)],
  ] as const) {
    const rows = await index.all(`SELECT id FROM listings WHERE kind = 'stock' AND ${column} = ?`, value);
    if (rows.length > 0) return rows.map(({ id }) => Number(id));
  }
  return [];
}
