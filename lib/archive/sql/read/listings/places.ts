import { ALL_DAYS, type DaySpan, nextDay, startOfDay } from '../../days.ts';
import { type EntryKey, firstKeyOf, isBefore, LARGEST_PART } from '../../entry-keys.ts';
import { allFrom } from '../../many-rows.ts';
import type { Snapshot } from '../../snapshot.ts';

/** Below this offset a database steps over entries faster than counts are added up. */
const FEW_ENTRIES = 500;

/** Entries of a listing, or of the listings of a mix, on certain days. */
export interface EntryRange {
  /** Numbers of the listings. */
  ids: readonly number[];
  /** Names of the categories of a mix; absent for any other listing. */
  mix?: readonly string[];
  title: string;
  days: DaySpan;
}

/** What of a range is counted by. */
export type EntrySpan = Pick<EntryRange, 'ids' | 'days'>;

/** Where to look for the entries of a range from an offset on. */
export interface EntryPlace {
  /** Entries before it in the order of listings are not looked at. */
  from: EntryKey;
  /** The greatest rank. */
  to: number;
  /** Entries from there on that are passed over: few, whatever the offset is. */
  skipped: number;
}

/** A part of a day of a listing: it begins at its key, and ends where the next one begins. */
interface DayPart extends EntryKey {
  listing: number;
  count: number;
}

/** The counts of days and of parts of days find the place of an offset, so that the cost does not grow with it. */
export async function findPlace(index: Snapshot, span: EntrySpan, offset: number): Promise<EntryPlace> {
  const { timezone } = index.site();
  const to = -startOfDay(span.days.first, timezone);
  if (offset <= FEW_ENTRIES) return { from: firstKeyOf(span.days.end, timezone), to, skipped: offset };
  const { day, newer } = await findDay(index, span, offset);
  const onDay = offset - newer;
  const start = firstKeyOf(nextDay(day), timezone);
  if (onDay <= FEW_ENTRIES) return { from: start, to, skipped: onDay };
  const parts = await listParts(index, span.ids, day);
  const from = chooseKey(parts, onDay);
  if (!from) return { from: start, to, skipped: onDay };
  return { from, to, skipped: onDay - (await countInParts(index, parts, from)) };
}

/** Entries of a range. */
export async function countEntries(index: Snapshot, { ids, days }: EntrySpan): Promise<number> {
  const places = ids.map(() => '?').join(', ');
  const row =
    days === ALL_DAYS
      ? await index.get(`SELECT sum(count) AS count FROM listings WHERE id IN (${places})`, ...ids)
      : await index.get(
          `SELECT sum(count) AS count FROM listing_days WHERE listing IN (${places}) AND day >= ? AND day < ?`,
          ...ids,
          days.first,
          days.end,
        );
  return Number(row?.count ?? 0);
}

/** Entries of a listing on a day that stand before a key. */
export async function countOnDayBefore(index: Snapshot, listing: number, day: number, key: EntryKey): Promise<number> {
  return countInParts(index, await listParts(index, [listing], day), key);
}

/**
 * The day on which the entry at an offset lies, by halving.
 * @returns with how many entries of the range are on later days
 */
async function findDay(
  index: Snapshot,
  { ids, days }: EntrySpan,
  offset: number,
): Promise<{ day: number; newer: number }> {
  const findBound = async (bound: 'min' | 'max', comparison: '>=' | '<', day: number): Promise<number> => {
    const row = await index.get(
      `SELECT ${bound}((SELECT ${bound}(d.day) FROM listing_days d WHERE d.listing = l.id AND d.day ${comparison} ?)) AS day
       FROM listings l WHERE l.id IN (${ids.map(() => '?').join(', ')})`,
      day,
      ...ids,
    );
    return Number(row?.day);
  };
  let first = await findBound('min', '>=', days.first);
  let last = await findBound('max', '<', days.end);
  let newer = 0;
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    const count = await countEntries(index, { ids, days: { first: middle + 1, end: last + 1 } });
    if (newer + count > offset) {
      first = middle + 1;
    } else {
      newer += count;
      last = middle;
    }
  }
  return { day: last, newer };
}

/** The parts of a day for each of these listings, in order: the whole day where it is not cut, as large as such a day may be. */
async function listParts(index: Snapshot, ids: readonly number[], day: number): Promise<DayPart[][]> {
  const places = ids.map(() => '?').join(', ');
  const query = `SELECT listing, rank, path, count FROM listing_parts WHERE listing IN (${places}) AND day = ?`;
  const parts = (await index.all(query, ...ids, day)).map((row) => ({
    listing: Number(row.listing),
    rank: Number(row.rank),
    path: String(row.path),
    count: Number(row.count),
  }));
  const byListing = Map.groupBy(parts.sort(inOrder), ({ listing }) => listing);
  const start = firstKeyOf(nextDay(day), index.site().timezone);
  return ids.map((listing) => byListing.get(listing) ?? [{ listing, ...start, count: LARGEST_PART }]);
}

const inOrder = (a: EntryKey, b: EntryKey): number => (isBefore(a, b) ? -1 : 1);

/**
 * The last key at which a part begins and before which there are less than `offset` entries, as far as the counts of whole parts tell;
 * `undefined` where that is the beginning of the day. At least one entry is so left to be passed over.
 */
function chooseKey(parts: readonly (readonly DayPart[])[], offset: number): EntryKey | undefined {
  // Of each listing, the part that has a key counts as a whole.
  let most = parts.reduce((sum, [first]) => sum + (first?.count ?? 0), 0);
  const others = parts.flatMap((list) => list.slice(1)).sort(inOrder);
  let chosen: EntryKey | undefined;
  for (const part of others) {
    if (most >= offset) break;
    chosen = { rank: part.rank, path: part.path };
    most += part.count;
  }
  return chosen;
}

/** Entries before a key: those of whole parts as they are counted; those of the parts that have the key are counted now. */
async function countInParts(index: Snapshot, parts: readonly (readonly DayPart[])[], key: EntryKey): Promise<number> {
  let count = 0;
  const begun: DayPart[] = [];
  for (const list of parts) {
    const before = list.filter((part) => isBefore(part, key));
    const isWhole = list.some(({ rank, path }) => rank === key.rank && path === key.path);
    const last = isWhole ? undefined : before.pop();
    count += before.reduce((sum, part) => sum + part.count, 0);
    if (last) begun.push(last);
  }
  const rows = await allFrom(
    index,
    `SELECT v.column1 AS listing, (SELECT count(*) FROM entries e WHERE e.listing = v.column1
       AND (e.rank, e.path) >= (v.column2, v.column3) AND (e.rank, e.path) < (v.column4, v.column5)) AS count
     FROM (VALUES {rows}) v`,
    '(CAST(? AS BIGINT), CAST(? AS BIGINT), ?, CAST(? AS BIGINT), ?)',
    begun.map(({ listing, rank, path }) => [listing, rank, path, key.rank, key.path]),
  );
  const counted = new Map(rows.map((row) => [Number(row.listing), Number(row.count)]));
  return count + [...counted.values()].reduce((sum, each) => sum + each, 0);
}
