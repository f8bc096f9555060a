import { findMarket, type StockMarket } from '../../../../stocks/index.ts';
import { COMPANIONS_WINDOW, STOCKS_PAGE_SIZE } from '../../../archive.ts';
import { listingMark, NAVIGATION_MARK, STOCK_COUNTS_MARK, STOCK_NAMES_MARK } from '../../../marks.ts';
import type { StockLink, StockList } from '../../../types.ts';
import type { Snapshot } from '../../snapshot.ts';
import { parseStocks } from '../../stocks-column.ts';
import { findListing } from '../listings.ts';
import { findStocks } from './find-stocks.ts';

const MARKET = 'substr(name, 1, 2)';
/** Those whose title has no pinyin come last. */
const IS_OTHER = "CASE initial WHEN '#' THEN 1 ELSE 0 END";

/** @see Archive.listStocks */
export async function listStocks(
  index: Snapshot,
  { market, page }: { market?: StockMarket; page: number },
): Promise<StockList | undefined> {
  for (const mark of [STOCK_NAMES_MARK, STOCK_COUNTS_MARK]) index.note(mark);
  const markets = await countMarkets(index);
  if (market !== undefined && !markets.has(market)) return undefined;
  const chosen = `kind = 'stock' AND count > 0${market === undefined ? '' : ` AND ${MARKET} = ?`}`;
  const values = market === undefined ? [] : [market];
  const initials = await index.all(
    `SELECT initial, count(*) AS count FROM listings WHERE ${chosen} GROUP BY initial ORDER BY ${IS_OTHER}, initial`,
    ...values,
  );
  const total = initials.reduce((sum, { count }) => sum + Number(count), 0);
  const pageCount = Math.max(1, Math.ceil(total / STOCKS_PAGE_SIZE));
  if (page > pageCount) return undefined;
  const rows = await index.all(
    `SELECT name, title, initial, count FROM listings WHERE ${chosen}
     ORDER BY ${IS_OTHER}, initial, pinyin, name LIMIT ? OFFSET ?`,
    ...values,
    STOCKS_PAGE_SIZE,
    (page - 1) * STOCKS_PAGE_SIZE,
  );
  return {
    stocks: rows.map((row) => ({
      name: String(row.name),
      title: String(row.title),
      initial: String(row.initial),
      count: Number(row.count),
    })),
    page,
    pageCount,
    markets,
    initials: findPages(initials.map(({ initial, count }) => [String(initial), Number(count)])),
  };
}

async function countMarkets(index: Snapshot): Promise<Map<StockMarket, number>> {
  const rows = await index.all(
    `SELECT ${MARKET} AS market, count(*) AS count FROM listings WHERE kind = 'stock' AND count > 0 GROUP BY ${MARKET}`,
  );
  return new Map(
    rows.flatMap(({ market, count }) => {
      const known = findMarket(String(market));
      return known === undefined ? [] : [[known, Number(count)]];
    }),
  );
}

/** The page on which each initial begins. */
function findPages(initials: readonly (readonly [initial: string, count: number])[]): Map<string, number> {
  const pages = new Map<string, number>();
  let before = 0;
  for (const [initial, count] of initials) {
    pages.set(initial, Math.floor(before / STOCKS_PAGE_SIZE) + 1);
    before += count;
  }
  return pages;
}

/** @see Archive.listCompanions */
export async function listCompanions(index: Snapshot, id: string, limit: number): Promise<StockLink[]> {
  const listing = await findListing(index, 'stock', id);
  if (!listing) return [];
  index.note(listingMark(listing.id));
  const rows = await index.all(
    `SELECT a.stocks FROM entries e JOIN articles a ON a.id = e.article WHERE e.listing = ?
     ORDER BY e.rank, e.path LIMIT ?`,
    listing.id,
    COMPANIONS_WINDOW,
  );
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const stock of parseStocks(row.stocks)) counts.set(stock.id, (counts.get(stock.id) ?? 0) + 1);
  }
  counts.delete(id);
  const most = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).slice(0, limit);
  return findStocks(
    index,
    most.map(([other]) => other),
  );
}

/** @see Archive.hasStocks */
export async function hasStocks(index: Snapshot): Promise<boolean> {
  index.note(NAVIGATION_MARK);
  return (await index.meta('has_stocks')) === '1';
}
