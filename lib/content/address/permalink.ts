import { findOwnAddress, isNextInternal, isUnaddressable } from '../../addresses.ts';
import { DAY_NAMES, MONTH_NAMES, toZoned, type ZonedFields } from '../../calendar.ts';
import type { Collection } from '../jekyll/collections.ts';
import { slugify } from './slug.ts';

/** Values for the placeholders of a permalink. */
export interface PermalinkValues {
  /** The file, relative to the content folder. */
  path: string;
  /** The file name without its ending, date included. */
  basename: string;
  slug: string;
  categories: string[];
  /** Seconds since 1970. */
  publishedAt: number;
  timezone: string;
  /** Of a document that is no post. */
  collection?: Pick<Collection, 'label' | 'folder'>;
}

const STYLES: Record<string, string> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  weekdate: '/:categories/:year/W:week/:short_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
};

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** ISO 8601 week and its year. */
function isoWeek({ year, month, day }: ZonedFields): { year: number; week: number } {
  const date = new Date(Date.UTC(year, month - 1, day));
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: 1 + Math.floor((thursday.getTime() - firstDay) / (7 * 86_400_000)) };
}

/** Computes the text of a placeholder; `date` has the calendar fields of `publishedAt`. */
type Placeholder = (values: PermalinkValues, date: ZonedFields) => string;

const weekDay = ({ year, month, day }: ZonedFields): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();
const monthName = ({ month }: ZonedFields): string => MONTH_NAMES[month - 1] ?? '';
const dayName = (date: ZonedFields): string => DAY_NAMES[weekDay(date)] ?? '';
const distinct = (names: string[]): string => [...new Set(names)].join('/');

const PLACEHOLDERS: Readonly<Record<string, Placeholder>> = {
  year: (_, { year }) => pad(year, 4),
  month: (_, { month }) => pad(month),
  day: (_, { day }) => pad(day),
  hour: (_, { hour }) => pad(hour),
  minute: (_, { minute }) => pad(minute),
  second: (_, { second }) => pad(second),
  i_day: (_, { day }) => String(day),
  i_month: (_, { month }) => String(month),
  short_month: (_, date) => monthName(date).slice(0, 3),
  long_month: (_, date) => monthName(date),
  short_year: (_, { year }) => pad(year % 100),
  w_year: (_, date) => pad(isoWeek(date).year, 4),
  week: (_, date) => pad(isoWeek(date).week),
  w_day: (_, date) => String(weekDay(date) || 7),
  short_day: (_, date) => dayName(date).slice(0, 3),
  long_day: (_, date) => dayName(date),
  y_day: (_, { year, month, day }) =>
    pad(Math.round((Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1, 3),
  title: ({ slug }) => slugify(slug, 'pretty', true),
  slug: ({ slug }) => slugify(slug, 'default'),
  name: ({ basename }) => slugify(basename, 'default'),
  path: ({ path, collection }) => {
    const bare = path.replace(/\.[^./]+$/, '');
    return collection ? bare.slice(collection.folder.length).replace(/\.+$/, '') : bare.replace(/(^|\/)_posts\//, '$1');
  },
  categories: ({ categories }) => distinct(categories.map((name) => name.toLowerCase())),
  slugified_categories: ({ categories }) => distinct(categories.map((name) => slugify(name, 'default'))),
  collection: ({ collection }) => collection?.label ?? 'posts',
  output_ext: ({ path }) => (path.endsWith('.htm') ? '.htm' : '.html'),
};

/** The first placeholder of a template that Jekyll does not know. */
export function unknownPlaceholder(template: string): string | undefined {
  return [...template.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => name).find((name) => !keyOf(name));
}

/** Whether a template has a placeholder that is a part of the date. */
export function needsDate(template: string): boolean {
  const dateless = ['title', 'slug', 'name', 'path', 'categories', 'slugified_categories', 'collection', 'output_ext'];
  return [...(STYLES[template] ?? template).matchAll(/:([a-z_]+)/g)].some(
    ([, name = '']) => !dateless.includes(keyOf(name) ?? 'title'),
  );
}

/** `:month_:day` means `:month` and an underscore. */
const keyOf = (name: string): string | undefined =>
  [name, name.replace(/_$/, '')].find((key) => Object.hasOwn(PLACEHOLDERS, key));

/**
 * Address of a post by a template or named style of Jekyll 4.3 (`Jekyll::URL`): fills in the placeholders, removes `..` and
 * `./`, and merges slashes. The result is decoded: where Jekyll percent-encodes, this returns the character itself.
 */
export function expandPermalink(template: string, values: PermalinkValues): string {
  const date = toZoned(values.publishedAt, values.timezone);
  const filled = (STYLES[template] ?? template).replace(/:([a-z_]+)/g, (match, name: string) => {
    const key = keyOf(name);
    return key === undefined ? match : `${PLACEHOLDERS[key]?.(values, date)}${name.slice(key.length)}`;
  });
  return cleanPath(filled);
}

/** Removes `..` and `./`, and merges slashes (`Jekyll::URL#sanitize_url`). */
export function cleanPath(path: string): string {
  return `/${path}`.replaceAll('..', '/').replaceAll('./', '').replace(/\/+/g, '/');
}

const MAX_ADDRESS_BYTES = 1024;

/**
 * An address as the archive keeps it: a decoded absolute path.
 * @param isTaken tells of an address of the portal's own that nothing else can have it; no post can have any
 * @returns the path, or what is wrong with it.
 */
export function checkAddress(
  address: string,
  isTaken: (path: string) => boolean = (path) => findOwnAddress(path) !== undefined,
): { path: string } | { reason: string } {
  if (/[?#]/.test(address)) return { reason: 'is not an address: it holds ? or #' };
  let path: string;
  try {
    path = decodeURIComponent(address);
  } catch {
    return { reason: 'has a wrong percent escape' };
  }
  if (/^[/\\]{2}|^[a-z][a-z\d+.-]*:/i.test(path))
    return { reason: 'is not an address of this portal: expected a path' };
  path = path.startsWith('/') ? path : `/${path}`;
  const segments = path.split('/').slice(1);
  // A last empty segment is a trailing slash.
  if (
    path !== '/' &&
    segments.some((segment, i) => isUnaddressable(segment) && !(segment === '' && i === segments.length - 1))
  ) {
    return { reason: 'is not an address: it has an empty, `.` or `..` segment' };
  }
  if (/[\\\p{Cc}\p{Cs}]/u.test(path)) return { reason: 'is not an address: it holds \\ or a control character' };
  if (Buffer.byteLength(path) > MAX_ADDRESS_BYTES) return { reason: `is longer than ${MAX_ADDRESS_BYTES} bytes` };
  if (isTaken(path)) return { reason: 'is an address of the portal’s own' };
  if (isNextInternal(path)) {
    return { reason: 'is kept for the portal’s own use, as is every address that begins with `/_` or ends in `.rsc`' };
  }
  return { path };
}
