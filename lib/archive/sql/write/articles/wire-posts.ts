import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';
import type { Entry, ListingTables } from '../listings/listing-tables.ts';

/** Codes whose articles are read together: all of a new archive at once would fill the memory. */
const CODES_AT_ONCE = 4_096;

/** Takes wire posts out of the latest articles, and puts them back, as the media posts with their codes come and go. */
export class WirePosts {
  readonly #db: Database;
  readonly #listings: ListingTables;
  readonly #touched = new Set<string>();

  constructor(db: Database, listings: ListingTables) {
    this.#db = db;
    this.#listings = listings;
  }

  /** Notes that an article with this code came or went. */
  touch(code: string): void {
    this.#touched.add(code);
  }

  async settle(): Promise<void> {
    const codes = [...this.#touched];
    this.#touched.clear();
    for (let first = 0; first < codes.length; first += CODES_AT_ONCE) {
      await this.#settle(codes.slice(first, first + CODES_AT_ONCE));
    }
  }

  async #settle(codes: readonly string[]): Promise<void> {
    const query = 'SELECT id, path, rank, code, is_wire FROM articles WHERE code IN';
    const rows = await allIn(this.#db, query, codes, 'ORDER BY code, is_wire, path');
    const articles = rows as unknown as (Entry & { code: string; is_wire: number })[];
    const latest = await this.#listings.idOf('latest', '');
    await this.#listings.prepare(latest, articles);
    for (const twins of Map.groupBy(articles, ({ code }) => code).values()) {
      // A wire post is among the latest only while it has no media post.
      const hasMedia = twins.some(({ is_wire }) => is_wire === 0);
      for (const article of twins) {
        const belongs = article.is_wire === 0 || !hasMedia;
        if (belongs === (await this.#listings.has(latest, article))) continue;
        if (belongs) await this.#listings.add(latest, article);
        else await this.#listings.remove(latest, article);
      }
    }
  }
}
