import { quoteValue } from '../errors.ts';
import { parseDate } from '../front-matter/dates.ts';
import type { Fields } from '../front-matter/fields.ts';
import { DATE_EXAMPLE } from '../front-matter/head.ts';
import { flagOf, textOf } from '../front-matter/values.ts';
import type { YamlValue } from '../front-matter/yaml.ts';
import type { PostParts } from '../jekyll/post-parts.ts';
import { cleanLine } from '../plain-text.ts';
import type { ContentSettings } from '../settings.ts';

const FIELD = 'retracted';
const EXAMPLE = '{date: 2022-02-22, reason: 消息不实}';
const KEYS: readonly unknown[] = ['date', 'reason'];
/** A text that is a date, and no reason. */
const DAY = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[T ])/;

/** An article that its editors have withdrawn. */
export interface Retraction {
  /** The file, relative to the content folder, with `/` between folders. */
  path: string;
  /** Decoded address. */
  url: string;
  /** Decoded addresses that would redirect to the article. */
  redirectFrom: string[];
  title: string;
  /** In seconds since 1970; absent where the file does not say it. */
  withdrawnAt?: number;
  /** One line of text. */
  reason?: string;
}

/** What `retracted` says. All is absent of a post that is not withdrawn. */
interface RetractionReading {
  retraction?: Retraction;
  /** Until this instant, in seconds since 1970, the post is published. */
  retractsAt?: number;
}

/**
 * Reads `retracted`: the reason, a date, `true`, or a mapping with `date` and `reason`. Any other value withdraws the post as well,
 * with a warning: who writes the field does not want the article to be read. Without a date, that of `last_modified_at` counts.
 * @param now seconds since 1970
 */
export function readRetraction(
  { fields, name: { path }, head, url, redirectFrom }: PostParts,
  settings: ContentSettings,
  now: number,
): RetractionReading {
  const value = fields.value(FIELD);
  if (value === undefined || value === '' || flagOf(value) === false) return {};
  const { title, publishedAt, modifiedAt } = head;
  const { reason, date = modifiedAt === publishedAt ? undefined : modifiedAt } = readValue(fields, value, settings);
  if (date !== undefined && date > now) return { retractsAt: date };
  if (date === undefined) {
    const outcome = 'the day of the file’s last change is shown';
    fields.addWarning(FIELD, `${FIELD}: found no date, expected one as in ${EXAMPLE}; ${outcome}`);
  }
  const facts = { ...(date !== undefined && { withdrawnAt: date }), ...(reason !== undefined && { reason }) };
  return { retraction: { path, url, redirectFrom, title, ...facts } };
}

/** The parts of a value that withdraws a post. */
interface RetractionValue {
  reason?: string;
  /** In seconds since 1970. */
  date?: number;
}

function readValue(fields: Fields, value: YamlValue, settings: ContentSettings): RetractionValue {
  if (flagOf(value) === true) return {};
  const text = textOf(value);
  if (text !== undefined) return DAY.test(text) ? readDate(fields, value, settings) : toReason(text);
  if (!(value instanceof Map)) return warn(fields);
  if ([...value.keys()].some((key) => !KEYS.includes(key))) {
    fields.warn(FIELD, `a mapping such as ${EXAMPLE}`, 'what has another name is left out');
  }
  const { date, reason } = { date: value.get('date') ?? null, reason: value.get('reason') ?? null };
  const written = textOf(reason);
  if (written === undefined && reason !== null) warn(fields);
  return {
    ...(written !== undefined && toReason(written)),
    ...(date !== null && readDate(fields, date, settings)),
  };
}

function warn(fields: Fields): RetractionValue {
  fields.warn(FIELD, `the reason, or a mapping such as ${EXAMPLE}`, 'the post is withdrawn without a reason');
  return {};
}

function toReason(text: string): RetractionValue {
  const reason = cleanLine(text);
  return reason === '' ? {} : { reason };
}

function readDate(fields: Fields, value: YamlValue, settings: ContentSettings): RetractionValue {
  const date = parseDate(value, settings)?.instant;
  if (date !== undefined) return { date };
  fields.addWarning(
    FIELD,
    `${FIELD}: found the date ${quoteValue(value)}, expected ${DATE_EXAMPLE}; the post is withdrawn without it`,
  );
  return {};
}
