import { ARRIVALS_WINDOW, PAGE_SIZE } from '../../archive.ts';
import { ALL_MARK, categoryMark, listingMark, NAMES_MARK, periodMark, stockMark } from '../../marks.ts';
import type { Listing, ListingKey, PeriodCount, Summary } from '../../types.ts';
import { ALL_DAYS, addDays, type DaySpan, daysOfPeriod, formatDay, nextDay, startOfDay } from '../days.ts';
import type { Snapshot } from '../snapshot.ts';
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

/** A category that exists, or a tag or stock that has articles. */
export async function findListing(
  index: Snapshot,
  kind: ListingKey['kind'],
  name: string,
): Promise<ListingRow | undefined> {
  if (kind === 'category') index.note(categoryMark(name));
  if (kind === 'stock') index.note(stockMark(name));
  const row = await index.get(
    "SELECT id, title FROM listings WHERE kind = ? AND name = ? AND (count > 0 OR kind NOT IN ('tag', 'stock'))",
    kind,
    name,
  );
  // A tag without articles does not exist; that changes with the archive's articles.
  if (!row && kind === 'tag') index.note(NAMES_MARK);
  return row && { id: Number(row.id), title: String(row.title) };
}

/** Categories that exist, by name, in one round trip. */
export async function findCategories(index: Snapshot, names: Iterable<string>): Promise<Map<string, ListingRow>> {
  const wanted = [...new Set(names)];
  for (const name of wanted) index.note(categoryMark(name));
  if (wanted.length === 0) return new Map();
  const places = wanted.map(() => '?').join(', ');
  const query = `SELECT id, name, title FROM listings WHERE kind = 'category' AND name IN (${places})`;
  const rows = await index.all(query, ...wanted);
  return new Map(rows.map(({ id, name, title }) => [String(name), { id: Number(id), title: String(title) }]));
}

/** The entries that a key means; `undefined` for an unknown category, tag or stock and for what is no period. */
export async function findRange(index: Snapshot, key: ListingKey): Promise<EntryRange | undefined> {
  if (key.kind === 'category' || key.kind === 'tag' || key.kind === 'stock') {
    const listing = await findListing(index, key.kind, key.name);
    if (!listing) return undefined;
    index.note(listingMark(listing.id));
    return { ...listing, days: ALL_DAYS };
  }
  const id = (await findListing(index, 'latest', ''))?.id ?? 0;
  if (key.kind === 'latest') {
    index.note(listingMark(id));
    return { id, title: '', days: ALL_DAYS };
  }
  index.note(periodMark(key.period));
  const days = daysOfPeriod(key.period);
  return days && { id, title: key.period, days };
}

/** @see Archive.listArticles */
export async function listArticles(index: Snapshot, key: ListingKey, page: number): Promise<Listing | undefined> {
  const range = await findRange(index, key);
  if (!range) return undefined;
  const articleCount = await countEntries(index, range);
  if (key.kind === 'period' && articleCount === 0) return undefined;
  const pageCount = Math.max(1, Math.ceil(articleCount / PAGE_SIZE));
  if (!Number.isInteger(page) || page < 1 || page > pageCount) return undefined;
  return {
    title: range.title,
    articles: await listEntries(index, range, (page - 1) * PAGE_SIZE, PAGE_SIZE),
    page,
    pageCount,
    articleCount,
    ...(page === 1 && { newestNumber: Math.max(0, ...(await listNewestNumbers(index, range))) }),
  };
}

/** @see Archive.countArrivals */
export async function countArrivals(index: Snapshot, key: ListingKey, after: number): Promise<number> {
  const range = await findRange(index, key);
  const numbers = range ? await listNewestNumbers(index, range) : [];
  return numbers.filter((number) => number > after).length;
}

/** @see Archive.listPeriods */
export async function listPeriods(index: Snapshot, within?: string): Promise<PeriodCount[]> {
  const days = within === undefined ? ALL_DAYS : daysOfPeriod(within);
  const latest = await findListing(index, 'latest', '');
  index.note(within === undefined ? ALL_MARK : periodMark(within));
  if (!days || !latest) return [];
  // Years are parts of everything, months of a year, days of a month.
  const length = within === undefined ? 4 : within.length + 3;
  const counts = new Map<string, number>();
  const rows = await index.all(
    'SELECT day, count FROM listing_days WHERE listing = ? AND day >= ? AND day < ? ORDER BY day DESC',
    latest.id,
    days.first,
    days.end,
  );
  for (const row of rows) {
    const period = formatDay(Number(row.day)).slice(0, length);
    counts.set(period, (counts.get(period) ?? 0) + Number(row.count));
  }
  return [...counts].map(([period, count]) => ({ period, count }));
}

