import { Refusal } from '../refusal.ts';
import { Moment, parseMoment } from '../ruby/moment.ts';
import { formatTime } from '../ruby/strftime.ts';
import { isInteger, isNil, toText } from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import { type Filter, filter } from './filter.ts';

/** A day less than a `Date` holds (ECMAScript, 21.4.1.1), so that each zone has it. */
const MAX_SECONDS = 8.64e12 - 86_400;

/** `Liquid::Utils.to_date`: a moment, its text, or seconds since 1970. */
function toMoment(value: unknown, context: RubyContext): Moment | undefined {
  if (value instanceof Moment) return value;
  const { timezone } = context.session;
  if (isInteger(value)) return momentAt(value, timezone);
  if (typeof value !== 'string' || value === '') return undefined;
  const text = value.toLowerCase();
  if (text === 'now' || text === 'today') return context.session.now();
  if (/^\d+$/.test(text)) return momentAt(Number(text), timezone);
  return parseMoment(text, () => context.session.now(), timezone);
}

/** Nothing for an instant that no calendar here reaches: the value stays as it is. */
const momentAt = (seconds: number, timezone: string): Moment | undefined =>
  Math.abs(seconds) <= MAX_SECONDS ? new Moment(seconds * 1000, timezone) : undefined;

/** The moment in the site's zone, as Jekyll's own filters write it. */
function toSiteMoment(value: unknown, context: RubyContext): Moment {
  const moment = toMoment(value, context);
  if (!moment) throw new Refusal(`“${toText(value).slice(0, 40)}” is no date`, 'write it as 2024-03-24 09:19:00 +0800');
  return moment.in(context.session.timezone);
}

const onDate = (max: number, run: (moment: Moment, args: readonly unknown[]) => string): Filter =>
  filter(0, max, (input, args, context) =>
    isNil(input) || toText(input) === '' ? input : run(toSiteMoment(input, context), args),
  );

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}

function writeDate(moment: Moment, month: string, [type, style]: readonly unknown[]): string {
  if (type !== 'ordinal') return formatTime(moment, `%d ${month} %Y`);
  const day = ordinal(moment.fields.day);
  return formatTime(moment, style === 'US' ? `${month} ${day}, %Y` : `${day} ${month} %Y`);
}

export const dateFilters: Record<string, Filter> = {
  date: filter(1, 1, (input, [format], context) => {
    const pattern = toText(format);
    if (pattern === '') return input;
    const moment = toMoment(input, context);
    return moment ? formatTime(moment, pattern) : input;
  }),
  date_to_string: onDate(2, (moment, args) => writeDate(moment, '%b', args)),
  date_to_long_string: onDate(2, (moment, args) => writeDate(moment, '%B', args)),
  date_to_xmlschema: onDate(0, (moment) =>
    formatTime(moment, moment.zone === 'UTC' ? '%Y-%m-%dT%H:%M:%SZ' : '%Y-%m-%dT%H:%M:%S%:z'),
  ),
  date_to_rfc822: onDate(0, (moment) => formatTime(moment, '%a, %d %b %Y %H:%M:%S %z')),
};
