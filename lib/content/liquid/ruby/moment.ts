import { fromZoned, toZoned, type ZonedFields } from '../../../calendar.ts';
import { formatTime } from './strftime.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Hours east of UTC that Ruby's `Time.zone_offset` knows by name. */
const ZONE_HOURS: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};
/** Zones whose short names `Intl` does not know in English. */
const ZONE_NAMES: Record<string, string> = {
  'Asia/Shanghai': 'CST',
  'Asia/Chongqing': 'CST',
  'Asia/Taipei': 'CST',
  'Asia/Macau': 'CST',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Tokyo': 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Kolkata': 'IST',
};

/** An instant as clocks of one zone show it: Ruby's Time. */
export class Moment {
  readonly epochMs: number;
  /** An IANA zone, or seconds east of UTC. */
  readonly zone: string | number;

  constructor(epochMs: number, zone: string | number) {
    this.epochMs = epochMs;
    this.zone = zone;
  }

  get fields(): ZonedFields {
    const seconds = Math.floor(this.epochMs / 1000);
    return typeof this.zone === 'number' ? toZoned(seconds + this.zone, 'UTC') : toZoned(seconds, this.zone);
  }

  /** Seconds east of UTC. */
  get offset(): number {
    if (typeof this.zone === 'number') return this.zone;
    return fromZoned(this.fields, 'UTC') - Math.floor(this.epochMs / 1000);
  }

  /** `CST`, `UTC`; nothing for a moment that has but an offset. */
  get zoneName(): string {
    if (typeof this.zone === 'number') return '';
    return ZONE_NAMES[this.zone] ?? shortZoneName(this.epochMs, this.zone) ?? '';
  }

  /** The same instant in another zone. */
  in(zone: string): Moment {
    return new Moment(this.epochMs, zone);
  }

  toString(): string {
    return formatTime(this, this.zone === 'UTC' ? '%Y-%m-%d %H:%M:%S UTC' : '%Y-%m-%d %H:%M:%S %z');
  }
}

function shortZoneName(epochMs: number, timeZone: string): string | undefined {
  for (const locale of ['en-US', 'en-GB']) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(epochMs);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value;
    if (name !== undefined && /^[A-Z]+$/.test(name)) return name;
  }
  return undefined;
}

/** No date is longer, and the expressions below need not be linear. */
const MAX_DATE_CHARACTERS = 128;

interface Parts {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  minute?: number;
  second?: number;
  millis?: number;
}

const CLOCK =
  /(\d{1,2})\s*(?::\s*(\d{2})(?:\s*:\s*(\d{2})(?:[.,](\d+))?)?\s*([ap])?\.?(?:m\b\.?)?|([ap])\.?m\b\.?)\s*(z\b|[a-z]{2,3}\b(?:\s*[-+]\d{1,2})?|(?:gmt|utc?)?[-+]\d{1,2}(?::?\d{2}(?::?\d{2})?)?)?/;

/**
 * `Time.parse`, for the forms that people write: ISO 8601, RFC 2822, `14 March 2016`, `March 14, 2016`, `2016/3/14 10:30`.
 * What the text leaves out on the left is taken from `now`; on the right it is the first of its kind.
 * Times without a zone are of `timezone`. `undefined` where the text names no time.
 */
export function parseMoment(text: string, now: () => Moment, timezone: string): Moment | undefined {
  if (text.length > MAX_DATE_CHARACTERS) return undefined;
  const lower = text.toLowerCase().trim();
  const compact = /^(\d{4})(\d{2})(\d{2})t?(\d{2})(\d{2})(\d{2})?(z|[-+]\d{4})?$/.exec(lower);
  const source = compact
    ? `${compact[1]}-${compact[2]}-${compact[3]} ${compact[4]}:${compact[5]}:${compact[6] ?? '00'}${compact[7] ?? ''}`
    : lower.replace(/^(\d{4}-\d{1,2}-\d{1,2})t(?=\d)/, '$1 ');
  const clock = CLOCK.exec(source);
  const rest = clock ? `${source.slice(0, clock.index)} ${source.slice(clock.index + clock[0].length)}` : source;
  const parts: Parts = { ...parseDay(rest), ...(clock && parseClock(clock)) };
  if (Object.keys(parts).length === 0) return undefined;
  return assemble(parts, clock?.[7], now, timezone);
}

function parseClock(match: RegExpExecArray): Parts {
  const half = match[5] ?? match[6];
  let hour = Number(match[1]);
  if (half !== undefined) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  return {
    hour,
    ...(match[2] !== undefined && { minute: Number(match[2]) }),
    ...(match[3] !== undefined && { second: Number(match[3]) }),
    ...(match[4] !== undefined && { millis: Number(match[4].slice(0, 3).padEnd(3, '0')) }),
  };
}

