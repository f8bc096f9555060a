import { toZoned } from '../../../calendar.ts';
import { parseStock } from '../../../stocks/index.ts';
import {
  ALL_MARK,
  listingMark,
  NAMES_MARK,
  nameMark,
  neighboursMark,
  periodMarksOf,
  STOCK_COUNTS_MARK,
  STOCK_NAMES_MARK,
  stockMark,
} from '../../marks.ts';
import { soundOf } from '../../title-sound.ts';
import type { Database } from '../database.ts';
import { formatDay } from '../days.ts';
import type { ChangeLog } from './change-log.ts';

/** Entries that are collected before they are written in the order of the table. */
const MAX_PENDING_ENTRIES = 50_000;

type ListingKind = 'all' | 'latest' | 'category' | 'tag' | 'stock';

/** What an entry of a listing is made of. */
export interface Entry {
  /** Number of the article. */
  id: number;
  path: string;
  /** Instant of publication with its sign turned. */
  rank: number;
}

/** The tables `listings`, `entries` and `listing_days`. Counts follow from the entries that are added and removed. */
export class ListingTables {
  readonly #db: Database;
  readonly #timezone: string;
  readonly #changes: ChangeLog;
  readonly #ids = new Map<string, number>();
  #pending: { listing: number; entry: Entry }[] = [];
  readonly #countChanges = new Map<number, number>();
  readonly #dayChanges = new Map<string, { listing: number; day: number; change: number }>();
  /** Entries that came (1) or went (-1); 0 for those that only were written anew. */
  readonly #moved = new Map<string, { listing: number; entry: Entry; change: number }>();

  constructor(db: Database, timezone: string, changes: ChangeLog) {
    this.#db = db;
    this.#timezone = timezone;
    this.#changes = changes;
  }

