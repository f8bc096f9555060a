/** A source that has carried a story for so long counts half, in seconds. */
const HALF_LIFE = 12 * 3600;

/**
 * By which stories are compared, the higher, the more sources carry them now: log2 of the sum over all sources of 2 ** (age /
 * half-life), with the age counted from 1970 on. What a source weighs halves with each half-life, and the order of two scores does not
 * depend on when they are compared.
 * @param times of the first article of each source, in ascending order: the same times give the same bits
 */
export function scoreOf(times: readonly number[]): number {
  const newest = times.at(-1) ?? 0;
  const sum = times.reduce((total, time) => total + 2 ** ((time - newest) / HALF_LIFE), 0);
  return newest / HALF_LIFE + Math.log2(sum);
}

/** A story that got a source at a time or later has this score or a higher one. @param time seconds since 1970 */
export const leastScoreSince = (time: number): number => time / HALF_LIFE;
