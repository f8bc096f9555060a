import type { ArchiveState } from '../archive/index.ts';
import { toZoned } from '../calendar.ts';

/** What every answer depends on beside its address: the state of the archive, and the day in the masthead. */
export interface PortalState extends ArchiveState {
  /** In the site's time zone, as in `2026-11-6`. */
  day: string;
}

/** @param now seconds since 1970 */
export function toPortalState({ origin, number }: ArchiveState, timezone: string, now: number): PortalState {
  const { year, month, day } = toZoned(Math.floor(now), timezone);
  return { origin, number, day: `${year}-${month}-${day}` };
}

/** True for two states of one archive on one day: what lies between them is told by the archive's changes. */
export const isComparable = (a: PortalState, b: PortalState): boolean => a.origin === b.origin && a.day === b.day;

/** A state as the value of a header. */
export const formatState = ({ origin, number, day }: PortalState): string => `${origin} ${number} ${day}`;

/** Reads what `formatState` wrote. */
export function parseState(text: string): PortalState {
  const [origin = '', number = '', day = ''] = text.split(' ');
  return { origin, number: Number(number), day };
}
