import { toZoned } from '../../../../calendar.ts';
import { foldStockCode, parseStock } from '../../../../stocks/index.ts';
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
} from '../../../marks.ts';
import { soundOf } from '../../../title-sound.ts';
import type { Database, Row } from '../../database.ts';
import { formatDay } from '../../days.ts';
import { allFrom, allIn } from '../../many-rows.ts';
import type { ChangeLog } from '../change-log.ts';
import { KnownRows } from '../known-rows.ts';
import { DayCounts } from './day-counts.ts';
import { DayParts } from './day-parts.ts';

/** Entries that are collected before they are written in the order of the table. */
const MAX_PENDING_ENTRIES = 50_000;
/** Moved entries whose neighbours are read together. Behind each lot it is seen whether it is of use to go on. */
const NEIGHBOURS_AT_ONCE = 512;

type ListingKind = 'all' | 'latest' | 'category' | 'tag' | 'stock';

/** What an entry of a listing is made of. */
export interface Entry {
  /** Number of the article. */
  id: number;
  path: string;
  /** Instant of publication with its sign turned. */
  rank: number;
}

interface ListingEntry {
  listing: number;
  entry: Entry;
}

/** The tables `listings` and `entries`, and those of days and their parts. Counts follow from the entries that are added and removed. */
export class ListingTables {
  readonly #db: Database;
  readonly #timezone: string;
  readonly #changes: ChangeLog;
  /** By kind and name; `undefined` for a listing that does not exist. */
  readonly #ids = new Map<string, number | undefined>();
  /** Entries to be written and to be deleted, by their keys; what is deleted and added again is in both. */
  readonly #pending = new Map<string, ListingEntry>();
  readonly #deleted = new Map<string, ListingEntry>();
  /** Whether entries are in a listing, as far as it was read ahead; of what is pending nothing is said. */
  readonly #known = new KnownRows<true>();
  readonly #countChanges = new Map<number, number>();
  readonly #days: DayCounts;
  readonly #parts: DayParts;
  /** Entries that came (1) or went (-1); 0 for those that only were written anew. */
  readonly #moved = new Map<string, { listing: number; entry: Entry; change: number }>();

  constructor(db: Database, timezone: string, changes: ChangeLog) {
    this.#db = db;
    this.#timezone = timezone;
    this.#changes = changes;
    this.#days = new DayCounts(db);
    this.#parts = new DayParts(db, timezone, changes);
  }

