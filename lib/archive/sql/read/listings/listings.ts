import { ARRIVALS_WINDOW, PAGE_SIZE } from '../../../archive.ts';
import { ALL_MARK, categoryMark, listingMark, NAMES_MARK, periodMark, stockMark } from '../../../marks.ts';
import type { Listing, ListingKey, PeriodCount, SingleListingKey, Summary } from '../../../types.ts';
import type { Row } from '../../database.ts';
import { ALL_DAYS, addDays, daysOfPeriod, formatDay } from '../../days.ts';
import { allIn } from '../../many-rows.ts';
import type { Snapshot } from '../../snapshot.ts';
import { listMixArticles } from '../mix/mix-entries.ts';
import { allBy, SUMMARY_COLUMNS, SUMMARY_JOINS, toSummaries } from '../rows.ts';
import { countEntries, type EntryRange, findPlace } from './places.ts';

/** Categories that the title of a mix names at most. */
const MIX_TITLES = 3;

/** A row of the table `listings`. */
export interface ListingRow {
  id: number;
  title: string;
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

/** Categories that exist, by name. */
export async function findCategories(index: Snapshot, names: Iterable<string>): Promise<Map<string, ListingRow>> {
  const wanted = [...new Set(names)];
  for (const name of wanted) index.note(categoryMark(name));
  const rows = await allIn(index, "SELECT id, name, title FROM listings WHERE kind = 'category' AND name IN", wanted);
  return new Map(rows.map(({ id, name, title }) => [String(name), { id: Number(id), title: String(title) }]));
}

/**
 * The entries that a key means; `undefined` for an unknown category, tag or stock, for a mix without a known category, and for what is no
 * period.
 */
export async function findRange(index: Snapshot, key: ListingKey): Promise<EntryRange | undefined> {
  if (key.kind === 'mix') return findMix(index, key.names);
  if (key.kind === 'category' || key.kind === 'tag' || key.kind === 'stock') {
    const listing = await findListing(index, key.kind, key.name);
    if (!listing) return undefined;
    index.note(listingMark(listing.id));
    return { ids: [listing.id], title: listing.title, days: ALL_DAYS };
  }
  const id = (await findListing(index, 'latest', ''))?.id ?? 0;
  if (key.kind === 'latest') {
    index.note(listingMark(id));
    return { ids: [id], title: '', days: ALL_DAYS };
  }
  index.note(periodMark(key.period));
  const days = daysOfPeriod(key.period);
  return days && { ids: [id], title: key.period, days };
}

async function findMix(index: Snapshot, names: readonly string[]): Promise<EntryRange | undefined> {
  const known = await findCategories(index, names);
  const categories = names.map((name) => known.get(name)).filter((category) => category !== undefined);
  for (const { id } of categories) index.note(listingMark(id));
  if (categories.length === 0) return undefined;
  const titles = categories.slice(0, MIX_TITLES).map((category) => category.title);
  const title = titles.join('、') + (categories.length > MIX_TITLES ? `等${categories.length}个来源` : '');
  return { ids: categories.map(({ id }) => id), mix: names, title, days: ALL_DAYS };
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
export async function listDays(index: Snapshot, key: SingleListingKey, length?: number): Promise<PeriodCount[]> {
  const range = await findRange(index, key);
  if (!range) return [];
  const [listing = 0] = range.ids;
  const { first, end } = range.days;
  const newest = 'SELECT max(day) AS day FROM listing_days WHERE listing = ? AND day < ?';
  const last = Number((await index.get(newest, listing, end))?.day ?? 0);
  if (last < first) return [];
  const rows = await index.all(
    'SELECT day, count FROM listing_days WHERE listing = ? AND day >= ? AND day < ? ORDER BY day',
    listing,
    length === undefined ? first : Math.max(first, addDays(last, 1 - length)),
    end,
  );
  return rows.map((row) => ({ period: formatDay(Number(row.day)), count: Number(row.count) }));
}

/** Entries of a range from an offset on. */
export async function listEntries(
  index: Snapshot,
  range: EntryRange,
  offset: number,
  limit: number,
): Promise<Summary[]> {
  return toSummaries(index, await listEntryRows(index, range, offset, limit, SUMMARY_COLUMNS, SUMMARY_JOINS));
}

/**
 * Rows of the articles of a range from an offset on, in order.
 * @param columns of `articles a` and of what `joins` adds
 */
export async function listEntryRows(
  index: Snapshot,
  range: EntryRange,
  offset: number,
  limit: number,
  columns: string,
  joins: string,
): Promise<Row[]> {
  const place = await findPlace(index, range, offset);
  const [listing = 0, ...others] = range.ids;
  if (others.length > 0) {
    const articles = await listMixArticles(index, range, place, limit);
    return allBy(index, 'id', `SELECT ${columns} FROM articles a ${joins} WHERE a.id`, articles);
  }
  return index.all(
    `SELECT ${columns} FROM entries e JOIN articles a ON a.id = e.article ${joins}
     WHERE e.listing = ? AND (e.rank, e.path) >= (?, ?) AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    listing,
    place.from.rank,
    place.from.path,
    place.to,
    limit,
    place.skipped,
  );
}

/** Numbers of the newest articles of a range: the later an article was added, the higher its number. */
async function listNewestNumbers(index: Snapshot, range: EntryRange): Promise<number[]> {
  const place = await findPlace(index, range, 0);
  const [listing = 0, ...others] = range.ids;
  if (others.length > 0) return listMixArticles(index, range, place, ARRIVALS_WINDOW);
  const query = 'SELECT article FROM entries WHERE listing = ? AND rank >= ? AND rank <= ? ORDER BY rank, path LIMIT ?';
  const rows = await index.all(query, listing, place.from.rank, place.to, ARRIVALS_WINDOW);
  return rows.map((row) => Number(row.article));
}