const MONTH = '(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const DAY_MONTH = new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?[\\s-]*${MONTH}(?:[\\s,-]*(\\d{2,4})(?!\\d))?`);
const MONTH_DAY = new RegExp(`${MONTH}[\\s-]*(\\d{1,2})(?!\\d)(?:st|nd|rd|th)?(?:[\\s,-]*(\\d{2,4})(?!\\d))?`);
const MONTH_ALONE = new RegExp(`${MONTH}(?:[\\s,-]*(\\d{4}))?`);

function parseDay(text: string): Parts {
  const european = DAY_MONTH.exec(text);
  if (european) return named(european[2], european[1], european[3]);
  const american = MONTH_DAY.exec(text);
  if (american) return named(american[1], american[2], american[3]);
  const month = MONTH_ALONE.exec(text);
  return month ? named(month[1], undefined, month[2]) : parseNumbers(text);
}

/** Days written in numbers: the year stands first, or last where it has four digits. */
function parseNumbers(text: string): Parts {
  const three = /(?<!\d)(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)(?:\s+(\d{1,2})\s*$)?/.exec(text);
  if (three) {
    const [, first = '', , month = '', last = '', hour] = three;
    const [year, day] = last.length > 2 ? [last, first] : [first, last];
    const clock = hour !== undefined && { hour: Number(hour) };
    return { year: fullYear(year), month: Number(month), day: Number(day), ...clock };
  }
  const ordinal = /(?<!\d)(\d{4})-(\d{3})(?!\d)/.exec(text);
  if (ordinal) {
    const date = new Date(Date.UTC(Number(ordinal[1]), 0, Number(ordinal[2])));
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }
  const two = /(?<!\d)(\d{1,4})\/(\d{1,2})(?!\d)/.exec(text);
  if (two) {
    const [, first = '', second = ''] = two;
    return first.length > 2
      ? { year: Number(first), month: Number(second) }
      : { month: Number(first), day: Number(second) };
  }
  const digits = /^\s*(\d{4})(\d{2})(\d{2})\s*$/.exec(text);
  return digits ? { year: Number(digits[1]), month: Number(digits[2]), day: Number(digits[3]) } : {};
}

/** Two digits are of the years from 1969. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year + (year >= 69 ? 1900 : 2000);
}

function named(month: string | undefined, day: string | undefined, year: string | undefined): Parts {
  return {
    month: MONTHS.indexOf(month ?? '') + 1,
    ...(day !== undefined && { day: Number(day) }),
    ...(year !== undefined && { year: fullYear(year) }),
  };
}

function assemble(parts: Parts, zone: string | undefined, now: () => Moment, timezone: string): Moment | undefined {
  const offset = zone === undefined ? undefined : zoneOffset(zone);
  const hasDate = parts.year !== undefined || parts.month !== undefined || parts.day !== undefined;
  const today = parts.year === undefined ? new Moment(now().epochMs, offset ?? timezone).fields : undefined;
  const fields = {
    year: parts.year ?? today?.year ?? 0,
    month: parts.month ?? (hasDate ? 1 : (today?.month ?? 1)),
    day: parts.day ?? (hasDate ? 1 : (today?.day ?? 1)),
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
    second: parts.second ?? 0,
  };
  if (!isPossible(fields)) return undefined;
  const millis = parts.millis ?? 0;
  if (offset === undefined) return new Moment(fromZoned(fields, timezone) * 1000 + millis, timezone);
  const isUtc = /^(?:z|utc?|gmt|[-+]00:?00)$/.test(zone ?? '') && !/^[+]/.test(zone ?? '');
  return new Moment((fromZoned(fields, 'UTC') - offset) * 1000 + millis, isUtc ? 'UTC' : offset);
}

/** As Ruby's `Time.local` checks: the 31st of any month is taken and runs over into the next. */
function isPossible({ month, day, hour, minute, second }: ZonedFields): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60;
}

function zoneOffset(zone: string): number | undefined {
  const numeric = /^(?:gmt|utc?|[a-z]{2,3}\s*)?([-+])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(zone);
  if (numeric) {
    const size = Number(numeric[2]) * 3600 + Number(numeric[3] ?? 0) * 60 + Number(numeric[4] ?? 0);
    return numeric[1] === '-' ? -size : size;
  }
  const hours = ZONE_HOURS[zone];
  return hours === undefined ? undefined : hours * 3600;
}
