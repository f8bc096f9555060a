import { fromZoned, toZoned, type ZonedFields } from '../../../calendar.ts';
import { findTime, isPossibleTime, offsetOfZone } from '../../front-matter/time-parse.ts';
import { formatTime } from './strftime.ts';

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

/** Later and earlier years are beyond what a `Date` holds. */
const MAX_YEAR = 270_000;

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

/**
 * `Time.parse`. What the text leaves out on the left is taken from `now`; on the right it is the first of its kind.
 * Times without a zone are of `timezone`. `undefined` where the text names no time.
 */
export function parseMoment(text: string, now: () => Moment, timezone: string): Moment | undefined {
  const { zone, yearDay, millis = 0, ...time } = findTime(text);
  if (Object.keys(time).length === 0 && yearDay === undefined) return undefined;
  const offset = zone === undefined ? undefined : offsetOfZone(zone);
  const today = time.year === undefined ? new Moment(now().epochMs, offset ?? timezone).fields : undefined;
  const hasDate = time.year !== undefined || time.month !== undefined || yearDay !== undefined;
  const fields = {
    year: time.year ?? today?.year ?? 0,
    month: time.month ?? (hasDate ? 1 : (today?.month ?? 1)),
    day: time.day ?? (hasDate ? (yearDay ?? 1) : (today?.day ?? 1)),
    hour: time.hour ?? 0,
    minute: time.minute ?? 0,
    second: time.second ?? 0,
  };
  if (Math.abs(fields.year) > MAX_YEAR) return undefined;
  if (!isPossibleTime({ ...fields, ...(yearDay !== undefined && { day: 1 }) })) return undefined;
  if (offset === undefined) return new Moment(fromZoned(fields, timezone) * 1000 + millis, timezone);
  const isUtc = /^(?:z|ut|utc|gmt|-00:?(?:00)?)$/i.test(zone ?? '');
  return new Moment((fromZoned(fields, 'UTC') - offset) * 1000 + millis, isUtc ? 'UTC' : offset);
}
