import type { ArchiveState } from '../archive/index.ts';
import { toZoned } from '../calendar.ts';

/**
 * What every page depends on beside its address, as one text: the state of the archive and the day in the masthead.
 * @param now seconds since 1970
 */
export function formatState({ origin, number }: ArchiveState, timezone: string, now: number): string {
  const { year, month, day } = toZoned(Math.floor(now), timezone);
  return `${origin} ${number} ${year}-${month}-${day}`;
}

/** Reads what `formatState` wrote. */
export function parseState(text: string): { state: ArchiveState; day: string } {
  const [origin = '', number = '', day = ''] = text.split(' ');
  return { state: { origin, number: Number(number) }, day };
}
