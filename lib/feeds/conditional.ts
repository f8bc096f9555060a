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
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return modifiedAt > 0 && modifiedAt * 1000 <= since;
}
