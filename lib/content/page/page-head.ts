import { fromZoned, isCalendarTime } from '../../calendar.ts';
import { titleOf } from '../file-name.ts';
import { parseDate } from '../front-matter/dates.ts';
import type { Fields } from '../front-matter/fields.ts';
import { readDate, readModified } from '../front-matter/head.ts';
import type { ContentSettings } from '../settings.ts';
import type { PageName } from './page-name.ts';

/** Data of a page from its front matter and file name. Instants are in seconds since 1970. */
export interface PageHead {
  /** Absent where the front matter has none. */
  title?: string;
  /** The title that Jekyll gives to a document without one. */
  nameTitle: string;
  slug: string;
  /** Of a document that has a date: it is published from then on. */
  publishedAt?: number;
  expiresAt?: number;
  modifiedAt?: number;
  /** Instant from which on the same file is read differently. */
  changesAt?: number;
  description?: string;
}

/**
 * @param now seconds since 1970
 * @throws {ContentError} for a document whose date is none, as Jekyll refuses it
 */
export function readPageHead(fields: Fields, name: PageName, settings: ContentSettings, now: number): PageHead {
  const publishedAt = name.collection && (readDate(fields, 'date', settings) ?? dateOfName(name, settings));
  // The date of a page decides about nothing, so that anything may stand there.
  const date = publishedAt ?? parseDate(fields.value('date') ?? '', settings)?.instant;
  const { modifiedAt, changesAt } = readModified(fields, date ?? 0, settings, now);
  const expiresAt = readDate(fields, 'expires_at', settings);
  const title = fields.text('title');
  const description = fields.optionalText('description');
  return {
    ...(title !== undefined && { title }),
    nameTitle: titleOf(name),
    slug: fields.text('slug') ?? name.slug,
    ...(publishedAt !== undefined && { publishedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(modifiedAt !== 0 && { modifiedAt }),
    ...(changesAt !== undefined && { changesAt }),
    ...(description !== undefined && { description }),
  };
}

function dateOfName({ day }: PageName, { timezone }: ContentSettings): number | undefined {
  const fields = day && { ...day, hour: 0, minute: 0, second: 0 };
  return fields && isCalendarTime(fields) ? fromZoned(fields, timezone, 'second') : undefined;
}
