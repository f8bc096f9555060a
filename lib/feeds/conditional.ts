import { etagOf, isFresh } from '../conditional.ts';

/** A document with what its validators are made of. */
export interface ConditionalDocument {
  body: string;
  contentType: string;
  /** When readers last got to see something else in the archive, in seconds since 1970. */
  changedAt: number;
  /** Value of the header `Link`. */
  link?: string;
}

/** A CDN may answer from what it has while it asks again. */
const CACHE_CONTROL = 'public, max-age=0, s-maxage=1, stale-while-revalidate=60';

/**
 * Answers with the document, or with 304 where the client has it. `Last-Modified` is the archive's: an article that is
 * removed, or comes with an older date, changes a feed without any newer date in it.
 */
export function answerConditionally(
  request: Request,
  { body, contentType, changedAt, link }: ConditionalDocument,
): Response {
  const headers = {
    ETag: etagOf(body),
    'Cache-Control': CACHE_CONTROL,
    'Last-Modified': new Date(changedAt * 1000).toUTCString(),
    ...(link !== undefined && { Link: link }),
  };
  const conditions = {
    ifNoneMatch: request.headers.get('if-none-match'),
    ifModifiedSince: request.headers.get('if-modified-since'),
  };
  if (isFresh(conditions, headers.ETag, headers['Last-Modified'])) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'Content-Type': contentType } });
}
