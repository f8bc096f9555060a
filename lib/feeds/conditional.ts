import { createHash } from 'node:crypto';

/** A document with its validators. */
export interface ConditionalDocument {
  body: string;
  contentType: string;
  /** Seconds since 1970; 0 where nothing is known of it. */
  modifiedAt: number;
}

/** A CDN may answer from what it has while it asks again. */
const CACHE_CONTROL = 'public, max-age=0, s-maxage=1, stale-while-revalidate=60';

/** Answers with the document, or with 304 where the client has it (RFC 9110, 13.2.2). */
export function answerConditionally(
  request: Request,
  { body, contentType, modifiedAt }: ConditionalDocument,
): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const headers = {
    ETag: etag,
    'Cache-Control': CACHE_CONTROL,
    ...(modifiedAt > 0 && { 'Last-Modified': new Date(modifiedAt * 1000).toUTCString() }),
  };
  if (isFresh(request.headers, etag, modifiedAt)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'Content-Type': contentType } });
}

function isFresh(headers: Headers, etag: string, modifiedAt: number): boolean {
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null) {
    const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    return tags.includes('*') || tags.includes(etag);
  }
  const since = parseHttpDate(headers.get('if-modified-since') ?? '');
  return since !== undefined && modifiedAt > 0 && modifiedAt * 1000 <= since;
}

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
