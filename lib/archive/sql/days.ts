import { fromZoned } from '../../calendar.ts';

/** Days as numbers (yyyymmdd) in the site's time zone. */
export interface DaySpan {
  first: number;
  /** The day after the last one. */
  end: number;
}

export const ALL_DAYS: DaySpan = { first: 0, end: 100_000_000 };

/** The days of `2022`, `2022-02` or `2022-02-22`, up to where the next period begins; `undefined` for what is no period. */
export function daysOfPeriod(period: string): DaySpan | undefined {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(period);
  if (!match) return undefined;
  const [, year = '', month, day] = match;
  const first = toDayNumber(Number(year), Number(month ?? 1), Number(day ?? 1));
  // A month or day that the calendar does not have.
  if (first !== Number(`${year}${month ?? '01'}${day ?? '01'}`)) return undefined;
  if (day !== undefined) return { first, end: nextDay(first) };
  if (month !== undefined) return { first, end: toDayNumber(Number(year), Number(month) + 1, 1) };
  return { first, end: toDayNumber(Number(year) + 1, 1, 1) };
}

/** The day after a day. */
export function nextDay(day: number): number {
  return toDayNumber(Math.floor(day / 10_000), Math.floor(day / 100) % 100, (day % 100) + 1);
}

/** A day before or after another. */
export function addDays(day: number, count: number): number {
  return toDayNumber(Math.floor(day / 10_000), Math.floor(day / 100) % 100, (day % 100) + count);
}

/** Months and days beyond their range count on into the next or the previous year or month. */
function toDayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** `2022-02-22` for 20220222. */
export function formatDay(day: number): string {
  const digits = String(day).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Instant at which a day begins in a time zone, in seconds since 1970; before or after all time at the ends of `ALL_DAYS`. */
export function startOfDay(day: number, timezone: string): number {
  if (day <= ALL_DAYS.first) return Number.MIN_SAFE_INTEGER;
  if (day >= ALL_DAYS.end) return Number.MAX_SAFE_INTEGER;
  const fields = { year: Math.floor(day / 10_000), month: Math.floor(day / 100) % 100, day: day % 100 };
  return fromZoned({ ...fields, hour: 0, minute: 0, second: 0 }, timezone);
}
