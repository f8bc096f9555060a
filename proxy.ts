import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './lib/front/csp.ts';
import { makePageHeaders, POLICY_HEADER } from './lib/front/page-request.ts';

const IS_DEVELOPMENT = process.env.NODE_ENV === 'development';

/**
 * Refuses what no page can answer, and gives each page a nonce, which Next takes from the policy in the request. On a Node server
 * the front does the one and its worker the other.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(405, '405 Method Not Allowed', { Allow: 'GET, HEAD' });
  }
  if (!isWellFormed(request.nextUrl.pathname)) return refuse(400, '400 Bad Request');

  const added = makePageHeaders(request.nextUrl, IS_DEVELOPMENT);
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(POLICY_HEADER, added[POLICY_HEADER]);
  return response;
}

function refuse(status: number, text: string, headers: Record<string, string> = {}): NextResponse {
  return new NextResponse(`${text}\n`, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(),
      ...headers,
    },
  });
}

/** False for a `%` without two hexadecimal digits, and for escapes that are not UTF-8. */
function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

export const config = {
  matcher: [
    {
      // Next's own files need none of this; an address among them with an escape does, since Next answers a wrong one with 500.
      source: '/((?!_next/static/[^%]*$).*)',
      // FRONT_HOST: Next reads this while it builds, and knows no constants.
      missing: [{ type: 'host', value: 'front.invalid' }],
    },
  ],
};
