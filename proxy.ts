import { type NextRequest, NextResponse } from 'next/server';
import { isNextInternal, NOT_FOUND_PATH, normalizePath } from './lib/addresses.ts';
import { contentSecurityPolicy } from './lib/front/csp.ts';
import { POLICY_HEADER, SECRET_HEADER } from './lib/front/headers.ts';
import { makePageHeaders } from './lib/front/page-request.ts';

const IS_DEVELOPMENT = process.env.NODE_ENV === 'development';

/**
 * Refuses malformed requests, and gives each page its address and a nonce, which Next takes from the policy in the request. On a
 * Node server the front and its workers do this.
 *
 * Next resolves dot segments before it calls this function and before it chooses the route, so that what is checked here is what
 * is routed.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(405, '405 Method Not Allowed', { Allow: 'GET, HEAD' });
  }
  const path = normalizePath(request.nextUrl.pathname);
  if (path === undefined) return refuse(400, '400 Bad Request');
  if (isHidden(path)) return refuse(404, '404 Not Found');

  const added = makePageHeaders(path, request.nextUrl.search, IS_DEVELOPMENT).headers;
  const headers = new Headers(request.headers);
  headers.delete(SECRET_HEADER);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(POLICY_HEADER, added[POLICY_HEADER]);
  return response;
}

/** True for Next's internal pages, which nothing links to. Assets, and the page that `app/zh-hant` asks for, are not hidden. */
function isHidden(path: string): boolean {
  return isNextInternal(path) && !path.startsWith('/_next/') && !path.endsWith('.rsc') && path !== NOT_FOUND_PATH;
}

function refuse(status: number, text: string, headers: Record<string, string> = {}): NextResponse {
  return new NextResponse(`${text}\n`, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      [POLICY_HEADER]: contentSecurityPolicy(),
      ...headers,
    },
  });
}

/** Every request but those of the front's workers. Next reads this when it builds and evaluates no constants: SECRET_HEADER. */
export const config = {
  matcher: [{ source: '/:path*', missing: [{ type: 'header', key: 'x-finews-secret' }] }],
};
