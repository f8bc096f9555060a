/** Dates in other forms than ISO 8601, as Ruby's `Time.parse` finds them anywhere in a text. */

/** Calendar fields as they are written; `zone` is what follows the time. */
export interface WrittenDate {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  zone?: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;

/** Each gives year, month and day by name. */
const DAYS = [
  /(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/,
  new RegExp(`(?<!\\d)(?<day>\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(?<month>${MONTH})[\\s,-]+(?<year>\\d{4})(?!\\d)`, 'i'),
  new RegExp(`\\b(?<month>${MONTH})\\s*(?<day>\\d{1,2})(?:st|nd|rd|th)?[\\s,]+(?<year>\\d{4})(?!\\d)`, 'i'),
  /(?<!\d)(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})(?!\d)/,
];
const TIME =
  /(?<![\d:])(\d{1,2})(?::(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(?:\s*([ap])\.?m\b\.?)?(?:\s*([-+]\d{1,2}(?::?\d\d)?|[A-Z]{1,4}\b))?/i;

/** Dates are short; the patterns take time by the length of what they search. */
const MAX_LENGTH = 100;

/** The first day and the first time of a text; `undefined` for a text without a day. The fields may be out of range. */
export function findDate(text: string): WrittenDate | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const pattern = DAYS.find((day) => day.test(text));
  const found = pattern?.exec(text);
  if (!pattern || !found?.groups) return undefined;
  const { year, month = '', day } = found.groups;
  const time = findTime(text.replace(found[0], ' '));
  const monthNumber = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1 || Number(month);
  return { year: Number(year), month: monthNumber, day: Number(day), ...time };
}

function findTime(text: string): Pick<WrittenDate, 'hour' | 'minute' | 'second' | 'zone'> {
  const start = text.search(/\d{1,2}(?::\d\d|\s*[ap]\.?m\b)/i);
  const match = start < 0 ? null : TIME.exec(text.slice(start));
  if (!match) return { hour: 0, minute: 0, second: 0 };
  const [, hour, minute = '0', second = '0', half, zone] = match;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return { hour: hours, minute: Number(minute), second: Number(second), ...(zone !== undefined && { zone }) };
}
