import { startOfDay } from './days.ts';

/** A day on which a listing has more entries is cut into parts, and so is a part that has more. */
export const LARGEST_PART = 512;

/** What entries of a listing are ordered by. */
export interface EntryKey {
  /** Instant of publication with its sign turned. */
  rank: number;
  path: string;
}

/** The least key that an entry may have which was published before a day: listings have the newest first. */
export const firstKeyOf = (end: number, timezone: string): EntryKey => ({
  rank: 1 - startOfDay(end, timezone),
  path: '',
});

/** Whether a key stands before another, as both stores order them: by code points, which is by the bytes of UTF-8. */
export function isBefore(a: EntryKey, b: EntryKey): boolean {
  return a.rank === b.rank ? Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)) < 0 : a.rank < b.rank;
}
