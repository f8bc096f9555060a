import { fromZoned, isCalendarTime, toZoned, type ZonedFields } from '../../calendar.ts';
import { findTime, isPossibleTime, offsetOfZone } from './time-parse.ts';
import { isTyped, textOf } from './values.ts';
import type { YamlValue } from './yaml.ts';

/** A timestamp of YAML 1.1, as Psych reads it. */
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|\s+)(\d{1,2}):(\d\d):(\d\d)(?:\.\d*)?\s*(?:(Z)|([-+]\d{1,2}):?(\d{1,2})?)?$/;
/** An offset of a day or more is none. */
const MAX_OFFSET = 24 * 3600;

/** An instant of the front matter. */
export interface ReadDate {
  /** Seconds since 1970. */
  instant: number;
  /** True where the day that is written does not exist: it runs over into the next month, as in Ruby. */
  isBeyondMonth: boolean;
}

/**
 * The instant of a date in front matter; `undefined` for a value that is no date. Forms other than timestamps are read as Ruby's
 * `Time.parse` reads them, but for those that name no year: they would move with the clock.
 * A date without a zone is read like Jekyll 4.3 does: a YAML timestamp in UTC; a day alone, a time without seconds and a quoted
 * date in the site's zone. With `naiveDates: 'site'` all of them are read in the site's zone.
 */
export function parseDate(
  value: YamlValue,
  settings: { timezone: string; naiveDates: 'utc' | 'site' },
): ReadDate | undefined {
  const text = textOf(value)?.trim() ?? '';
  const timestamp = isTyped(value, 'timestamp') ? TIMESTAMP.exec(text) : null;
  if (!timestamp) return readWords(text, settings.timezone);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = timestamp.slice(1, 7).map(Number);
  const [utc, hours, minutes = '0'] = timestamp.slice(7);
  const sign = hours?.startsWith('-') ? -1 : 1;
  const written = hours === undefined ? undefined : Number(hours) * 3600 + sign * Number(minutes) * 60;
  const naive = settings.naiveDates === 'utc' ? 0 : undefined;
  return instantOf(
    { year, month, day, hour, minute, second },
    utc === undefined ? (written ?? naive) : 0,
    settings.timezone,
  );
}

let lastDay: { text: string; timezone: string; date: ReadDate | undefined } | undefined;

/**
 * The instant of a day alone, in the site's zone, as in the names of files. These come in their order, so that most have the day of the
 * one before.
 */
export function parseDay(text: string, timezone: string): ReadDate | undefined {
  if (lastDay?.text !== text || lastDay.timezone !== timezone) {
    lastDay = { text, timezone, date: readWords(text, timezone) };
  }
  return lastDay.date;
}

function readWords(text: string, timezone: string): ReadDate | undefined {
  const { year, month = 1, day = 1, hour = 0, minute = 0, second = 0, yearDay, zone } = findTime(text);
  if (year === undefined) return undefined;
  const offset = zone === undefined ? undefined : offsetOfZone(zone);
  if (yearDay === undefined) return instantOf({ year, month, day, hour, minute, second }, offset, timezone);
  const { year: sameYear, ...date } = toZoned(fromZoned({ ...NEW_YEAR, year }, 'UTC') + (yearDay - 1) * 86_400, 'UTC');
  return yearDay > 0 && sameYear === year
    ? instantOf({ ...date, year, hour, minute, second }, offset, timezone)
    : undefined;
}

const NEW_YEAR = { month: 1, day: 1, hour: 0, minute: 0, second: 0 };

/** @param offset seconds east of UTC; without one, the fields are those of clocks in the zone */
function instantOf(fields: ZonedFields, offset: number | undefined, timezone: string): ReadDate | undefined {
  if (!isPossibleTime(fields) || Math.abs(offset ?? 0) >= MAX_OFFSET) return undefined;
  const isBeyondMonth = !isCalendarTime({ ...fields, ...MIDNIGHT });
  const { year, month, day } = fields;
  const whole = isCalendarTime(fields) ? fields : toZoned(fromZoned(fields, 'UTC'), 'UTC');
  if (!isBeyondMonth && (year < 0 || month < 1 || day < 1)) return undefined;
  const instant = offset === undefined ? fromZoned(whole, timezone, 'second') : fromZoned(whole, 'UTC') - offset;
  return { instant, isBeyondMonth };
}

const MIDNIGHT = { hour: 0, minute: 0, second: 0 };
