import type { CategoryStub } from '../../../content/index.ts';
import { categoryMark, foldedMark } from '../../marks.ts';
import type { Database } from '../database.ts';
import type { ChangeLog } from './change-log.ts';
import type { ListingTables } from './listings.ts';

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
    for (const name of this.#touched) await this.#settle(name);
    this.#touched.clear();
  }

  async #settle(name: string): Promise<void> {
    const id = await this.#listings.idOf('category', name);
    const newest = await this.#db.get(
      'SELECT a.tags FROM entries e JOIN articles a ON a.id = e.article WHERE e.listing = ? ORDER BY e.rank, e.path LIMIT 1',
      id,
    );
    const stub = await this.#db.get('SELECT title FROM stubs WHERE name = ? ORDER BY path LIMIT 1', name);
    if (!newest && !stub) {
      await this.#listings.deleteCategory(name);
      this.#changes.touch(categoryMark(name), foldedMark(name));
      return;
    }
    const tag = newest ? (JSON.parse(String(newest.tags)) as string[])[0] : undefined;
    const title = tag ?? (typeof stub?.title === 'string' ? stub.title : name);
    if (!(await this.#listings.changeTitle(id, title))) return;
    this.#changes.touch(categoryMark(name), foldedMark(name));
  }
}
