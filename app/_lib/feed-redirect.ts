import { PAGE_CACHE_CONTROL } from '../../lib/front/headers.ts';

/**
 * Leads from another form of the address of a feed to the feed, with the query. Where a form leads depends on the archive, so that
 * caches keep the answer no longer than a page.
 * @param href address of the feed
 */
export function redirectToFeed(request: Request, href: string): Response {
  const headers = { Location: href + new URL(request.url).search, 'Cache-Control': PAGE_CACHE_CONTROL };
  return new Response(null, { status: 308, headers });
}
