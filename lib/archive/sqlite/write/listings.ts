import { toZoned } from '../../../calendar.ts';
import type { Statements } from '../../../sqlite-statements.ts';
import { ALL_MARK, listingMark, NAMES_MARK, neighboursMark, periodMarksOf } from '../../marks.ts';
import { soundOf } from '../../title-sound.ts';
import { formatDay } from '../days.ts';
import type { ChangeLog } from './change-log.ts';

/** Entries that are collected before they are written in the order of the table. */
const MAX_PENDING_ENTRIES = 50_000;

type ListingKind = 'all' | 'latest' | 'category' | 'tag';

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
  readonly #statements: Statements;
  readonly #timezone: string;
  readonly #changes: ChangeLog;
  readonly #ids = new Map<string, number>();
  #pending: { listing: number; entry: Entry }[] = [];
  readonly #countChanges = new Map<number, number>();
  readonly #dayChanges = new Map<string, { listing: number; day: number; change: number }>();
  /** Entries that came (1) or went (-1); 0 for those that only were written anew. */
  readonly #moved = new Map<string, { listing: number; entry: Entry; change: number }>();

  constructor(statements: Statements, timezone: string, changes: ChangeLog) {
    this.#statements = statements;
    this.#timezone = timezone;
    this.#changes = changes;
  }

  /** Number of a listing, which is made where it does not exist. */
  idOf(kind: ListingKind, name: string): number {
    const key = `${kind}/${name}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      const found = this.#statements.get('SELECT id FROM listings WHERE kind = ? AND name = ?').get(kind, name);
      id = found ? Number(found.id) : this.#insert(kind, name);
      this.#ids.set(key, id);
    }
    return id;
  }

  #insert(kind: ListingKind, name: string): number {
    const { lastInsertRowid } = this.#statements
      .get('INSERT INTO listings (kind, name, folded, title) VALUES (?, ?, ?, ?)')
      .run(kind, name, name.toLowerCase(), name);
    const id = Number(lastInsertRowid);
    // The title of a category depends on its newest post and is set at the end of the update.
    if (kind === 'tag') this.setTitle(id, name);
    return id;
  }

  /** Sets the title of a category or tag, and its pinyin. */
  setTitle(id: number, title: string): void {
    const { initial, pinyin, initials } = soundOf(title);
    this.#statements
      .get('UPDATE listings SET title = ?, initial = ?, pinyin = ?, initials = ? WHERE id = ?')
      .run(title, initial, pinyin, initials, id);
  }

  deleteCategory(name: string): void {
    this.#statements.get('DELETE FROM listings WHERE id = ?').run(this.idOf('category', name));
    this.#ids.delete(`category/${name}`);
  }

  /** Changes the count of a listing that has no entries. */
  count(listing: number, change: 1 | -1): void {
    this.#countChanges.set(listing, (this.#countChanges.get(listing) ?? 0) + change);
  }

  add(listing: number, entry: Entry): void {
    this.#pending.push({ listing, entry });
    if (this.#pending.length === MAX_PENDING_ENTRIES) this.writePending();
    this.#countEntry(listing, entry, 1);
  }

  remove(listing: number, entry: Entry): void {
    this.writePending();
    this.#statements
      .get('DELETE FROM entries WHERE listing = ? AND rank = ? AND path = ?')
      .run(listing, entry.rank, entry.path);
    this.#countEntry(listing, entry, -1);
  }

  has(listing: number, { rank, path }: Entry): boolean {
    this.writePending();
    const query = this.#statements.get('SELECT 1 FROM entries WHERE listing = ? AND rank = ? AND path = ?');
    return query.get(listing, rank, path) !== undefined;
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
  writePending(): void {
    const insert = this.#statements.get('INSERT INTO entries VALUES (?, ?, ?, ?)');
    this.#pending.sort(
      (a, b) => a.listing - b.listing || a.entry.rank - b.entry.rank || (a.entry.path < b.entry.path ? -1 : 1),
    );
    for (const { listing, entry } of this.#pending) insert.run(listing, entry.rank, entry.path, entry.id);
    this.#pending = [];
  }

  /** Writes pending entries and the changed counts. */
  settle(): void {
    this.writePending();
    for (const [listing, change] of this.#countChanges) {
      if (change === 0) continue;
      this.#statements.get('UPDATE listings SET count = count + ? WHERE id = ?').run(change, listing);
      this.#touchTag(listing, change);
    }
    this.#countChanges.clear();
    for (const { listing, day, change } of this.#dayChanges.values()) {
      if (change === 0) continue;
      this.#statements
        .get('INSERT INTO listing_days VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count')
        .run(listing, day, change);
      this.#statements.get('DELETE FROM listing_days WHERE listing = ? AND day = ? AND count = 0').run(listing, day);
    }
    this.#dayChanges.clear();
    this.#touchMoved();
  }

  /** A tag exists while it has articles. */
  #touchTag(listing: number, change: number): void {
    if (this.#changes.isIdle) return;
    const row = this.#statements.get('SELECT kind, count FROM listings WHERE id = ?').get(listing);
    const count = Number(row?.count);
    if (row?.kind === 'tag' && (count === 0 || count === change)) this.#changes.touch(NAMES_MARK);
  }

  /** Touches listings with other entries than before, their days, and the articles beside those entries. */
  #touchMoved(): void {
    const moved = [...this.#moved.values()].filter(({ change }) => change !== 0);
    this.#moved.clear();
    if (this.#changes.isIdle || moved.length === 0) return;
    this.#changes.touch(ALL_MARK);
    const latest = this.idOf('latest', '');
    for (const { listing, entry } of moved) {
      this.#changes.touch(listingMark(listing));
      if (listing === latest) this.#changes.touch(...periodMarksOf(formatDay(this.dayOf(entry.rank))));
      this.#touchNeighbours(listing, entry);
    }
  }

  #touchNeighbours(listing: number, { rank, path }: Entry): void {
    for (const [comparison, direction] of [
      ['<', 'DESC'],
      ['>', 'ASC'],
    ] as const) {
      const row = this.#statements
        .get(
          `SELECT article FROM entries WHERE listing = ? AND (rank, path) ${comparison} (?, ?)
           ORDER BY rank ${direction}, path ${direction} LIMIT 1`,
        )
        .get(listing, rank, path);
      if (row) this.#changes.touch(neighboursMark(Number(row.article)));
    }
  }
}
