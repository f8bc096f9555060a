import { DAY_NAMES as DAYS, MONTH_NAMES as MONTHS } from '../../../calendar.ts';
import { Refusal } from '../refusal.ts';
import type { Moment } from './moment.ts';

const DAY_MS = 86_400_000;
/** A wider field than any date needs; Ruby refuses far wider ones only. */
const MAX_WIDTH = 1024;

/** What the directives are written from. */
interface Clock {
  moment: Moment;
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millis: number;
  /** 0 is Sunday. */
  weekday: number;
  /** 0 is the first of January. */
  yearday: number;
}

/** A number with its width and padding, or a text. */
type Field = { number: number; width: number; pad?: string } | { text: string; upper?: boolean };

const number = (value: number, width: number, pad = '0'): Field => ({ number: value, width, pad });
const text = (value: string): Field => ({ text: value });
const twelve = (hour: number): number => hour % 12 || 12;

const FIELDS: Record<string, (clock: Clock) => Field> = {
  Y: ({ year }) => number(year, year < 0 ? 5 : 4),
  C: ({ year }) => number(Math.floor(year / 100), 2),
  y: ({ year }) => number(((year % 100) + 100) % 100, 2),
  m: ({ month }) => number(month, 2),
  B: ({ month }) => text(MONTHS[month - 1] ?? ''),
  b: ({ month }) => text((MONTHS[month - 1] ?? '').slice(0, 3)),
  h: ({ month }) => text((MONTHS[month - 1] ?? '').slice(0, 3)),
  d: ({ day }) => number(day, 2),
  e: ({ day }) => number(day, 2, ' '),
  j: ({ yearday }) => number(yearday + 1, 3),
  H: ({ hour }) => number(hour, 2),
  k: ({ hour }) => number(hour, 2, ' '),
  I: ({ hour }) => number(twelve(hour), 2),
  l: ({ hour }) => number(twelve(hour), 2, ' '),
  P: ({ hour }) => text(hour < 12 ? 'am' : 'pm'),
  p: ({ hour }) => text(hour < 12 ? 'AM' : 'PM'),
  M: ({ minute }) => number(minute, 2),
  S: ({ second }) => number(second, 2),
  A: ({ weekday }) => text(DAYS[weekday] ?? ''),
  a: ({ weekday }) => text((DAYS[weekday] ?? '').slice(0, 3)),
  u: ({ weekday }) => number(weekday || 7, 1),
  w: ({ weekday }) => number(weekday, 1),
  G: (clock) => number(isoWeek(clock).year, 4),
  g: (clock) => number(isoWeek(clock).year % 100, 2),
  V: (clock) => number(isoWeek(clock).week, 2),
  U: ({ yearday, weekday }) => number(Math.floor((yearday + 7 - weekday) / 7), 2),
  W: ({ yearday, weekday }) => number(Math.floor((yearday + 7 - ((weekday + 6) % 7)) / 7), 2),
  s: ({ moment }) => number(Math.floor(moment.epochMs / 1000), 1),
  Z: ({ moment }) => text(moment.zoneName),
  n: () => text('\n'),
  t: () => text('\t'),
  '%': () => text('%'),
};

/** Directives that stand for others. */
const COMPOSED: Record<string, string> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  v: '%e-%^b-%Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
};

/**
 * `Time#strftime` of Ruby: all its directives, flags and widths. Unknown directives stay as they are.
 * Throws a `Refusal` for a format that ends within a directive.
 */
export function formatTime(moment: Moment, format: string): string {
  if (/(?:^|[^%])(?:%%)*%[-0^#_]*(?:[1-9]\d*)?$/.test(format)) {
    throw new Refusal(`the format “${format.slice(0, 40)}” ends in the middle`, 'write %% for a percent sign');
  }
  const clock = readClock(moment);
  return format.replace(
    /%([-0^#_]*)((?:[1-9]\d*)?)(:{0,3})[EO]?([a-zA-Z%+])/g,
    (whole, flags: string, digits: string, colons: string, name: string) => {
      const width = digits === '' ? undefined : Math.min(Number(digits), MAX_WIDTH);
      if (name === 'z') return zone(moment.offset, flags, width, colons.length);
      if (colons !== '') return whole;
      if (name === 'L' || name === 'N') return fraction(clock.millis, width ?? (name === 'L' ? 3 : 9));
      const composed = COMPOSED[name];
      if (composed !== undefined) return padText(formatTime(moment, composed), flags, width);
      const field = FIELDS[name]?.(clock);
      if (!field) return whole;
      return 'text' in field ? padText(field.text, flags, width, name) : padNumber(field, flags, width);
    },
  );
}

function readClock(moment: Moment): Clock {
  const { fields } = moment;
  const start = utcDay(fields.year, 1, 1);
  const today = utcDay(fields.year, fields.month, fields.day);
  return {
    moment,
    ...fields,
    millis: ((moment.epochMs % 1000) + 1000) % 1000,
    weekday: new Date(today).getUTCDay(),
    yearday: Math.round((today - start) / DAY_MS),
  };
}

function utcDay(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** Week and its year by ISO 8601: the week belongs to the year of its Thursday. */
function isoWeek({ year, month, day, weekday }: Clock): { year: number; week: number } {
  const thursday = new Date(utcDay(year, month, day) + (4 - (weekday || 7)) * DAY_MS);
  const weekYear = thursday.getUTCFullYear();
  return { year: weekYear, week: 1 + Math.floor((thursday.getTime() - utcDay(weekYear, 1, 1)) / DAY_MS / 7) };
}

function padNumber(
  field: { number: number; width: number; pad?: string },
  flags: string,
  width: number | undefined,
): string {
  const digits = String(Math.abs(field.number));
  const sign = field.number < 0 ? '-' : '';
  if (flags.includes('-')) return sign + digits;
  const pad = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : (field.pad ?? '0');
  const size = width ?? field.width;
  return pad === '0' ? sign + digits.padStart(size - sign.length, '0') : (sign + digits).padStart(size, ' ');
}

function padText(value: string, flags: string, width = 0, name = ''): string {
  let cased = value;
  if (flags.includes('#')) cased = name === 'p' ? value.toLowerCase() : value.toUpperCase();
  else if (flags.includes('^')) cased = value.toUpperCase();
  return flags.includes('-') ? cased : cased.padStart(width, flags.includes('0') ? '0' : ' ');
}

const fraction = (millis: number, digits: number): string =>
  String(millis).padStart(3, '0').padEnd(digits, '0').slice(0, digits);

/** `+0800`, `+08:00` with one colon, `+08:00:00` with two, as short as it can be with three. */
function zone(offset: number, flags: string, width: number | undefined, colons: number): string {
  const size = Math.abs(offset);
  const [hours, minutes, seconds] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  let rest = colons === 0 ? two(minutes) : `:${two(minutes)}`;
  if (colons === 2 || (colons === 3 && seconds > 0)) rest += `:${two(seconds)}`;
  if (colons === 3 && seconds === 0 && minutes === 0) rest = '';
  const sign = offset < 0 ? '-' : '+';
  if (flags.includes('-')) return `${sign}${hours}${rest}`;
  const room = Math.max((width ?? 0) - rest.length - 1, 2);
  if (flags.includes('_')) return `${sign}${hours}`.padStart(room + 1, ' ') + rest;
  return `${sign}${String(hours).padStart(room, '0')}${rest}`;
}
