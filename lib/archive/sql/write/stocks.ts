import type { NamedStock } from '../../../content/index.ts';
import { parseStock } from '../../../stocks/index.ts';
import { listingMark } from '../../marks.ts';
import type { Database } from '../database.ts';
import { parseStocks } from '../stocks-column.ts';
import type { ChangeLog } from './change-log.ts';
import type { ListingTables } from './listings/listing-tables.ts';

/** Where the newest article of a stock says its code alone, its name is looked for in so many of the next ones. */
const NAME_WINDOW = 50;

/**
 * Titles of stocks, and the listings that stand beside each other in articles. A stock is called what the newest article calls it that
 * gives it a name, of articles at one instant the first by path; else by its code. So its title does not depend on the order of arrival.
 */
export class StockTitles {
  readonly #db: Database;
  readonly #listings: ListingTables;
  readonly #changes: ChangeLog;
  readonly #touched = new Set<string>();

  constructor(db: Database, listings: ListingTables, changes: ChangeLog) {
    this.#db = db;
    this.#listings = listings;
    this.#changes = changes;
  }

  /** Notes that the articles of a stock have changed, or what they name beside it. */
  touch(id: string): void {
    this.#touched.add(id);
  }

  /** To be called behind `ListingTables.settle`. */
  async settle(): Promise<void> {
    for (const id of this.#touched) await this.#settle(id);
    this.#touched.clear();
  }

  async #settle(id: string): Promise<void> {
    const listing = await this.#listings.idOf('stock', id);
    this.#changes.touch(listingMark(listing));
    const title = (await this.#findName(listing, id)) ?? parseStock(id)?.code ?? id;
    await this.#listings.changeTitle(listing, title);
  }

  async #findName(listing: number, id: string): Promise<string | undefined> {
    return (await this.#findNameAmong(listing, id, 1, 0)) ?? this.#findNameAmong(listing, id, NAME_WINDOW, 1);
  }

  async #findNameAmong(listing: number, id: string, limit: number, offset: number): Promise<string | undefined> {
    const rows = await this.#db.all(
      `SELECT a.stocks FROM entries e JOIN articles a ON a.id = e.article WHERE e.listing = ?
       ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
      listing,
      limit,
      offset,
    );
    for (const row of rows) {
      const name = parseStocks(row.stocks).find((stock: NamedStock) => stock.id === id)?.name;
      if (name !== undefined) return name;
    }
    return undefined;
  }
}
