import { SITEMAP_PART_SIZE } from '../../../archive.ts';
import type { Database } from '../../database.ts';

/** The part of the sitemap that has an article or page. @param id its number */
export const sitemapPartOf = (id: number): number => Math.floor((id - 1) / SITEMAP_PART_SIZE) + 1;

/** The table `sitemap_parts`: how many addresses each part of the sitemap has, and when one of them was last changed. */
export class SitemapParts {
  readonly #db: Database;
  readonly #changes = new Map<number, { count: number; modifiedAt: number }>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param modifiedAt seconds since 1970 */
  add(id: number, modifiedAt: number): void {
    this.#count(id, 1, modifiedAt);
  }

  remove(id: number): void {
    this.#count(id, -1, 0);
  }

  #count(id: number, change: 1 | -1, modifiedAt: number): void {
    const part = sitemapPartOf(id);
    const known = this.#changes.get(part);
    const count = (known?.count ?? 0) + change;
    this.#changes.set(part, { count, modifiedAt: Math.max(known?.modifiedAt ?? 0, modifiedAt) });
  }

  async settle(): Promise<void> {
    await this.#db.runAll(
      `INSERT INTO sitemap_parts VALUES (?, ?, ?)
       ON CONFLICT (part) DO UPDATE SET count = sitemap_parts.count + excluded.count, modified_at =
         CASE WHEN excluded.modified_at > sitemap_parts.modified_at THEN excluded.modified_at ELSE sitemap_parts.modified_at END`,
      [...this.#changes].map(([part, { count, modifiedAt }]) => [part, count, modifiedAt]),
    );
    this.#changes.clear();
  }
}
