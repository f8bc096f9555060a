import { type NextRequest, NextResponse } from 'next/server';
import { leadsToWithdrawn, respondWithFile } from './app/_lib/alone/file-response.ts';
import { respondWithMarkdown } from './app/_lib/alone/markdown-response.ts';
import { respondWithWithdrawn } from './app/_lib/alone/withdrawn-response.ts';
import { answerKeyFile } from './app/_lib/key-file.ts';
import { findOwnAddress, isNextInternal, NOT_FOUND_PATH, normalizePath, WITHDRAWN_FOLDER } from './lib/addresses.ts';
import { resolveRequest } from './lib/base-path.ts';
import { contentSecurityPolicy } from './lib/front/csp.ts';
import { PAGE_HEADERS, PATH_HEADER, POLICY_HEADER, QUERY_HEADER } from './lib/front/headers.ts';

const IS_DEVELOPMENT = process.env.NODE_ENV === 'development';

/**
 * Refuses malformed requests, sends files of the content folder, and gives each page its address and a nonce of 128 random bits,
 * which content cannot know. Next takes it from the policy in the request. On a Node server the front checks requests and sends
 * files, and its workers render without Next.
 *
 * Next resolves dot segments before it calls this function and before it chooses the route, so that what is checked here is what
 * is routed.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(405, '405 Method Not Allowed', { Allow: 'GET, HEAD' });
  }
  const asked = normalizePath(request.nextUrl.pathname);
  if (asked === undefined) return refuse(400, '400 Bad Request');
  const resolved = asked.startsWith('/_next/') ? { path: asked } : resolveRequest(asked);
  if (resolved && 'location' in resolved) {
    return NextResponse.redirect(atPath(request, resolved.location), {
      status: 307,
      headers: { [POLICY_HEADER]: contentSecurityPolicy(), 'Cache-Control': 'no-store' },
    });
  }
  // Where stylesheets lie by `assetPrefix` of next.config.ts.
  const own = resolved?.path.replace(/^\/_assets(?=\/_next\/)/, '');
  const isBare = own?.startsWith(`${WITHDRAWN_FOLDER}/`) === true;
  const path = isBare ? own.slice(WITHDRAWN_FOLDER.length) : own;
  if (own === undefined || path === undefined || isHidden(path)) return refuse(404, '404 Not Found');
  const file = isNextInternal(path) ? undefined : await respondWithFile(request, path);
  if (file) return file;
  const keyFile = await answerKeyFile(path);
  if (keyFile) {
    keyFile.headers.set(POLICY_HEADER, contentSecurityPolicy());
    return keyFile;
  }
  const markdown = await respondWithMarkdown(request, path);
  if (markdown) return markdown;
  const isGone = isPage(path) && (await leadsToWithdrawn(path));
  if (isBare && !isGone) return refuse(404, '404 Not Found');
  if (isGone && !isBare) return respondWithWithdrawn(path);

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, IS_DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set(POLICY_HEADER, policy);
  headers.set(PATH_HEADER, path);
  headers.set(QUERY_HEADER, request.nextUrl.search);
  const response =
    own === asked
      ? NextResponse.next({ request: { headers } })
      : NextResponse.rewrite(atPath(request, own), { request: { headers } });
  response.headers.set(POLICY_HEADER, policy);
  for (const [name, value] of Object.entries(isPage(path) ? PAGE_HEADERS : {})) response.headers.set(name, value);
  return response;
}

/** The same address at another path. Next takes no other form for one of this server. */
function atPath({ nextUrl }: NextRequest, path: string): URL {
  const target = nextUrl.clone();
  target.pathname = path;
  return target;
}

/** False for documents, which set these headers themselves, and for files of the application. */
function isPage(path: string): boolean {
  return !path.startsWith('/_next/') && (findOwnAddress(path)?.kind ?? 'page') === 'page';
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
