/** Ruby's `Time.parse`: what it finds in a text, and in which order it looks (`Date._parse` of Ruby 3.1). */

/** What a text says of a time. Numbers are as they are written; `zone` is what follows the time of the day. */
export interface WrittenTime {
  year?: number;
  month?: number;
  day?: number;
  /** Day of the year, from 1. */
  yearDay?: number;
  hour?: number;
  minute?: number;
  second?: number;
  millis?: number;
  zone?: string;
}

/** Ruby takes no more; and the expressions below need not be linear. */
const MAX_CHARACTERS = 128;

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const monthOf = (name: string | undefined): string =>
  String(MONTHS.split('|').indexOf(name?.slice(0, 3).toLowerCase() ?? '') + 1);
const ERA = '(c(?:e|\\.e\\.)|b(?:ce|\\.c\\.e\\.)|a(?:d|\\.d\\.)|b(?:c|\\.c\\.))?';

const WEEKDAY = /\b(?:sun|mon|tue|wed|thu|fri|sat)[^-/\d\s]*/i;
const CLOCK =
  /((?:\d+\s*:\s*\d+(?:\s*:\s*\d+(?:[,.]\d*)?)?|\d+\s*h(?:\s*\d+m?(?:\s*\d+s?)?)?)(?:\s*[ap](?:m\b|\.m\.))?|\d+\s*[ap](?:m\b|\.m\.))(?:\s*((?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?|[\p{L}.\s]+(?:standard|daylight)\stime\b|\p{L}+(?:\sdst)?(?![\p{L}\p{N}_])))?/iu;
const CLOCK_PARTS = /^(\d+)\s*h?(?:\s*:?\s*(\d+)m?(?:\s*:?\s*(\d+)(?:[,.](\d*))?s?)?)?(?:\s*([ap])(?:m\b|\.m\.))?/i;

type Groups = readonly (string | undefined)[];

/** Forms of a day, in the order in which Ruby tries them: the first that is found counts. */
const DAYS: readonly [RegExp, (groups: Groups) => WrittenTime][] = [
  // 3 Feb 2024
  [
    new RegExp(
      `'?(\\d+)[^-\\d\\s]*\\s*(${MONTHS})[^-\\d\\s']*(?:\\s*${ERA}\\s*('?-?\\d+(?:(?:st|nd|rd|th)\\b)?))?`,
      'i',
    ),
    ([, day, month, , year]) => inOrder(year, monthOf(month), day),
  ],
  // Feb 3, 2024
  [
    new RegExp(`\\b(${MONTHS})[^-\\d\\s']*\\s*('?\\d+)[^-\\d\\s']*(?:\\s*,?\\s*${ERA}\\s*('?-?\\d+))?`, 'i'),
    ([, month, day, , year]) => inOrder(year, monthOf(month), day),
  ],
  [/('?[-+]?\d+)-(\d+)-('?-?\d+)/, ([, year, month, day]) => inOrder(year, month, day)],
  // H28.01.05, by the eras of Japan.
  [
    /\b([mtshr])(\d+)\.(\d+)\.(\d+)/i,
    ([, era = '', year, month, day]) => ({
      year: Number(year) + (ERAS[era.toLowerCase()] ?? 0),
      month: Number(month),
      day: Number(day),
    }),
  ],
  // 3-Feb-2024
  [
    new RegExp(`('?-?\\d+)-(${MONTHS})[^-/.]*-('?-?\\d+)`, 'i'),
    ([, day, month, year]) => inOrder(year, monthOf(month), day),
  ],
  [
    new RegExp(`\\b(${MONTHS})[^-/.]*-('?-?\\d+)(?:-('?-?\\d+))?`, 'i'),
    ([, month, day, year]) => inOrder(year, monthOf(month), day),
  ],
  [/('?-?\d+)\/\s*('?\d+)(?:\D\s*('?-?\d+))?/, ([, year, month, day]) => inOrder(year, month, day)],
  [/('?-?\d+)\.\s*('?\d+)\.\s*('?-?\d+)/, ([, year, month, day]) => inOrder(year, month, day)],
  // Days by weeks say nothing that `Time.parse` takes.
  [/\b(?:\d{2}|\d{4})?-?w\d{2}(?:-?\d)?\b|-w-\d\b/i, () => ({})],
  // 2024-060, the day of a year.
  [/(?<![,.])\b(\d{4}|\d{2})-(\d{3})\b/, ([, year, yearDay]) => numbers({ year, yearDay })],
  [/--(\d{2})?-(\d{2})\b/, ([, month, day]) => numbers({ month, day })],
  [/--(\d{2})(\d{2})?\b/, ([, month, day]) => numbers({ month, day })],
  [/'(\d+)\b/, ([, year]) => numbers({ year })],
  [new RegExp(`\\b(${MONTHS})\\S*`, 'i'), ([, month]) => numbers({ month: monthOf(month) })],
  [/(\d+)(?:st|nd|rd|th)\b/i, ([, day]) => numbers({ day })],
  [
    /([-+]?)(\d{2,14})(?:\s*t?\s*(\d{2,6})?(?:[,.](\d*))?)?(z\b|[-+]\d{1,4}\b)?/i,
    ([, sign = '', digits = '', clock, fraction, zone]) => inDigits(sign, digits, clock, fraction, zone),
  ],
];

const ERAS: Readonly<Record<string, number>> = { m: 1867, t: 1911, s: 1925, h: 1988, r: 2018 };

/** What a text says of a time; nothing for one that is too long. */
export function findTime(written: string): WrittenTime {
  if (written.length > MAX_CHARACTERS) return {};
  let text = written.replace(/[^-+',./:@\p{L}\p{M}\p{N}[\]]+/gu, ' ').replace(WEEKDAY, ' ');
  const clock = CLOCK.exec(text);
  if (clock) text = `${text.slice(0, clock.index)} ${text.slice(clock.index + clock[0].length)}`;
  const time = clock ? readClock(clock) : {};
  for (const [pattern, read] of DAYS) {
    const match = pattern.exec(text);
    if (!match) continue;
    text = text.replace(match[0], ' ');
    return withLoneNumber({ ...time, ...read(match) }, text);
  }
  return withLoneNumber(time, text);
}

function readClock([, written = '', zone]: Groups): WrittenTime {
  const [, hour, minute, second, fraction, half] = CLOCK_PARTS.exec(written) ?? [];
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return { hour: hours, ...numbers({ minute, second }), ...millisOf(fraction), ...(zone !== undefined && { zone }) };
}

const millisOf = (fraction: string | undefined): WrittenTime =>
  fraction === undefined ? {} : { millis: Number(fraction.slice(0, 3).padEnd(3, '0')) };

/** What is left, a number alone, is the day of a time without one, or the hour of a day without one. */
function withLoneNumber(time: WrittenTime, rest: string): WrittenTime {
  const number = Number(/^\s*(\d{1,2})\s*$/.exec(rest)?.[1] ?? Number.NaN);
  if (time.hour !== undefined && time.day === undefined && number >= 1 && number <= 31) return { ...time, day: number };
  if (time.hour === undefined && time.day !== undefined && number <= 24) return { ...time, hour: number };
  return time;
}

/** Those that are there, as numbers; a year of two digits is of the years from 1969. */
function numbers(written: Partial<Record<keyof WrittenTime, string | undefined>>): WrittenTime {
  const found = Object.entries(written).filter(([, digits]) => digits !== undefined);
  return Object.fromEntries(
    found.map(([key, digits = '']) => [key, key === 'year' ? fullYear(digits) : Number(/\d+/.exec(digits)?.[0])]),
  );
}

function fullYear(written: string): number {
  const [digits = ''] = /[-+]?\d+/.exec(written) ?? [];
  const year = Number(digits);
  return /^\d{1,2}$/.test(digits) ? year + (year >= 69 ? 1900 : 2000) : year;
}

/**
 * Three parts of a day, of which a form gives the usual order. Ruby takes a part with an apostrophe or of more than two digits for the
 * year, wherever it stands; of two parts alone they are month and day.
 */
function inOrder(first: string | undefined, second: string | undefined, third: string | undefined): WrittenTime {
  let [year, month, day] =
    third === undefined && first !== undefined ? [undefined, first, second] : [first, second, third];
  const isYear = (part: string | undefined): boolean => part !== undefined && (part.startsWith("'") || part.length > 2);
  if (year === undefined && isYear(day)) [year, day] = [day, undefined];
  // `2024 Feb 3rd`: the last part has an ending of days.
  if (year !== undefined && /\d\D/.test(year)) [year, day] = [day, /\d+/.exec(year)?.[0]];
  if (isYear(month)) [year, month, day] = [month, day, year];
  if (isYear(day)) [year, day] = [day, year];
  return numbers({ year, month, day });
}

/** Digits without signs between them: what they are is told by how many they are. */
function inDigits(
  sign: string,
  digits: string,
  clock: string | undefined,
  fraction: string | undefined,
  zone: string | undefined,
): WrittenTime {
  const pairs = (text: string): string[] => text.match(/../g) ?? [];
  const isClock = clock === undefined && fraction !== undefined;
  const size = digits.length;
  let day: WrittenTime;
  if (isClock) day = fromSeconds(digits);
  else if (size === 2) day = numbers({ day: digits });
  else if (size === 3) day = numbers({ yearDay: digits });
  else if (size === 4) day = numbers({ month: digits.slice(0, 2), day: digits.slice(2) });
  else if (size === 5 || size === 7) day = numbers({ year: sign + digits.slice(0, -3), yearDay: digits.slice(-3) });
  else {
    const end = size === 6 ? 2 : 4;
    const [month, monthDay, hour, minute, second] = pairs(digits.slice(end));
    day = numbers({ year: sign + digits.slice(0, end), month, day: monthDay, hour, minute, second });
  }
  const [hour, minute, second] = pairs(clock ?? '');
  const time =
    clock === undefined ? {} : fraction === undefined ? numbers({ hour, minute, second }) : fromSeconds(clock);
  return { ...day, ...time, ...millisOf(fraction), ...(zone !== undefined && { zone }) };
}

/** Seconds, and before them minutes, hours and so on. */
function fromSeconds(digits: string): WrittenTime {
  const [second, minute, hour, day, month] = digits.match(/\d{1,2}(?=(?:\d\d)*$)/g)?.reverse() ?? [];
  return numbers({ second, minute, hour, day, month });
}

/** Hours east of UTC that `Time.zone_offset` knows by name. */
const ZONE_HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  Z: 0,
  UT: 0,
  GMT: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};
const EAST = 'ABCDEFGHIKLM';
const WEST = 'NOPQRSTUVWXY';

/** Seconds east of UTC of a zone; `undefined` for one that Ruby does not know: the time is local then. */
export function offsetOfZone(zone: string): number | undefined {
  const name = zone.toUpperCase();
  const match = /^([-+])(\d\d)(?:(:?)(\d\d)(?:\3(\d\d))?)?$/.exec(name);
  if (match) {
    const [, sign, hours, , minutes = '0', seconds = '0'] = match;
    return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds));
  }
  const hours = ZONE_HOURS[name];
  if (hours !== undefined) return hours * 3600;
  if (name.length !== 1) return undefined;
  if (EAST.includes(name)) return (EAST.indexOf(name) + 1) * 3600;
  return WEST.includes(name) ? -(WEST.indexOf(name) + 1) * 3600 : undefined;
}

/** As `Time.local` checks: the 31st of any month is taken and runs over into the next, and so do 24:00 and a leap second. */
export function isPossibleTime(fields: {
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}): boolean {
  const { month, day, hour, minute, second } = fields;
  const isClock = hour < 24 ? minute <= 59 && second <= 60 : hour === 24 && minute === 0 && second === 0;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && isClock;
}
