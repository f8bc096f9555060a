import type { StockMarket } from '../../../../stocks/index.ts';
import { COMPANIONS_WINDOW, STOCKS_PAGE_SIZE } from '../../../archive.ts';
import { listingMark, NAVIGATION_MARK, STOCK_COUNTS_MARK, STOCK_NAMES_MARK } from '../../../marks.ts';
import type { StockLink, StockList } from '../../../types.ts';
import type { Row } from '../../database.ts';
import type { Snapshot } from '../../snapshot.ts';
import { parseStocks } from '../../stocks-column.ts';
import { findListing } from '../listings/listings.ts';
import { findStocks } from './find-stocks.ts';

/** @see Archive.listStocks */
export async function listStocks(
  index: Snapshot,
  { market, page }: { market?: StockMarket; page: number },
): Promise<StockList | undefined> {
  for (const mark of [STOCK_NAMES_MARK, STOCK_COUNTS_MARK]) index.note(mark);
  // There are some thousands in the world; an index has them in this order, so that none is sorted.
  const query = "SELECT name, title, initial, count FROM listings WHERE kind = 'stock' ORDER BY initial, pinyin, name";
  const rows = (await index.all(query)).filter(({ count }) => Number(count) > 0);
  const markets = countBy(rows, marketOf);
  if (market !== undefined && !markets.has(market)) return undefined;
  const chosen = market === undefined ? rows : rows.filter((row) => marketOf(row) === market);
  const ordered = [...chosen.filter((row) => !isOther(row)), ...chosen.filter(isOther)];
  const pageCount = Math.max(1, Math.ceil(ordered.length / STOCKS_PAGE_SIZE));
  if (page > pageCount) return undefined;
  return {
    stocks: ordered.slice((page - 1) * STOCKS_PAGE_SIZE, page * STOCKS_PAGE_SIZE).map((row) => ({
      name: String(row.name),
      title: String(row.title),
      initial: String(row.initial),
      count: Number(row.count),
    })),
    page,
    pageCount,
    markets,
    initials: findPages(countBy(ordered, ({ initial }) => String(initial))),
  };
}

const marketOf = ({ name }: Row): StockMarket => String(name).slice(0, 2) as StockMarket;

/** Those whose title has no pinyin come last. */
const isOther = ({ initial }: Row): boolean => initial === '#';

function countBy<Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}

/** The page on which each initial begins. @param counts in the order of the initials */
function findPages(counts: ReadonlyMap<string, number>): Map<string, number> {
  const pages = new Map<string, number>();
  let before = 0;
  for (const [initial, count] of counts) {
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
