import type { CategoryLink } from '../types.ts';
import type { Database, Row } from './database.ts';
import { addDays, type DaySpan } from './days.ts';
import { allIn } from './many-rows.ts';

/** The activity of a category is its number of articles on so many days. */
const ACTIVE_DAYS = 7;

type Reader = Pick<Database, 'get' | 'all'>;

/** So many listings are looked up at once. */
const CHUNK = 100;

interface ActiveListing extends CategoryLink {
  id: number;
  count: number;
}

/**
 * The most active categories, by their entries in the last days of the archive; then the largest.
 * @param isNewestDayCounted false leaves out the newest day, so that the order does not change in the course of a day
 */
export async function listByActivity(db: Reader, limit: number, isNewestDayCounted: boolean): Promise<ActiveListing[]> {
  const newestDay = await findNewestDay(db);
  const end = isNewestDayCounted ? addDays(newestDay, 1) : newestDay;
  const counts = newestDay === 0 ? new Map() : await countEntries(db, { first: addDays(end, -ACTIVE_DAYS), end });
  // Listings of every kind.
  const active = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).map(([id]) => id);
  const found: ActiveListing[] = [];
  for (let at = 0; at < active.length && found.length < limit; at += CHUNK) {
    found.push(...(await listCategoriesAmong(db, active.slice(at, at + CHUNK))));
  }
  if (found.length >= limit) return found.slice(0, limit);
  const largest = await db.all(
    "SELECT id, name, title, count FROM listings WHERE kind = 'category' AND count > 0 ORDER BY count DESC, name LIMIT ?",
    limit,
  );
  const known = new Set(found.map(({ id }) => id));
  return [...found, ...largest.map(toActive).filter(({ id }) => !known.has(id))].slice(0, limit);
}

/** The categories among listings, in the same order. */
async function listCategoriesAmong(db: Reader, ids: readonly number[]): Promise<ActiveListing[]> {
  const query = "SELECT id, name, title, count FROM listings WHERE kind = 'category' AND id IN";
  const byId = new Map((await allIn(db, query, ids)).map((row) => [Number(row.id), toActive(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const toActive = (row: Row): ActiveListing => ({
  id: Number(row.id),
  name: String(row.name),
  title: String(row.title),
  count: Number(row.count),
});

/** The newest day of the archive; 0 where it has no articles. */
export async function findNewestDay(db: Reader): Promise<number> {
  return Number((await db.get('SELECT max(day) AS day FROM listing_days'))?.day ?? 0);
}

/** Entries of each listing on these days, by the listing's number. */
async function countEntries(db: Reader, { first, end }: DaySpan): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  // Added up here: a database would sort the rows to group them.
  for (const row of await db.all('SELECT listing, count FROM listing_days WHERE day >= ? AND day < ?', first, end)) {
    const listing = Number(row.listing);
    counts.set(listing, (counts.get(listing) ?? 0) + Number(row.count));
  }
  return counts;
}
