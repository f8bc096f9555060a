/** Conditional requests (RFC 9110, 13), for the front and for route handlers. */
import { createHash } from 'node:crypto';

/** A strong ETag: the same bytes have the same one. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** The ETag of a compressed document: that of the document, with the encoding's name at its end. */
export function etagOfEncoding(etag: string, encoding: 'br' | 'gzip'): string {
  return etag.replace(/"$/, `-${encoding}"`);
}

/** The validators of a request. */
export interface Conditions {
  ifNoneMatch: string | null | undefined;
  ifModifiedSince: string | null | undefined;
}

/**
 * True if the client has the current document (13.2.2: `If-None-Match` takes precedence). The encoding of an ETag is ignored.
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

/** Milliseconds since 1970 of a date in one of the three formats of RFC 9110, 5.6.7; other dates are ignored (13.1.3). */
function parseHttpDate(text: string): number | undefined {
  const isUtc = IMF_FIXDATE.test(text) || RFC850_DATE.test(text);
  if (!isUtc && !ASCTIME_DATE.test(text)) return undefined;
  const time = Date.parse(isUtc ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
