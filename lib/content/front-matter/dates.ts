import { fromZoned, isCalendarTime } from '../../calendar.ts';
import { findDate, type WrittenDate } from './loose-dates.ts';
import { isTyped, textOf } from './values.ts';
import type { YamlValue } from './yaml.ts';

const DATE_TIME =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d*)?)?)?\s*(Z|z|UTC|GMT|[-+]\d{1,2}(?::?\d\d)?)?$/;

/**
 * Instant of a date in front matter, in seconds since 1970; `undefined` for a value that is no date. Forms other than ISO 8601
 * are read as Ruby's `Time.parse` reads them.
 * A date without a zone is read like Jekyll 4.3 does: a YAML timestamp in UTC; a day alone, a time without seconds and a quoted
 * date in the site's zone. With `naiveDates: 'site'` all of them are read in the site's zone.
 */
export function parseDate(
  value: YamlValue,
  settings: { timezone: string; naiveDates: 'utc' | 'site' },
): number | undefined {
  const text = textOf(value)?.trim() ?? '';
  const match = DATE_TIME.exec(text);
  const written = match ? fieldsOf(match) : findDate(text);
  if (!written) return undefined;
  const { zone, ...fields } = written;
  if (!isCalendarTime(fields)) return undefined;
  if (zone !== undefined) {
    const offset = parseOffset(zone);
    return offset === undefined ? undefined : fromZoned(fields, 'UTC') - offset;
  }
  const isUtc = isTyped(value, 'timestamp') && settings.naiveDates === 'utc';
  return fromZoned(fields, isUtc ? 'UTC' : settings.timezone, 'second');
}

function fieldsOf([, year, month, day, hour = '0', minute = '0', second = '0', zone]: RegExpExecArray): WrittenDate {
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ...(zone !== undefined && { zone }),
  };
}

/** Hours east of UTC of the zones that RFC 822 names. */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/** Seconds east of UTC, 0 for an unknown name; `undefined` for an offset of more than 14 hours, which no zone has. */
function parseOffset(zone: string): number | undefined {
  const match = /^([-+])(\d{1,2}):?(\d\d)?$/.exec(zone);
  if (!match) return (NAMED_ZONES[zone.toUpperCase()] ?? 0) * 3600;
  const [, sign, hours, minutes = '0'] = match;
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  if (seconds > 14 * 3600 || Number(minutes) > 59) return undefined;
  return sign === '-' ? -seconds : seconds;
}
