import { ARRIVALS_WINDOW, PAGE_SIZE } from '../../archive.ts';
import { ALL_MARK, categoryMark, listingMark, NAMES_MARK, periodMark } from '../../marks.ts';
import type { Listing, ListingKey, PeriodCount, Summary } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { ALL_DAYS, type DaySpan, daysOfPeriod, formatDay, nextDay, startOfDay } from '../days.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, toSummary } from './rows.ts';

/** Below this offset SQLite steps over entries faster than the counts of days are added up. */
const FEW_ENTRIES = 500;

/** A row of the table `listings`. */
export interface ListingRow {
  id: number;
  title: string;
}

/** Entries of a listing on certain days. */
export interface EntryRange extends ListingRow {
  days: DaySpan;
}

/** A category that exists, or a tag that has articles. */
export function findListing(index: Connection, kind: ListingKey['kind'], name: string): ListingRow | undefined {
  if (kind === 'category') index.note(categoryMark(name));
  const row = index
    .sql('SELECT id, title FROM listings WHERE kind = ? AND name = ? AND (count > 0 OR kind <> ?)')
    .get(kind, name, 'tag');
  // A tag without articles does not exist; that changes with the archive's articles.
  if (!row && kind === 'tag') index.note(NAMES_MARK);
  return row && { id: Number(row.id), title: String(row.title) };
}

/** The entries that a key means; `undefined` for an unknown category or tag and for what is no period. */
export function findRange(index: Connection, key: ListingKey): EntryRange | undefined {
  if (key.kind === 'category' || key.kind === 'tag') {
    const listing = findListing(index, key.kind, key.name);
    if (!listing) return undefined;
    index.note(listingMark(listing.id));
    return { ...listing, days: ALL_DAYS };
  }
  const id = findListing(index, 'latest', '')?.id ?? 0;
  if (key.kind === 'latest') {
    index.note(listingMark(id));
    return { id, title: '', days: ALL_DAYS };
  }
  index.note(periodMark(key.period));
  const days = daysOfPeriod(key.period);
  return days && { id, title: key.period, days };
}

/** @see Archive.listArticles */
export function listArticles(index: Connection, key: ListingKey, page: number): Listing | undefined {
  const range = findRange(index, key);
  if (!range) return undefined;
  const articleCount = countEntries(index, range);
  if (key.kind === 'period' && articleCount === 0) return undefined;
  const pageCount = Math.max(1, Math.ceil(articleCount / PAGE_SIZE));
  if (!Number.isInteger(page) || page < 1 || page > pageCount) return undefined;
  return {
    title: range.title,
    articles: listEntries(index, range, (page - 1) * PAGE_SIZE, PAGE_SIZE),
    page,
    pageCount,
    articleCount,
    ...(page === 1 && { newestNumber: Math.max(0, ...listNewestNumbers(index, range)) }),
  };
}

/** @see Archive.countArrivals */
export function countArrivals(index: Connection, key: ListingKey, after: number): number {
  const range = findRange(index, key);
  return range ? listNewestNumbers(index, range).filter((number) => number > after).length : 0;
}

/** @see Archive.listPeriods */
export function listPeriods(index: Connection, within?: string): PeriodCount[] {
  const days = within === undefined ? ALL_DAYS : daysOfPeriod(within);
  const latest = findListing(index, 'latest', '');
  index.note(within === undefined ? ALL_MARK : periodMark(within));
  if (!days || !latest) return [];
  // Years are parts of everything, months of a year, days of a month.
  const length = within === undefined ? 4 : within.length + 3;
  const counts = new Map<string, number>();
  for (const row of index
    .sql('SELECT day, count FROM listing_days WHERE listing = ? AND day >= ? AND day < ? ORDER BY day DESC')
    .iterate(latest.id, days.first, days.end)) {
    const period = formatDay(Number(row.day)).slice(0, length);
    counts.set(period, (counts.get(period) ?? 0) + Number(row.count));
  }
  return [...counts].map(([period, count]) => ({ period, count }));
}

/** Where to look for the entries of a range from an offset on. */
interface EntryPlace {
  /** Above the first, up to the second. */
  ranks: [number, number];
  /** Entries of these ranks that are passed over. */
  skipped: number;
}

/** The counts of days find the place of an offset, so that the cost does not grow with the offset. */
export function findPlace(index: Connection, range: EntryRange, offset: number): EntryPlace {
  const { end, newer } = offset > FEW_ENTRIES ? findDay(index, range, offset) : { end: range.days.end, newer: 0 };
  return { ranks: ranksOf(index, { first: range.days.first, end }), skipped: offset - newer };
}

/** Entries of a range from an offset on. */
export function listEntries(index: Connection, range: EntryRange, offset: number, limit: number): Summary[] {
  const { ranks, skipped } = findPlace(index, range, offset);
  return index
    .sql(
      `SELECT ${SUMMARY_COLUMNS} FROM entries e JOIN articles a ON a.id = e.article ${SUMMARY_JOINS}
       WHERE e.listing = ? AND e.rank > ? AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    )
    .all(range.id, ...ranks, limit, skipped)
    .map((row) => toSummary(index, row));
}

/** Numbers of the newest articles of a range: the later an article was added, the higher its number. */
function listNewestNumbers(index: Connection, { id, days }: EntryRange): number[] {
  return index
    .sql('SELECT article FROM entries WHERE listing = ? AND rank > ? AND rank <= ? ORDER BY rank, path LIMIT ?')
    .all(id, ...ranksOf(index, days), ARRIVALS_WINDOW)
    .map((row) => Number(row.article));
}

/** Ranks of the entries on these days: above the first, up to the second. */
function ranksOf(index: Connection, { first, end }: DaySpan): [number, number] {
  const { timezone } = index.site();
  return [-startOfDay(end, timezone), -startOfDay(first, timezone)];
}

function countEntries(index: Connection, { id, days }: Pick<EntryRange, 'id' | 'days'>): number {
  const row = index
    .sql('SELECT sum(count) AS count FROM listing_days WHERE listing = ? AND day >= ? AND day < ?')
    .get(id, days.first, days.end);
  return Number(row?.count ?? 0);
}

/**
 * The day on which the entry at an offset lies, by halving.
 * @returns the day after it, and how many entries of the range are on later days
 */
function findDay(index: Connection, { id, days }: EntryRange, offset: number): { end: number; newer: number } {
  const oldestDay = index.sql('SELECT min(day) AS day FROM listing_days WHERE listing = ? AND day >= ?');
  const newestDay = index.sql('SELECT max(day) AS day FROM listing_days WHERE listing = ? AND day < ?');
  let first = Number(oldestDay.get(id, days.first)?.day);
  let last = Number(newestDay.get(id, days.end)?.day);
  let newer = 0;
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    const count = countEntries(index, { id, days: { first: middle + 1, end: last + 1 } });
    if (newer + count > offset) {
      first = middle + 1;
    } else {
      newer += count;
      last = middle;
    }
  }
  return { end: nextDay(last), newer };
}
