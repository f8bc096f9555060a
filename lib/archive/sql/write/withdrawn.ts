import { addressMark } from '../../marks.ts';
import type { WithdrawnFile } from '../../store.ts';
import type { Database } from '../database.ts';
import { allIn } from '../many-rows.ts';
import type { ChangeLog } from './change-log.ts';
import { KnownRows } from './known-rows.ts';

/** The table `withdrawn`: addresses of articles and pages that are no longer published. */
export class WithdrawnTable {
  readonly #db: Database;
  readonly #changes: ChangeLog;
  /** Files of which something is withdrawn. */
  readonly #known = new KnownRows<true>();

  constructor(db: Database, changes: ChangeLog) {
    this.#db = db;
    this.#changes = changes;
  }

  /** @see ArchiveWriter.prepare */
  async prepare(paths: readonly string[]): Promise<void> {
    const rows = await allIn(this.#db, 'SELECT DISTINCT path FROM withdrawn WHERE path IN', paths);
    this.#known.fill(
      paths,
      rows.map(({ path }) => [String(path), true]),
    );
  }

  async put({ path, url, redirectFrom, title, withdrawnAt, reason, isDeleted }: WithdrawnFile): Promise<void> {
    await this.forget(path);
    const addresses = [...new Set([url, ...redirectFrom])];
    await this.#db.runAll(
      'INSERT INTO withdrawn VALUES (?, ?, ?, ?, ?, ?)',
      addresses.map((address) => [address, path, title, withdrawnAt, reason ?? null, isDeleted ? 1 : 0]),
    );
    this.#known.note(path, true);
    this.#changes.touch(...addresses.map(addressMark));
  }

  /** Takes over what the tables of articles and redirects say of a file. */
  async putDeleted(path: string, withdrawnAt: number): Promise<void> {
    const row = await this.#db.get('SELECT url, title FROM articles WHERE path = ? AND is_listed = 1', path);
    if (!row) return;
    const redirects = await this.#db.all('SELECT source FROM redirects WHERE path = ?', path);
    await this.put({
      path,
      url: String(row.url),
      redirectFrom: redirects.map(({ source }) => String(source)),
      title: String(row.title),
      withdrawnAt,
      isDeleted: true,
    });
  }

  /** @returns whether the file was withdrawn */
  async forget(path: string): Promise<boolean> {
    if (this.#known.lacks(path)) return false;
    const rows = await this.#db.all('SELECT url FROM withdrawn WHERE path = ?', path);
    if (rows.length === 0) return false;
    await this.#db.run('DELETE FROM withdrawn WHERE path = ?', path);
    this.#known.note(path, undefined);
    this.#changes.touch(...rows.map(({ url }) => addressMark(String(url))));
    return true;
  }
}
