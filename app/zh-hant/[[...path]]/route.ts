import { NOT_FOUND_PATH, TRADITIONAL_PREFIX } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { NONCE_HEADER, POLICY_HEADER } from '../../../lib/front/headers.ts';
import { leanHtml, nonceOf } from '../../../lib/front/lean-html.ts';
import {
  convertPage,
  hasTraditionalForm,
  isTraditionalPath,
  simplifiedHref,
  toTraditional,
  traditionalHref,
} from '../../../lib/traditional/index.ts';
import { notFound } from '../../_lib/not-found-text.ts';
import { readPath } from '../../_lib/request.ts';

/** Renders at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** Any page in traditional characters: asks this server for the page, and converts the answer. */
export async function GET(request: Request): Promise<Response> {
  const asked = await readPath();
  if (asked === TRADITIONAL_PREFIX) return redirect(traditionalHref('/'));
  const path = simplifiedHref(asked);
  // Each further level would be one more request to this server.
  if (!isTraditionalPath(asked) || isTraditionalPath(path)) return notFound();
  const { search } = new URL(request.url);
  const answer = await ask(path + search);
  const location = answer.headers.get('location');
  if (location !== null) return redirect(hasTraditionalForm(location) ? traditionalHref(location) : location);
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) return forward(answer, toTraditional(await answer.text()));
  if (!type.startsWith('text/html')) return answer.ok ? redirect(path + search) : forward(answer, await answer.text());
  const page = answer.status === 404 ? await ask(NOT_FOUND_PATH) : answer;
  return forward(page, await convert(page));
}

const ask = (path: string): Promise<Response> => fetch(originOfServer() + path, { redirect: 'manual' });

/** This server's own address. It is never taken from a request, whose `Host` the client chooses. */
function originOfServer(): string {
  const { FINEWS_ORIGIN, VERCEL_URL, PORT } = process.env;
  return FINEWS_ORIGIN ?? (VERCEL_URL === undefined ? `http://127.0.0.1:${PORT ?? 3000}` : `https://${VERCEL_URL}`);
}

async function convert(page: Response): Promise<string> {
  const html = await page.text();
  const nonce = page.headers.get(NONCE_HEADER) ?? nonceOf(page.headers.get(POLICY_HEADER) ?? '');
  const { url } = await getArchive().getSite();
  return convertPage(nonce === undefined ? html : leanHtml(html, nonce), url);
}

function forward(answer: Response, body: string): Response {
  const headers = new Headers();
  for (const name of ['content-type', 'cache-control', 'x-robots-tag']) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(body, { status: answer.status, headers });
}

const redirect = (location: string): Response => new Response(null, { status: 308, headers: { Location: location } });
