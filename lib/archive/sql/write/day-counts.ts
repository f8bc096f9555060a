import { toZoned } from '../../../calendar.ts';
import type { Database } from '../database.ts';
import { nextDay } from '../days.ts';
import { type EntryKey, firstKeyOf, LARGEST_PART } from '../entry-keys.ts';
import { allFrom } from '../many-rows.ts';
import type { ChangeLog } from './change-log.ts';

/** Entries of a part that is new. */
const NEW_PART = LARGEST_PART / 2;

/** An entry that came (1) or went (-1); 0 for one that was only written anew. */
export interface MovedEntry {
  listing: number;
  entry: EntryKey;
  change: number;
}

/** A day of a listing. */
interface ListingDay {
  listing: number;
  day: number;
}

/** A part of one, by the key at which it begins. */
interface DayPart extends ListingDay, EntryKey {}

/**
 * The tables `listing_days` and `listing_parts`: how many entries a listing has on each day, and in each part of a day with more than
 * `LARGEST_PART`. What an update costs depends on what it changes, not on how many entries a day has.
 */
export class DayCounts {
  readonly #db: Database;
  readonly #timezone: string;
  readonly #changes: ChangeLog;
  readonly #days = new Map<string, ListingDay & { change: number }>();

  constructor(db: Database, timezone: string, changes: ChangeLog) {
    this.#db = db;
    this.#timezone = timezone;
    this.#changes = changes;
  }

