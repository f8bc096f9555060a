/** Conditional requests (RFC 9110, 13): one way for what the front sends and for what Next sends itself. */
import { createHash } from 'node:crypto';

/** A strong validator of these bytes. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** The validator of a compressed form of a document: it ends in the encoding's name. */
export function etagOfEncoding(etag: string, encoding: 'br' | 'gzip'): string {
  return etag.replace(/"$/, `-${encoding}"`);
}

/** The validators of a request. */
export interface Conditions {
  ifNoneMatch: string | null | undefined;
  ifModifiedSince: string | null | undefined;
}

/**
 * True where the client has the document (13.2.2: `If-None-Match` before `If-Modified-Since`). A tag of any encoding counts.
 * @param lastModified the document's `Last-Modified`
 */
export function isFresh({ ifNoneMatch, ifModifiedSince }: Conditions, etag: string, lastModified?: string): boolean {
  if (typeof ifNoneMatch === 'string') {
    const tags = ifNoneMatch.split(',').map((tag) => plainTag(tag.trim()));
    return tags.includes('*') || tags.includes(plainTag(etag));
  }
  const since = parseHttpDate(ifModifiedSince ?? '');
  const changed = parseHttpDate(lastModified ?? '');
  return since !== undefined && changed !== undefined && changed <= since;
}

const plainTag = (tag: string): string => tag.replace(/^W\//, '').replace(/-(?:br|gzip)"$/, '"');

const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
const RFC850_DATE = /^[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/;
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** Milliseconds since 1970 of a date in one of the three forms of RFC 9110, 5.6.7; others are to be ignored (13.1.3). */
function parseHttpDate(text: string): number | undefined {
  const isUtc = IMF_FIXDATE.test(text) || RFC850_DATE.test(text);
  if (!isUtc && !ASCTIME_DATE.test(text)) return undefined;
  const time = Date.parse(isUtc ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
