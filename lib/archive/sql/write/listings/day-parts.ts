import type { Database, Row } from '../../database.ts';
import { nextDay } from '../../days.ts';
import { type EntryKey, firstKeyOf, LARGEST_PART } from '../../entry-keys.ts';
import { allFrom } from '../../many-rows.ts';
import type { ChangeLog } from '../change-log.ts';

/** Entries of a part that is new. */
const NEW_PART = LARGEST_PART / 2;
/** Moved entries that are collected before they are counted. */
const MAX_COLLECTED = 50_000;

/** A day of a listing. */
interface ListingDay {
  listing: number;
  /** yyyymmdd. */
  day: number;
}

/** An entry that came (1) or went (-1); 0 for one that was only written anew. */
interface MovedEntry extends ListingDay {
  entry: EntryKey;
  change: number;
}

/** A part of a day, by the key at which it begins. */
interface DayPart extends ListingDay, EntryKey {}

/**
 * The table `listing_parts`: how many entries each part has of a day with more than `LARGEST_PART`. What an update costs depends on what
 * it changes, not on how many entries a day has.
 */
export class DayParts {
  readonly #db: Database;
  readonly #timezone: string;
  readonly #changes: ChangeLog;
  /** By listing and key. */
  readonly #moved = new Map<string, MovedEntry>();

  constructor(db: Database, timezone: string, changes: ChangeLog) {
    this.#db = db;
    this.#timezone = timezone;
    this.#changes = changes;
  }

  /** Notes that an entry came or went. @returns whether so many have been noted that it is time to settle */
  note(moved: MovedEntry): boolean {
    if (this.#changes.isNew) return false;
    const key = entryKeyOf(moved.listing, moved.entry);
    const known = this.#moved.get(key);
    if (known) known.change += moved.change;
    else this.#moved.set(key, moved);
    return this.#moved.size >= MAX_COLLECTED;
  }

  /** To be called when entries and the counts of days are written; for a new archive, when all of them are. */
  async settle(): Promise<void> {
    if (this.#changes.isNew) {
      const query = 'SELECT listing, day, count FROM listing_days WHERE count > ?';
      for (const row of await this.#db.all(query, LARGEST_PART)) await this.#cutDay(toDay(row), Number(row.count));
      return;
    }
    const moved = [...this.#moved.values()].filter(({ change }) => change !== 0);
    this.#moved.clear();
    const days = new Map<string, ListingDay & { change: number }>();
    for (const { listing, day, change } of moved) {
      const known = days.get(dayKeyOf({ listing, day })) ?? { listing, day, change: 0 };
      known.change += change;
      days.set(dayKeyOf(known), known);
    }
    const counts = await this.#readCounts([...days.values()]);
    const isLarge = (count: number): boolean => count > LARGEST_PART;
    const counted = new Set<string>();
    for (const [key, day] of days) {
      const count = counts.get(key) ?? 0;
      const wasLarge = isLarge(count - day.change);
      if (wasLarge && isLarge(count)) counted.add(key);
      else if (isLarge(count)) await this.#cutDay(day, count);
      else if (wasLarge) {
        await this.#db.run('DELETE FROM listing_parts WHERE listing = ? AND day = ?', day.listing, day.day);
      }
    }
    await this.#count(moved.filter((entry) => counted.has(dayKeyOf(entry))));
  }

  async #readCounts(days: readonly ListingDay[]): Promise<Map<string, number>> {
    const rows = await allFrom(
      this.#db,
      `SELECT d.listing, d.day, d.count FROM (VALUES {rows}) v
       CROSS JOIN listing_days d WHERE d.listing = v.column1 AND d.day = v.column2`,
      '(CAST(? AS BIGINT), CAST(? AS INTEGER))',
      days.map(({ listing, day }) => [listing, day]),
    );
    return new Map(rows.map((row) => [dayKeyOf(toDay(row)), Number(row.count)]));
  }

  #cutDay(day: ListingDay, count: number): Promise<void> {
    const { listing, day: number } = day;
    return this.#cut({ listing, day: number, ...firstKeyOf(nextDay(number), this.#timezone) }, count);
  }

  /** Counts moved entries in the parts of their days. */
  async #count(moved: readonly MovedEntry[]): Promise<void> {
    const changes = new Map<string, { part: DayPart; count: number }>();
    for (const { part, count, change } of await this.#findParts(moved)) {
      const key = `${part.day}/${entryKeyOf(part.listing, part)}`;
      const changed = changes.get(key) ?? { part, count };
      changed.count += change;
      changes.set(key, changed);
    }
    const parts = [...changes.values()];
    // A day always has its first part, whose key has no path.
    const isEmpty = ({ part, count }: { part: DayPart; count: number }): boolean => count === 0 && part.path !== '';
    await this.#db.runAll(
      'DELETE FROM listing_parts WHERE listing = ? AND day = ? AND rank = ? AND path = ?',
      parts.filter(isEmpty).map(({ part: { listing, day, rank, path } }) => [listing, day, rank, path]),
    );
    for (const changed of parts) if (!isEmpty(changed)) await this.#cut(changed.part, changed.count);
  }

  /** The part of each moved entry with its count before. */
  async #findParts(moved: readonly MovedEntry[]): Promise<{ part: DayPart; count: number; change: number }[]> {
    const entries = new Map(moved.map((one) => [entryKeyOf(one.listing, one.entry), one]));
    const column = (name: string): string => `(SELECT p.${name} FROM listing_parts p WHERE p.listing = v.column1
      AND p.day = v.column2 AND (p.rank, p.path) <= (v.column3, v.column4) ORDER BY p.rank DESC, p.path DESC LIMIT 1)`;
    const rows = await allFrom(
      this.#db,
      `SELECT v.column1 AS listing, v.column3 AS entry_rank, v.column4 AS entry_path, ${column('rank')} AS rank,
         ${column('path')} AS path, ${column('count')} AS count FROM (VALUES {rows}) v`,
      '(CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS BIGINT), ?)',
      moved.map(({ listing, day, entry }) => [listing, day, entry.rank, entry.path]),
    );
    return rows.flatMap((row) => {
      // A row may come twice.
      const key = entryKeyOf(Number(row.listing), { rank: Number(row.entry_rank), path: String(row.entry_path) });
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

const dayKeyOf = ({ listing, day }: ListingDay): string => `${listing}/${day}`;
const entryKeyOf = (listing: number, { rank, path }: EntryKey): string => `${listing}/${rank}/${path}`;

const toDay = ({ listing, day }: Row): ListingDay => ({ listing: Number(listing), day: Number(day) });