/** @see Archive.listDays */
export async function listDays(index: Snapshot, key: ListingKey, length?: number): Promise<PeriodCount[]> {
  const range = await findRange(index, key);
  if (!range) return [];
  const { first, end } = range.days;
  const newest = 'SELECT max(day) AS day FROM listing_days WHERE listing = ? AND day < ?';
  const last = Number((await index.get(newest, range.id, end))?.day ?? 0);
  if (last < first) return [];
  const rows = await index.all(
    'SELECT day, count FROM listing_days WHERE listing = ? AND day >= ? AND day < ? ORDER BY day',
    range.id,
    length === undefined ? first : Math.max(first, addDays(last, 1 - length)),
    end,
  );
  return rows.map((row) => ({ period: formatDay(Number(row.day)), count: Number(row.count) }));
}

/** Where to look for the entries of a range from an offset on. */
interface EntryPlace {
  /** Above the first, up to the second. */
  ranks: [number, number];
  /** Entries of these ranks that are passed over. */
  skipped: number;
}

/** The counts of days find the place of an offset, so that the cost does not grow with the offset. */
export async function findPlace(index: Snapshot, range: EntryRange, offset: number): Promise<EntryPlace> {
  const { end, newer } = offset > FEW_ENTRIES ? await findDay(index, range, offset) : { end: range.days.end, newer: 0 };
  return { ranks: ranksOf(index, { first: range.days.first, end }), skipped: offset - newer };
}

/** Entries of a range from an offset on. */
export async function listEntries(
  index: Snapshot,
  range: EntryRange,
  offset: number,
  limit: number,
): Promise<Summary[]> {
  const { ranks, skipped } = await findPlace(index, range, offset);
  const rows = await index.all(
    `SELECT ${SUMMARY_COLUMNS} FROM entries e JOIN articles a ON a.id = e.article ${SUMMARY_JOINS}
     WHERE e.listing = ? AND e.rank > ? AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    range.id,
    ...ranks,
    limit,
    skipped,
  );
  return rows.map((row) => toSummary(index, row));
}

/** Numbers of the newest articles of a range: the later an article was added, the higher its number. */
async function listNewestNumbers(index: Snapshot, { id, days }: EntryRange): Promise<number[]> {
  return (
    await index.all(
      'SELECT article FROM entries WHERE listing = ? AND rank > ? AND rank <= ? ORDER BY rank, path LIMIT ?',
      id,
      ...ranksOf(index, days),
      ARRIVALS_WINDOW,
    )
  ).map((row) => Number(row.article));
}

/** Ranks of the entries on these days: above the first, up to the second. */
function ranksOf(index: Snapshot, { first, end }: DaySpan): [number, number] {
  const { timezone } = index.site();
  return [-startOfDay(end, timezone), -startOfDay(first, timezone)];
}

async function countEntries(index: Snapshot, { id, days }: Pick<EntryRange, 'id' | 'days'>): Promise<number> {
  const row = await index.get(
    'SELECT sum(count) AS count FROM listing_days WHERE listing = ? AND day >= ? AND day < ?',
    id,
    days.first,
    days.end,
  );
  return Number(row?.count ?? 0);
}

/**
 * The day on which the entry at an offset lies, by halving.
 * @returns the day after it, and how many entries of the range are on later days
 */
async function findDay(
  index: Snapshot,
  { id, days }: EntryRange,
  offset: number,
): Promise<{ end: number; newer: number }> {
  const oldest = 'SELECT min(day) AS day FROM listing_days WHERE listing = ? AND day >= ?';
  const newest = 'SELECT max(day) AS day FROM listing_days WHERE listing = ? AND day < ?';
  let first = Number((await index.get(oldest, id, days.first))?.day);
  let last = Number((await index.get(newest, id, days.end))?.day);
  let newer = 0;
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    const count = await countEntries(index, { id, days: { first: middle + 1, end: last + 1 } });
    if (newer + count > offset) {
      first = middle + 1;
    } else {
      newer += count;
      last = middle;
    }
  }
  return { end: nextDay(last), newer };
}
