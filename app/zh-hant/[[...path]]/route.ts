import { NOT_FOUND_PATH } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { leanHtml, nonceOf } from '../../../lib/front/lean-html.ts';
import {
  convertPage,
  HANT_PREFIX,
  hantHref,
  hasHantForm,
  toTraditional,
  withoutHant,
} from '../../../lib/traditional/index.ts';
import { readPath } from '../../request.ts';

/** Asks for the page at each request. */
export const dynamic = 'force-dynamic';

/** Any page in traditional characters: the page itself, asked of this same server, and converted. */
export async function GET(request: Request): Promise<Response> {
  const asked = await readPath();
  if (asked === HANT_PREFIX) return redirect(hantHref('/'));
  const path = withoutHant(asked);
  const { search } = new URL(request.url);
  const answer = await ask(path + search);
  const location = answer.headers.get('location');
  if (location !== null) return redirect(hasHantForm(location) ? hantHref(location) : location);
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) return forward(answer, toTraditional(await answer.text()));
  if (!type.startsWith('text/html')) return answer.ok ? redirect(path + search) : forward(answer, await answer.text());
  return forward(answer, await convert(answer.status === 404 ? await ask(NOT_FOUND_PATH) : answer));
}

const ask = (path: string): Promise<Response> => fetch(originOfServer() + path, { redirect: 'manual' });

/** This server's own address: never taken from a request, which anybody may write. */
function originOfServer(): string {
  const { FINEWS_ORIGIN, VERCEL_URL, PORT } = process.env;
  return FINEWS_ORIGIN ?? (VERCEL_URL === undefined ? `http://127.0.0.1:${PORT ?? 3000}` : `https://${VERCEL_URL}`);
}

async function convert(page: Response): Promise<string> {
  const html = await page.text();
  const nonce = nonceOf(page.headers.get('content-security-policy') ?? undefined);
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
