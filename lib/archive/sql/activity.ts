import type { Database, Row } from './database.ts';
import { addDays, type DaySpan } from './days.ts';

/** The activity of a category is its number of articles on so many days. */
const ACTIVE_DAYS = 7;

type Reader = Pick<Database, 'get' | 'all'>;

/**
 * Numbers of the most active listings, by their entries in the last days of the archive; then of the largest categories.
 * @param isNewestDayCounted false leaves out the newest day, so that the order does not change in the course of a day
 */
export async function listByActivity(db: Reader, limit: number, isNewestDayCounted: boolean): Promise<number[]> {
  const newestDay = await findNewestDay(db);
  const end = isNewestDayCounted ? addDays(newestDay, 1) : newestDay;
  const counts = newestDay === 0 ? new Map() : await countEntries(db, { first: addDays(end, -ACTIVE_DAYS), end });
  const active = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([id]) => id);
  const largest = await db.all(
    "SELECT id FROM listings WHERE kind = 'category' AND count > 0 ORDER BY count DESC, name LIMIT ?",
    limit,
  );
  return [...new Set([...active, ...largest.map((row: Row) => Number(row.id))])];
}

/** The newest day of the archive; 0 where it has no articles. */
export async function findNewestDay(db: Reader): Promise<number> {
  return Number((await db.get('SELECT max(day) AS day FROM listing_days'))?.day ?? 0);
}

/** Entries of each listing on these days, by the listing's number. */
export async function countEntries(db: Reader, { first, end }: DaySpan): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  // Added up here: a database would sort the rows to group them.
  for (const row of await db.all('SELECT listing, count FROM listing_days WHERE day >= ? AND day < ?', first, end)) {
    const listing = Number(row.listing);
    counts.set(listing, (counts.get(listing) ?? 0) + Number(row.count));
  }
  return counts;
}
