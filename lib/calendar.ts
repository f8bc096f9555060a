/** Calendar fields of an instant in a time zone. */
export interface ZonedFields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
/** Cache of offsets in seconds, by zone and by UTC day since 1970; NaN for a day on which the offset changes. */
const offsets = new Map<string, Map<number, number>>();
const DAY_SECONDS = 86_400;
/** Offsets change only at multiples of a quarter of an hour. */
const QUARTER_SECONDS = 900;
const MAX_REMEMBERED_DAYS = 10_000;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Offset of an IANA zone from UTC at an instant, both in seconds. */
function offsetAt(epochSeconds: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const day = Math.floor(epochSeconds / DAY_SECONDS);
  let offset = known.get(day);
  if (offset === undefined) {
    const first = computeOffset(day * DAY_SECONDS, timeZone);
    offset = first === computeOffset((day + 1) * DAY_SECONDS, timeZone) ? first : Number.NaN;
    if (known.size >= MAX_REMEMBERED_DAYS) known.clear();
    known.set(day, offset);
  }
  if (!Number.isNaN(offset)) return offset;
  return computeOffset(Math.floor(epochSeconds / QUARTER_SECONDS) * QUARTER_SECONDS, timeZone);
}

function computeOffset(at: number, timeZone: string): number {
  const part = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(at * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const fields = {
    year,
    month: Number(part.month),
    day: Number(part.day),
    hour: Number(part.hour),
    minute: Number(part.minute),
    second: Number(part.second),
  };
  return epochOf(fields) - at;
}

/** Seconds since 1970 of fields read as UTC. */
function epochOf({ year, month, day, hour, minute, second }: ZonedFields): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() / 1000;
}

/** Fields of an instant (seconds since 1970) in an IANA time zone. */
export function toZoned(epochSeconds: number, timeZone: string): ZonedFields {
  const date = new Date((epochSeconds + offsetAt(epochSeconds, timeZone)) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/**
 * Instant (seconds since 1970) of a local time. A local time that does not exist is read with the offset before the change:
 * 02:30 on the night when New York goes over to summer time is 03:30.
 * @param repeated which instant to take for a local time that occurs twice. Ruby and Jekyll take the second.
 */
export function fromZoned(fields: ZonedFields, timeZone: string, repeated: 'first' | 'second' = 'first'): number {
  const asUtc = epochOf(fields);
  const candidates = [offsetAt(asUtc - DAY_SECONDS, timeZone), offsetAt(asUtc + DAY_SECONDS, timeZone)].map(
    (offset) => asUtc - offset,
  );
  const exact = candidates.filter((at) => at + offsetAt(at, timeZone) === asUtc);
  if (exact.length === 0) return Math.max(...candidates);
  return repeated === 'first' ? Math.min(...exact) : Math.max(...exact);
}

/** As Ruby and Jekyll write them. */
export const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(' ');
export const DAY_NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** True for a day of the calendar and a time of day that exist. */
export function isCalendarTime({ year, month, day, hour, minute, second }: ZonedFields): boolean {
  return (
    year >= 1 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate() &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59
  );
}

/** True for a zone in the time zone data of this machine. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** Instant at which the day of another instant began in an IANA time zone, both in seconds since 1970. */
export function startOfDayAt(epochSeconds: number, timeZone: string): number {
  return fromZoned({ ...toZoned(epochSeconds, timeZone), hour: 0, minute: 0, second: 0 }, timeZone);
}

/** The day of an instant (seconds since 1970) in an IANA time zone: `2022-02-22`. */
export function dayOf(epochSeconds: number, timeZone: string): string {
  return localIso(epochSeconds, offsetAt(epochSeconds, timeZone)).slice(0, 10);
}

const localIso = (epochSeconds: number, offset: number): string =>
  new Date((epochSeconds + offset) * 1000).toISOString();

/** `2022-02-22T10:01:04+08:00` (RFC 3339) for an instant in seconds, in an IANA time zone. */
export function toZonedIso(epochSeconds: number, timeZone: string): string {
  const offset = offsetAt(epochSeconds, timeZone);
  const local = localIso(epochSeconds, offset).slice(0, 19);
  const minutes = Math.abs(Math.round(offset / 60));
  const clock = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0')).join(':');
  return `${local}${offset < 0 ? '-' : '+'}${clock}`;
}
