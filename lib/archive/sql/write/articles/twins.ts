import { LRUCache } from 'lru-cache';
import type { Article, NamedStock } from '../../../../content/index.ts';
import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';
import { joinStocks, parseStocks, type StockColumns, stockColumnsOf } from '../../stocks-column.ts';
import type { Entry, ListingTables } from '../listings/listing-tables.ts';
import type { StockTitles } from '../stocks.ts';
import { codeOf, stocksOf } from './article-rows.ts';

/** Codes whose articles are read together: all of a new archive at once would fill the memory. */
const CODES_AT_ONCE = 4_096;
/** Codes whose stocks are remembered. Twins mostly come together. */
const REMEMBERED_CODES = 4_096;

/** An article with a code, as the table `articles` has it. */
interface Twin extends Entry, StockColumns {
  code: string;
  is_wire: number;
}

interface TwinParts {
  db: Database;
  listings: ListingTables;
  stocks: StockTitles;
  /** Called behind each change of the columns of an article, with the article as it was. */
  onChange: (twin: Entry & StockColumns, columns: StockColumns) => Promise<void>;
}

/**
 * What articles of one code have in common. Each names the stocks that any of them names. A wire post is among the latest articles, and
 * in the listings of stocks, only while it has no media post: in these, both are one article.
 */
export class Twins {
  readonly #parts: TwinParts;
  readonly #touched = new Set<string>();
  readonly #remembered = new LRUCache<string, NamedStock[]>({ max: REMEMBERED_CODES });

  constructor(parts: TwinParts) {
    this.#parts = parts;
  }

  /** Notes that an article with this code came or went. */
  touch(code: string): void {
    this.#touched.add(code);
  }

  /** @see ArchiveWriter.listStocksOfTwins */
  async listStocks(slug: string): Promise<string[]> {
    const { code } = codeOf(slug);
    if (code === null) return [];
    const rows = await this.#parts.db.all('SELECT stocks FROM articles WHERE code = ?', code);
    return [...new Set(rows.flatMap(({ stocks }) => stocksOf(stocks as string | null)))];
  }

  /**
   * What an article that is put names, as far as it is known before `settle`: that changes few articles then, and with them their
   * documents in the search index.
   */
  stocksOf({ slug, stocks }: Article): StockColumns {
    const { code } = codeOf(slug);
    if (code === null) return stockColumnsOf(stocks, stocks);
    const all = joinStocks(stocks, this.#remembered.get(code) ?? []);
    if (all.length > 0) this.#remembered.set(code, all);
    return stockColumnsOf(stocks, all);
  }

  async settle(): Promise<void> {
    const codes = [...this.#touched];
    this.#touched.clear();
    for (let first = 0; first < codes.length; first += CODES_AT_ONCE) {
      await this.#settle(codes.slice(first, first + CODES_AT_ONCE));
    }
  }

  async #settle(codes: readonly string[]): Promise<void> {
    const { db, listings } = this.#parts;
    const query = 'SELECT id, path, rank, code, is_wire, stocks, own_stocks FROM articles WHERE code IN';
    const articles = (await allIn(db, query, codes, 'ORDER BY code, is_wire, path')) as unknown as Twin[];
    const latest = await listings.idOf('latest', '');
    await listings.prepare(latest, articles);
    for (const twins of Map.groupBy(articles, ({ code }) => code).values()) {
      const hasMedia = twins.some(({ is_wire }) => is_wire === 0);
      const named = twins.some(({ stocks, own_stocks }) => stocks !== null || own_stocks !== null);
      for (const twin of twins) {
        const isShown = await listings.has(latest, twin);
        const belongs = twin.is_wire === 0 || !hasMedia;
        if (named) await this.#settleStocks(twin, twins, { isShown, belongs });
        if (belongs && !isShown) await listings.add(latest, twin);
        if (!belongs && isShown) await listings.remove(latest, twin);
      }
    }
  }

  async #settleStocks(
    twin: Twin,
    twins: readonly Twin[],
    { isShown, belongs }: { isShown: boolean; belongs: boolean },
  ): Promise<void> {
    const { db, onChange } = this.#parts;
    const columns = stocksWithin(twin, twins);
    const hasOthers = columns.stocks !== twin.stocks;
    if (hasOthers || isShown !== belongs) {
      await this.#changeEntries(twin, idsIn(isShown ? twin.stocks : null), idsIn(belongs ? columns.stocks : null));
    }
    if (!hasOthers && columns.own_stocks === twin.own_stocks) return;
    const update = 'UPDATE articles SET stocks = ?, own_stocks = ? WHERE id = ?';
    await db.run(update, columns.stocks, columns.own_stocks, twin.id);
    await onChange(twin, columns);
  }

  /** Moves an article between listings of stocks; in those in which it stays, other stocks than before stand beside each other. */
  async #changeEntries(twin: Twin, before: ReadonlySet<string>, after: ReadonlySet<string>): Promise<void> {
    const { listings, stocks } = this.#parts;
    for (const id of before.union(after)) {
      stocks.touch(id);
      const listing = await listings.idOf('stock', id);
      if (!after.has(id)) await listings.remove(listing, twin);
      else if (!before.has(id)) await listings.add(listing, twin);
    }
  }
}

/** What an article names among its twins: what it names itself before what they name. */
function stocksWithin(twin: Twin, twins: readonly Twin[]): StockColumns {
  const own = ownStocksOf(twin);
  const others = twins.filter((other) => other !== twin).map(ownStocksOf);
  return stockColumnsOf(own, joinStocks(own, ...others));
}

const ownStocksOf = ({ stocks, own_stocks }: StockColumns): NamedStock[] => parseStocks(own_stocks ?? stocks);
const idsIn = (column: string | null): ReadonlySet<string> => new Set(stocksOf(column));