  /** Number of a listing, which is made where it does not exist. */
  async idOf(kind: ListingKind, name: string): Promise<number> {
    const key = `${kind}/${name}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      const found = await this.#db.get('SELECT id FROM listings WHERE kind = ? AND name = ?', kind, name);
      id = found ? Number(found.id) : await this.#insert(kind, name);
      this.#ids.set(key, id);
    }
    return id;
  }

  async #insert(kind: ListingKind, name: string): Promise<number> {
    const id = await this.#db.insert(
      'INSERT INTO listings (kind, name, folded, title) VALUES (?, ?, ?, ?)',
      kind,
      name,
      (kind === 'stock' ? (parseStock(name)?.code ?? name) : name).toLowerCase(),
      name,
    );
    // The titles of categories and stocks depend on their newest posts and are set at the end of the update.
    if (kind === 'tag') await this.#setTitle(id, name);
    return id;
  }

  /** Sets the title of a category, tag or stock, and its pinyin. */
  async #setTitle(id: number, title: string): Promise<void> {
    const { initial, pinyin, initials } = soundOf(title);
    const update = 'UPDATE listings SET title = ?, initial = ?, pinyin = ?, initials = ? WHERE id = ?';
    await this.#db.run(update, title, initial, pinyin, initials, id);
  }

  /** The same where it has another one. @returns whether it had */
  async changeTitle(id: number, title: string): Promise<boolean> {
    const current = await this.#db.get('SELECT title, pinyin FROM listings WHERE id = ?', id);
    if (current?.title === title && current.pinyin !== '') return false;
    await this.#touchName(id);
    await this.#setTitle(id, title);
    await this.#touchName(id);
    return true;
  }

  async deleteCategory(name: string): Promise<void> {
    const id = await this.idOf('category', name);
    await this.#touchName(id);
    await this.#db.run('DELETE FROM listings WHERE id = ?', id);
    this.#ids.delete(`category/${name}`);
  }

  /** Changes the count of a listing that has no entries. */
  count(listing: number, change: 1 | -1): void {
    this.#countChanges.set(listing, (this.#countChanges.get(listing) ?? 0) + change);
  }

  async add(listing: number, entry: Entry): Promise<void> {
    this.#pending.push({ listing, entry });
    if (this.#pending.length === MAX_PENDING_ENTRIES) await this.writePending();
    this.#countEntry(listing, entry, 1);
  }

  async remove(listing: number, entry: Entry): Promise<void> {
    await this.writePending();
    const { rank, path } = entry;
    await this.#db.run('DELETE FROM entries WHERE listing = ? AND rank = ? AND path = ?', listing, rank, path);
    this.#countEntry(listing, entry, -1);
  }

  async has(listing: number, { rank, path }: Entry): Promise<boolean> {
    await this.writePending();
    const query = 'SELECT 1 FROM entries WHERE listing = ? AND rank = ? AND path = ?';
    return (await this.#db.get(query, listing, rank, path)) !== undefined;
  }

  #countEntry(listing: number, entry: Entry, change: 1 | -1): void {
    this.count(listing, change);
    const day = this.dayOf(entry.rank);
    this.#noteMove(listing, entry, change);
    const key = `${listing}/${day}`;
    const known = this.#dayChanges.get(key);
    if (known) known.change += change;
    else this.#dayChanges.set(key, { listing, day, change });
  }

  #noteMove(listing: number, entry: Entry, change: 1 | -1): void {
    if (this.#changes.isIdle) return;
    const key = `${listing}/${entry.rank}/${entry.path}`;
    const known = this.#moved.get(key);
    if (known) known.change += change;
    else this.#moved.set(key, { listing, entry, change });
  }

  /** Day of a rank in the site's time zone: yyyymmdd. */
  dayOf(rank: number): number {
    const { year, month, day } = toZoned(-rank, this.#timezone);
    return year * 10_000 + month * 100 + day;
  }

  /** Writes new entries in the order of the table, so that most pages of its B-tree are found in memory. */
  async writePending(): Promise<void> {
    const pending = this.#pending.sort(
      (a, b) => a.listing - b.listing || a.entry.rank - b.entry.rank || (a.entry.path < b.entry.path ? -1 : 1),
    );
    this.#pending = [];
    await this.#db.runAll(
      'INSERT INTO entries VALUES (?, ?, ?, ?)',
      pending.map(({ listing, entry: { id, path, rank } }) => [listing, rank, path, id]),
    );
  }

  /** Writes pending entries and the changed counts. */
  async settle(): Promise<void> {
    await this.writePending();
    for (const [listing, change] of this.#countChanges) {
      if (change === 0) continue;
      await this.#db.run('UPDATE listings SET count = count + ? WHERE id = ?', change, listing);
      await this.#touchCount(listing, change);
    }
    this.#countChanges.clear();
    const changed = [...this.#dayChanges.values()].filter(({ change }) => change !== 0);
    this.#dayChanges.clear();
    await this.#db.runAll(
      `INSERT INTO listing_days VALUES (?, ?, ?)
       ON CONFLICT (listing, day) DO UPDATE SET count = listing_days.count + excluded.count`,
      changed.map(({ listing, day, change }) => [listing, day, change]),
    );
    await this.#db.runAll(
      'DELETE FROM listing_days WHERE listing = ? AND day = ? AND count = 0',
      changed.filter(({ change }) => change < 0).map(({ listing, day }) => [listing, day]),
    );
    await this.#touchMoved();
  }

  /** A tag and a stock exist, and a category is suggested, while they have articles. */
  async #touchCount(listing: number, change: number): Promise<void> {
    if (this.#changes.isIdle) return;
    const row = await this.#db.get('SELECT kind, count FROM listings WHERE id = ?', listing);
    const count = Number(row?.count);
    if (row?.kind === 'stock') this.#changes.touch(STOCK_COUNTS_MARK);
    if (count === 0 || count === change) await this.#touchName(listing);
  }

  /** Touches what depends on which listings there are, and on what one is called. */
  async #touchName(listing: number): Promise<void> {
    if (this.#changes.isIdle) return;
    const row = await this.#db.get('SELECT kind, name, title, pinyin, initials FROM listings WHERE id = ?', listing);
    if (!row) return;
    const { kind } = row;
    const name = String(row.name);
    if (kind === 'stock') this.#changes.touch(STOCK_NAMES_MARK, stockMark(name));
    if (kind !== 'tag' && kind !== 'category') return;
    const [title, pinyin, initials] = [row.title, row.pinyin, row.initials].map(String) as [string, string, string];
    this.#changes.touch(NAMES_MARK, nameMark({ kind, name, title, pinyin, initials }));
  }

  /** Touches listings with other entries than before, their days, and the articles beside those entries. */
  async #touchMoved(): Promise<void> {
    const moved = [...this.#moved.values()].filter(({ change }) => change !== 0);
    this.#moved.clear();
    if (this.#changes.isIdle || moved.length === 0) return;
    this.#changes.touch(ALL_MARK);
    const latest = await this.idOf('latest', '');
    for (const { listing, entry } of moved) {
      this.#changes.touch(listingMark(listing));
      if (listing === latest) this.#changes.touch(...periodMarksOf(formatDay(this.dayOf(entry.rank))));
      await this.#touchNeighbours(listing, entry);
    }
  }

  async #touchNeighbours(listing: number, { rank, path }: Entry): Promise<void> {
    if (this.#changes.isIdle) return;
    for (const [comparison, direction] of [
      ['<', 'DESC'],
      ['>', 'ASC'],
    ] as const) {
      const row = await this.#db.get(
        `SELECT article FROM entries WHERE listing = ? AND (rank, path) ${comparison} (?, ?)
         ORDER BY rank ${direction}, path ${direction} LIMIT 1`,
        listing,
        rank,
        path,
      );
      if (row) this.#changes.touch(neighboursMark(Number(row.article)));
    }
  }
}
