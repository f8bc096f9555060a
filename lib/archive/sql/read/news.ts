import { articlesOfDayMark, periodMark } from '../../marks.ts';
import type { NewsEntry } from '../../types.ts';
import { addDays, daysOfPeriod, formatDay, startOfDay } from '../days.ts';
import type { Snapshot } from '../snapshot.ts';
import { findListing } from './listings.ts';
import { optional } from './rows.ts';

const LONGEST_SPAN_SECONDS = 48 * 3600;

/** @see Archive.countNews */
export async function countNews(index: Snapshot, day: string): Promise<number> {
  const row = await index.get(
    'SELECT count(*) AS count FROM entries WHERE listing = ? AND rank > ? AND rank <= ?',
    ...(await placeOf(index, day)),
  );
  return Number(row?.count ?? 0);
}

/** @see Archive.listNews */
export async function listNews(index: Snapshot, day: string, limit: number, offset: number): Promise<NewsEntry[]> {
  const rows = await index.all(
    `SELECT a.url, a.title, a.rank, a.image FROM entries e JOIN articles a ON a.id = e.article
     WHERE e.listing = ? AND e.rank > ? AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    ...(await placeOf(index, day)),
    limit,
    offset,
  );
  return rows.map((row) => ({
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    ...optional('image', row.image),
  }));
}

/** Number of the listing of the latest, and the ranks of its entries: above the first, up to the second. */
async function placeOf(index: Snapshot, day: string): Promise<[number, number, number]> {
  const { timezone } = index.site();
  const { first = 0, end = 0 } = daysOfPeriod(day) ?? {};
  const before = addDays(first, -1);
  for (const one of [before, first]) {
    const period = formatDay(one);
    index.note(periodMark(period));
    index.note(articlesOfDayMark(period));
  }
  const to = startOfDay(end, timezone);
  // Two days have 49 hours where the clock was put back.
  const from = Math.max(startOfDay(before, timezone), to - LONGEST_SPAN_SECONDS);
  return [(await findListing(index, 'latest', ''))?.id ?? 0, -to, -from];
}
