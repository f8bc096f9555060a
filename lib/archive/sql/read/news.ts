import { articlesOfDayMark, periodMark } from '../../marks.ts';
import type { NewsEntry } from '../../types.ts';
import { addDays, type DaySpan, daysOfPeriod, formatDay, startOfDay } from '../days.ts';
import type { Snapshot } from '../snapshot.ts';
import { findListing } from './listings/listings.ts';
import { countEntries, countOnDayBefore, findPlace } from './listings/places.ts';
import { optional } from './rows.ts';

const LONGEST_SPAN_SECONDS = 48 * 3600;

/** @see Archive.countNews */
export async function countNews(index: Snapshot, day: string): Promise<number> {
  const { listing, days, oldest, isCut } = await findSpan(index, day);
  const count = (first: number, end: number): Promise<number> =>
    countEntries(index, { ids: [listing], days: { first, end } });
  if (!isCut) return count(days.first, days.end);
  const kept = await countOnDayBefore(index, listing, days.first, { rank: 1 - oldest, path: '' });
  return kept + (await count(addDays(days.first, 1), days.end));
}

/** @see Archive.listNews */
export async function listNews(index: Snapshot, day: string, limit: number, offset: number): Promise<NewsEntry[]> {
  const { listing, days, oldest } = await findSpan(index, day);
  const place = await findPlace(index, { ids: [listing], days }, offset);
  const rows = await index.all(
    `SELECT a.url, a.title, a.rank, a.image FROM entries e JOIN articles a ON a.id = e.article
     WHERE e.listing = ? AND (e.rank, e.path) >= (?, ?) AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    listing,
    place.from.rank,
    place.from.path,
    -oldest,
    limit,
    place.skipped,
  );
  return rows.map((row) => ({
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    ...optional('image', row.image),
  }));
}

/** What is news on a day. */
interface NewsSpan {
  /** Number of the listing of the latest. */
  listing: number;
  /** The day and the one before it. */
  days: DaySpan;
  /** In seconds since 1970: older articles are no news. */
  oldest: number;
  /** Whether the first of the days has older ones: two days have 49 hours where the clock was put back. */
  isCut: boolean;
}

async function findSpan(index: Snapshot, day: string): Promise<NewsSpan> {
  const { timezone } = index.site();
  const { first = 0, end = 0 } = daysOfPeriod(day) ?? {};
  const before = addDays(first, -1);
  for (const one of [before, first]) {
    const period = formatDay(one);
    index.note(periodMark(period));
    index.note(articlesOfDayMark(period));
  }
  const start = startOfDay(before, timezone);
  const oldest = Math.max(start, startOfDay(end, timezone) - LONGEST_SPAN_SECONDS);
  const listing = (await findListing(index, 'latest', ''))?.id ?? 0;
  return { listing, days: { first: before, end }, oldest, isCut: oldest > start };
}