  /** Number of a listing, which is made where it does not exist. */
  async idOf(kind: ListingKind, name: string): Promise<number> {
    const key = `${kind}/${name}`;
    if (!this.#ids.has(key)) await this.prepareNames(kind, [name]);
    const id = this.#ids.get(key) ?? (await this.#insert(kind, name));
    this.#ids.set(key, id);
    return id;
  }

  async #insert(kind: ListingKind, name: string): Promise<number> {
    const id = await this.#db.insert(
      'INSERT INTO listings (kind, name, folded, title) VALUES (?, ?, ?, ?)',
      kind,
      name,
      kind === 'stock' ? foldStockCode(parseStock(name)?.code ?? name) : name.toLowerCase(),
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

  /**
   * The same where it has another one.
   * @param known the title and pinyin that it has, for who has read them
   * @returns whether it had
   */
  async changeTitle(id: number, title: string, known?: Row): Promise<boolean> {
    const current = known ?? (await this.#db.get('SELECT title, pinyin FROM listings WHERE id = ?', id));
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
    this.#pending.set(keyOf(listing, entry), { listing, entry });
    if (this.#pending.size === MAX_PENDING_ENTRIES) await this.writePending();
    await this.#countEntry(listing, entry, 1);
  }

  async remove(listing: number, entry: Entry): Promise<void> {
    const key = keyOf(listing, entry);
    if (!this.#pending.delete(key)) this.#deleted.set(key, { listing, entry });
    if (this.#deleted.size === MAX_PENDING_ENTRIES) await this.writePending();
    await this.#countEntry(listing, entry, -1);
  }

  async has(listing: number, entry: Entry): Promise<boolean> {
    const key = keyOf(listing, entry);
    if (this.#pending.has(key)) return true;
    if (this.#deleted.has(key)) return false;
    if (this.#known.has(key)) return this.#known.get(key) === true;
    const query = 'SELECT 1 FROM entries WHERE listing = ? AND rank = ? AND path = ?';
    return (await this.#db.get(query, listing, entry.rank, entry.path)) !== undefined;
  }

  /** Reads together whether entries are in a listing. */
  async prepare(listing: number, entries: readonly Omit<Entry, 'id'>[]): Promise<void> {
    const rows = await allFrom(
      this.#db,
      `SELECT e.rank, e.path FROM (VALUES {rows}) v CROSS JOIN entries e
       WHERE e.listing = ? AND e.rank = v.column1 AND e.path = v.column2`,
      '(CAST(? AS BIGINT), ?)',
      entries.map(({ rank, path }) => [rank, path]),
      listing,
    );
    this.#known.fill(
      entries.map((entry) => keyOf(listing, entry)),
      rows.map(({ rank, path }) => [keyOf(listing, { rank: Number(rank), path: String(path) }), true]),
    );
  }

  /** Reads together the numbers of listings. */
  async prepareNames(kind: ListingKind, names: readonly string[]): Promise<void> {
    const unknown = [...new Set(names)].filter((name) => !this.#ids.has(`${kind}/${name}`));
    for (const name of unknown) this.#ids.set(`${kind}/${name}`, undefined);
    const query = `SELECT id, name FROM listings WHERE kind = '${kind}' AND name IN`;
    for (const { id, name } of await allIn(this.#db, query, unknown)) this.#ids.set(`${kind}/${name}`, Number(id));
  }

  async #countEntry(listing: number, entry: Entry, change: 1 | -1): Promise<void> {
    this.count(listing, change);
    this.#noteMove(listing, entry, change);
    const day = this.dayOf(entry.rank);
    await this.#days.count(listing, day, change);
    if (this.#parts.note({ listing, day, entry, change })) await this.#settleDays();
  }

  #noteMove(listing: number, entry: Entry, change: 1 | -1): void {
    if (this.#changes.isIdle) return;
    const key = keyOf(listing, entry);
    const known = this.#moved.get(key);
    if (known) known.change += change;
    else this.#moved.set(key, { listing, entry, change });
  }

  /** Day of a rank in the site's time zone: yyyymmdd. */
  dayOf(rank: number): number {
    const { year, month, day } = toZoned(-rank, this.#timezone);
    return year * 10_000 + month * 100 + day;
  }

  /** Writes entries in the order of the table, so that most pages of its B-tree are found in memory. */
  async writePending(): Promise<void> {
    for (const [key, { entry }] of this.#pending) {
      // A changed article mostly stays where it was.
      if (this.#deleted.get(key)?.entry.id !== entry.id) continue;
      this.#deleted.delete(key);
      this.#pending.delete(key);
    }
    for (const key of this.#deleted.keys()) this.#known.note(key, undefined);
    for (const key of this.#pending.keys()) this.#known.note(key, true);
    const [deleted, pending] = [this.#deleted, this.#pending].map((entries) =>
      [...entries.values()].sort(inTableOrder),
    );
    this.#deleted.clear();
    this.#pending.clear();
    await this.#db.runAll(
      'DELETE FROM entries WHERE listing = ? AND rank = ? AND path = ?',
      (deleted ?? []).map(({ listing, entry: { path, rank } }) => [listing, rank, path]),
    );
    await this.#db.runAll(
      'INSERT INTO entries VALUES (?, ?, ?, ?)',
      (pending ?? []).map(({ listing, entry: { id, path, rank } }) => [listing, rank, path, id]),
    );
  }

  /** Writes pending entries and the changed counts. */
  async settle(): Promise<void> {
    const changes = [...this.#countChanges].filter(([, change]) => change !== 0);
    this.#countChanges.clear();
    await allFrom(
      this.#db,
      // With the sign SQLite looks up each listing, and does not go through all of them.
      'UPDATE listings SET count = count + v.column2 FROM (VALUES {rows}) v WHERE id = +v.column1',
      '(CAST(? AS BIGINT), CAST(? AS BIGINT))',
      changes,
    );
    await this.#touchCounts(changes);
    await this.#settleDays();
    await this.#touchMoved();
  }

  /** Writes the counts of days, and of their parts by the entries that are written. */
  async #settleDays(): Promise<void> {
    await this.writePending();
    await this.#days.write();
    await this.#parts.settle();
  }

  /** A tag and a stock exist, and a category is suggested, while they have articles. */
  async #touchCounts(changes: readonly (readonly [listing: number, change: number])[]): Promise<void> {
    if (this.#changes.isIdle) return;
    const changeOf = new Map(changes);
    const rows = await allIn(this.#db, 'SELECT id, kind, count FROM listings WHERE id IN', [...changeOf.keys()]);
    for (const { id, kind, count } of rows) {
      if (kind === 'stock') this.#changes.touch(STOCK_COUNTS_MARK);
      if (Number(count) === 0 || Number(count) === changeOf.get(Number(id))) await this.#touchName(Number(id));
    }
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
    }
    for (let first = 0; first < moved.length && !this.#changes.isIdle; first += NEIGHBOURS_AT_ONCE) {
      await this.#touchNeighbours(moved.slice(first, first + NEIGHBOURS_AT_ONCE));
    }
  }

  async #touchNeighbours(moved: readonly ListingEntry[]): Promise<void> {
    const neighbour = (comparison: '<' | '>', direction: 'DESC' | 'ASC'): string =>
      `(SELECT e.article FROM entries e WHERE e.listing = v.column1 AND (e.rank, e.path) ${comparison} (v.column2, v.column3)
        ORDER BY e.rank ${direction}, e.path ${direction} LIMIT 1)`;
    const rows = await allFrom(
      this.#db,
      `SELECT ${neighbour('<', 'DESC')} AS before, ${neighbour('>', 'ASC')} AS behind FROM (VALUES {rows}) v`,
      '(CAST(? AS BIGINT), CAST(? AS BIGINT), ?)',
      moved.map(({ listing, entry: { rank, path } }) => [listing, rank, path]),
    );
    const articles = rows.flatMap(({ before, behind }) => [before, behind]).filter((article) => article !== null);
    this.#changes.touch(...articles.map((article) => neighboursMark(Number(article))));
  }
}

const keyOf = (listing: number, { rank, path }: Omit<Entry, 'id'>): string => `${listing}/${rank}/${path}`;

const inTableOrder = (a: ListingEntry, b: ListingEntry): number =>
  a.listing - b.listing || a.entry.rank - b.entry.rank || (a.entry.path < b.entry.path ? -1 : 1);
