import type { CategoryStub } from '../../../content/index.ts';
import type { Statements } from '../../../sqlite-statements.ts';
import { categoryMark, foldedMark, NAMES_MARK } from '../../marks.ts';
import type { ChangeLog } from './change-log.ts';
import type { ListingTables } from './listings.ts';

/**
 * Titles of categories, and the table `stubs`. A category exists while it has an article or a stub. It is called by the first
 * tag of its newest article, else by its stub, else by its name.
 */
export class CategoryTitles {
  readonly #statements: Statements;
  readonly #listings: ListingTables;
  readonly #changes: ChangeLog;
  readonly #touched = new Set<string>();

  constructor(statements: Statements, listings: ListingTables, changes: ChangeLog) {
    this.#statements = statements;
    this.#listings = listings;
    this.#changes = changes;
  }

  /** Notes that the articles of a category have changed. */
  touch(name: string): void {
    this.#touched.add(name);
  }

  putStub(path: string, stub: CategoryStub | undefined): void {
    const old = this.#statements.get('SELECT name FROM stubs WHERE path = ?').get(path);
    if (old) this.#touched.add(String(old.name));
    this.#statements.get('DELETE FROM stubs WHERE path = ?').run(path);
    if (!stub) return;
    this.#statements.get('INSERT INTO stubs VALUES (?, ?, ?)').run(path, stub.name, stub.title ?? null);
    this.#touched.add(stub.name);
  }

  settle(): void {
    for (const name of this.#touched) this.#settle(name);
    this.#touched.clear();
  }

  #settle(name: string): void {
    const id = this.#listings.idOf('category', name);
    const newest = this.#statements
      .get(
        'SELECT a.tags FROM entries e JOIN articles a ON a.id = e.article WHERE e.listing = ? ORDER BY e.rank, e.path LIMIT 1',
      )
      .get(id);
    const stub = this.#statements.get('SELECT title FROM stubs WHERE name = ? ORDER BY path LIMIT 1').get(name);
    if (!newest && !stub) {
      this.#listings.deleteCategory(name);
      this.#changes.touch(categoryMark(name), foldedMark(name), NAMES_MARK);
      return;
    }
    const tag = newest ? (JSON.parse(String(newest.tags)) as string[])[0] : undefined;
    const title = tag ?? (typeof stub?.title === 'string' ? stub.title : name);
    const current = this.#statements.get('SELECT title, pinyin FROM listings WHERE id = ?').get(id);
    if (current?.title === title && current.pinyin !== '') return;
    this.#listings.setTitle(id, title);
    this.#changes.touch(categoryMark(name), foldedMark(name), NAMES_MARK);
  }
}
