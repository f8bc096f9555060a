import { ContentError, quoteValue } from '../errors.ts';
import { type FileName, titleOf } from '../file-name.ts';
import type { ContentSettings } from '../settings.ts';
import { parseDate, parseDay } from './dates.ts';
import type { Fields } from './fields.ts';

/** What a date is said to be expected as. */
export const DATE_EXAMPLE = 'a day and time that exist, as in 2022-02-22 10:01:04 +0800';

/** Data of a post from its front matter and file name, except address, author and image. Instants are in seconds since 1970. */
export interface Head {
  title: string;
  /** As written; input of the address. */
  slug: string;
  /** Midnight of the day in the file name; that of publication where there is no such day. */
  nameDate: number;
  publishedAt: number;
  modifiedAt: number;
  expiresAt?: number;
  /** Instant from which on the same file is read differently. */
  changesAt?: number;
  /** Including names that cannot stand in an address. */
  categories: string[];
  tags: string[];
  description?: string;
}

/** @param now seconds since 1970 */
export function readHead(fields: Fields, name: FileName, settings: ContentSettings, now: number): Head {
  const written = readDate(fields, 'date', settings);
  const nameDate = readNameDate(fields, name, settings, written);
  const publishedAt = written ?? nameDate;
  const expiresAt = readDate(fields, 'expires_at', settings);
  const description = fields.optionalText('description');
  return {
    title: (settings.jekyll && fields.printedTitle()) ?? fields.text('title') ?? titleOf(name),
    slug: fields.text('slug') ?? name.slug,
    nameDate,
    publishedAt,
    ...readModified(fields, publishedAt, settings, now),
    ...(expiresAt !== undefined && { expiresAt }),
    categories: [...new Set([...name.categories, ...fields.categoryNames()])],
    tags: fields.addressable(fields.names('tag', 'tags'), 'tags', 'the tag'),
    ...(description !== undefined && { description }),
  };
}

/**
 * On a Jekyll site a day behind the end of its month runs over into the next one, as in Ruby, and where the front matter has a date, the
 * name's does not count. Elsewhere it is a mistake.
 */
function readNameDate(
  fields: Fields,
  { path, year, month, day }: FileName,
  settings: ContentSettings,
  written: number | undefined,
): number {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const date = parseDay(`${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`, settings.timezone);
  if (date && (!date.isBeyondMonth || (settings.jekyll && written !== undefined))) return date.instant;
  const name = quoteValue(path.slice(path.lastIndexOf('/') + 1));
  const found = `the file name ${name} has a day that does not exist: expected YYYY-MM-DD-slug, as in 2022-02-28-slug.md`;
  if (date && settings.jekyll) {
    fields.addWarning('date', `${found}; the day after the end of the month counts, as in Ruby`);
    return date.instant;
  }
  if (written === undefined || !settings.jekyll) throw new ContentError(found);
  return written;
}

/** @throws {ContentError} for a value that is no date: the post would appear or expire at an unintended time */
export function readDate(fields: Fields, field: string, settings: ContentSettings): number | undefined {
  const found = fields.value(field);
  const value = Array.isArray(found) ? found[0] : found;
  if (value === undefined || value === '') return undefined;
  const date = parseDate(value, settings);
  if (date === undefined) throw fields.error(field, DATE_EXAMPLE);
  if (date.isBeyondMonth)
    fields.warn(field, 'a day that exists', 'the day after the end of the month counts, as in Ruby');
  return date.instant;
}

/** The last change, not before the publication, which counts where none is named. A future one is ignored until its time comes. */
export function readModified(
  fields: Fields,
  publishedAt: number,
  settings: ContentSettings,
  now: number,
): { modifiedAt: number; changesAt?: number } {
  const field = 'last_modified_at';
  const value = fields.value(field) ?? '';
  const instant = parseDate(value, settings)?.instant;
  if (instant === undefined) {
    if (value !== '') fields.warn(field, DATE_EXAMPLE, 'the date of publication counts');
    return { modifiedAt: publishedAt };
  }
  if (instant > Math.max(now, publishedAt)) {
    fields.warn(field, 'an instant that has passed', 'until then, the date of publication counts');
    return { modifiedAt: publishedAt, changesAt: instant };
  }
  return { modifiedAt: Math.max(instant, publishedAt) };
}
