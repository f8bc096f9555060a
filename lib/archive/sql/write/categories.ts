import type { CategoryStub } from '../../../content/index.ts';
import { categoryMark, foldedMark } from '../../marks.ts';
import type { Database, Row } from '../database.ts';
import { allIn } from '../many-rows.ts';
import type { ChangeLog } from './change-log.ts';
import type { ListingTables } from './listings/listing-tables.ts';

/**
 * Titles of categories, and the table `stubs`. A category exists while it has an article or a stub. It is called by the first
 * tag of its newest article, else by its stub, else by its name.
 */
export class CategoryTitles {
  readonly #db: Database;
  readonly #listings: ListingTables;
  readonly #changes: ChangeLog;
  readonly #touched = new Set<string>();

  constructor(db: Database, listings: ListingTables, changes: ChangeLog) {
    this.#db = db;
    this.#listings = listings;
    this.#changes = changes;
  }

  /** Notes that the articles of a category have changed. */
  touch(name: string): void {
    this.#touched.add(name);
  }

  async putStub(path: string, stub: CategoryStub | undefined): Promise<void> {
    const old = await this.#db.get('SELECT name FROM stubs WHERE path = ?', path);
    if (old) this.#touched.add(String(old.name));
    await this.#db.run('DELETE FROM stubs WHERE path = ?', path);
    if (!stub) return;
    await this.#db.run('INSERT INTO stubs VALUES (?, ?, ?)', path, stub.name, stub.title ?? null);
    this.#touched.add(stub.name);
  }

  async settle(): Promise<void> {
    const names = [...this.#touched];
    this.#touched.clear();
    await this.#listings.prepareNames('category', names);
    // What has only a stub is made.
    for (const name of names) await this.#listings.idOf('category', name);
    const query = `SELECT l.id, l.name, l.title, l.pinyin,
        (SELECT a.tags FROM entries e JOIN articles a ON a.id = e.article WHERE e.listing = l.id ORDER BY e.rank, e.path LIMIT 1) AS tags,
        (SELECT s.path FROM stubs s WHERE s.name = l.name ORDER BY s.path LIMIT 1) AS stub,
        (SELECT s.title FROM stubs s WHERE s.name = l.name ORDER BY s.path LIMIT 1) AS stub_title
      FROM listings l WHERE l.kind = 'category' AND l.name IN`;
    for (const row of await allIn(this.#db, query, names)) await this.#settle(row);
  }

  /** @param row of the listing, with the tags of its newest article and with its stub */
  async #settle(row: Row): Promise<void> {
    const { tags, stub, stub_title: stubTitle } = row;
    const name = String(row.name);
    if (tags === null && stub === null) {
      await this.#listings.deleteCategory(name);
      this.#changes.touch(categoryMark(name), foldedMark(name));
      return;
    }
    const tag = tags === null ? undefined : (JSON.parse(String(tags)) as string[])[0];
    const title = tag ?? (typeof stubTitle === 'string' ? stubTitle : name);
    if (!(await this.#listings.changeTitle(Number(row.id), title, row))) return;
    this.#changes.touch(categoryMark(name), foldedMark(name));
  }
}