  /** Day of a rank in the site's time zone: yyyymmdd. */
  dayOf(rank: number): number {
    const { year, month, day } = toZoned(-rank, this.#timezone);
    return year * 10_000 + month * 100 + day;
  }

  count(listing: number, rank: number, change: 1 | -1): void {
    const day = this.dayOf(rank);
    const key = keyOf({ listing, day });
    const known = this.#days.get(key);
    if (known) known.change += change;
    else this.#days.set(key, { listing, day, change });
  }

  /**
   * Writes the changed counts. To be called when the entries are written.
   * @param moved entries that came and went; `undefined` where that is not known of each
   */
  async settle(moved: Iterable<MovedEntry> | undefined): Promise<void> {
    const days = [...this.#days.values()];
    this.#days.clear();
    const changed = days.filter(({ change }) => change !== 0);
    await this.#db.runAll(
      `INSERT INTO listing_days VALUES (?, ?, ?)
       ON CONFLICT (listing, day) DO UPDATE SET count = listing_days.count + excluded.count`,
      changed.map(({ listing, day, change }) => [listing, day, change]),
    );
    await this.#db.runAll(
      'DELETE FROM listing_days WHERE listing = ? AND day = ? AND count = ?',
      changed.filter(({ change }) => change < 0).map(({ listing, day }) => [listing, day, 0]),
    );
    // Of a new archive nothing was counted before.
    const counts = this.#changes.isNew ? undefined : await this.#readCounts(days);
    const isLarge = (count: number): boolean => count > LARGEST_PART;
    const known = new Set<string>();
    const old: ListingDay[] = [];
    const large: (ListingDay & { count: number })[] = [];
    for (const { listing, day, change } of days) {
      const count = counts ? (counts.get(keyOf({ listing, day })) ?? 0) : change;
      const wasLarge = isLarge(count - change);
      if (wasLarge && isLarge(count) && moved) known.add(keyOf({ listing, day }));
      else if (isLarge(count)) large.push({ listing, day, count });
      if (wasLarge && !known.has(keyOf({ listing, day }))) old.push({ listing, day });
    }
    await this.#db.runAll(
      'DELETE FROM listing_parts WHERE listing = ? AND day = ?',
      old.map(({ listing, day }) => [listing, day]),
    );
    for (const { listing, day, count } of large) {
      await this.#cut({ listing, day, ...firstKeyOf(nextDay(day), this.#timezone) }, count);
    }
    if (known.size > 0) await this.#countMoved(moved ?? [], known);
  }

  async #readCounts(days: readonly ListingDay[]): Promise<Map<string, number>> {
    const rows = await allFrom(
      this.#db,
      `SELECT d.listing, d.day, d.count FROM (VALUES {rows}) v
       CROSS JOIN listing_days d WHERE d.listing = v.column1 AND d.day = v.column2`,
      '(CAST(? AS BIGINT), CAST(? AS INTEGER))',
      days.map(({ listing, day }) => [listing, day]),
    );
    return new Map(
      rows.map(({ listing, day, count }) => [keyOf({ listing: Number(listing), day: Number(day) }), Number(count)]),
    );
  }

  /** Counts moved entries in the parts of these days. */
  async #countMoved(moved: Iterable<MovedEntry>, days: ReadonlySet<string>): Promise<void> {
    const changes = new Map<string, { part: DayPart; count: number }>();
    for (const { part, count, change } of await this.#findParts(moved, days)) {
      const key = `${keyOf(part)}/${part.rank}/${part.path}`;
      const changed = changes.get(key) ?? { part, count };
      changed.count += change;
      changes.set(key, changed);
    }
    const parts = [...changes.values()];
    const isEmpty = ({ part, count }: { part: DayPart; count: number }): boolean => count === 0 && part.path !== '';
    await this.#db.runAll(
      'DELETE FROM listing_parts WHERE listing = ? AND day = ? AND rank = ? AND path = ?',
      // A day always has its first part, whose key has no path.
      parts.filter(isEmpty).map(({ part: { listing, day, rank, path } }) => [listing, day, rank, path]),
    );
    for (const changed of parts) if (!isEmpty(changed)) await this.#cut(changed.part, changed.count);
  }

  /** The part of each moved entry with its count before. */
  async #findParts(
    moved: Iterable<MovedEntry>,
    days: ReadonlySet<string>,
  ): Promise<{ part: DayPart; count: number; change: number }[]> {
    const entries = new Map<string, ListingDay & MovedEntry>();
    for (const { listing, entry, change } of moved) {
      const day = this.dayOf(entry.rank);
      if (change !== 0 && days.has(keyOf({ listing, day }))) {
        entries.set(`${listing}/${entry.rank}/${entry.path}`, { listing, day, entry, change });
      }
    }
    const column = (name: string): string => `(SELECT p.${name} FROM listing_parts p WHERE p.listing = v.column1
      AND p.day = v.column2 AND (p.rank, p.path) <= (v.column3, v.column4) ORDER BY p.rank DESC, p.path DESC LIMIT 1)`;
    const rows = await allFrom(
      this.#db,
      `SELECT v.column1 AS listing, v.column3 AS entry_rank, v.column4 AS entry_path, ${column('rank')} AS rank,
         ${column('path')} AS path, ${column('count')} AS count FROM (VALUES {rows}) v`,
      '(CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS BIGINT), ?)',
      [...entries.values()].map(({ listing, day, entry }) => [listing, day, entry.rank, entry.path]),
    );
    return rows.flatMap((row) => {
      // A row may come twice.
      const key = `${Number(row.listing)}/${Number(row.entry_rank)}/${row.entry_path}`;
      const known = entries.get(key);
      entries.delete(key);
      if (!known) return [];
      const part = { listing: known.listing, day: known.day, rank: Number(row.rank), path: String(row.path) };
      return [{ part, count: Number(row.count), change: known.change }];
    });
  }

  /** Writes the count of a part, which is cut where it has too many entries. */
  async #cut(part: DayPart, count: number): Promise<void> {
    const { listing, day } = part;
    const rows: [number, number, number, string, number][] = [];
    let begin: EntryKey = part;
    let left = count;
    for (; left > LARGEST_PART; left -= NEW_PART) {
      rows.push([listing, day, begin.rank, begin.path, NEW_PART]);
      const next = await this.#db.get(
        `SELECT rank, path FROM entries WHERE listing = ? AND (rank, path) >= (?, ?)
         ORDER BY rank, path LIMIT 1 OFFSET ${NEW_PART}`,
        listing,
        begin.rank,
        begin.path,
      );
      begin = { rank: Number(next?.rank), path: String(next?.path) };
    }
    rows.push([listing, day, begin.rank, begin.path, left]);
    await this.#db.runAll(
      `INSERT INTO listing_parts VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (listing, day, rank, path) DO UPDATE SET count = excluded.count`,
      rows,
    );
  }
}

const keyOf = ({ listing, day }: ListingDay): string => `${listing}/${day}`;
