import type { StatementSync } from 'node:sqlite';
import { addDays, type DaySpan } from './days.ts';

/** The activity of a category is its number of articles on so many days. */
const ACTIVE_DAYS = 7;

type Prepare = (sql: string) => StatementSync;

/**
 * Numbers of the most active listings, by their entries in the last days of the archive; then of the largest categories.
 * @param isNewestDayCounted false leaves out the newest day, so that the order does not change in the course of a day
 */
export function listByActivity(prepare: Prepare, limit: number, isNewestDayCounted: boolean): number[] {
  const newestDay = Number(prepare('SELECT max(day) AS day FROM listing_days').get()?.day ?? 0);
  const end = isNewestDayCounted ? addDays(newestDay, 1) : newestDay;
  const counts = newestDay === 0 ? new Map() : countEntries(prepare, { first: addDays(end, -ACTIVE_DAYS), end });
  const active = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([id]) => id);
  const largest = prepare(
    "SELECT id FROM listings WHERE kind = 'category' AND count > 0 ORDER BY count DESC, name LIMIT ?",
  ).all(limit);
  return [...new Set([...active, ...largest.map((row) => Number(row.id))])];
}

/** Entries of each listing on these days, by the listing's number. */
function countEntries(prepare: Prepare, { first, end }: DaySpan): Map<number, number> {
  const counts = new Map<number, number>();
  const rows = prepare('SELECT listing, count FROM listing_days WHERE day >= ? AND day < ?');
  for (const row of rows.iterate(first, end)) {
    const listing = Number(row.listing);
    counts.set(listing, (counts.get(listing) ?? 0) + Number(row.count));
  }
  return counts;
}
