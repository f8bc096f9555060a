import { NOT_FOUND_PATH } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { withBase } from '../../../lib/base-path.ts';
import { POLICY_HEADER } from '../../../lib/front/headers.ts';
import { isTraditionalPath, makeTraditional } from '../../../lib/traditional/index.ts';
import { leanHtml, nonceOf } from '../../_lib/lean-html.ts';
import { notFound } from '../../_lib/not-found-text.ts';
import { readAddress } from '../../_lib/request.ts';

/** Renders at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** Any page in traditional characters: asks this server for the page, and converts the answer. */
export async function GET(request: Request): Promise<Response> {
  const { path } = await readAddress();
  if (!isTraditionalPath(path)) return notFound();
  const { search } = new URL(request.url);
  const { url } = await getArchive().getSite();
  return makeTraditional(path, search, async (simplified) => withoutScripts(await askWhole(simplified + search)), url);
}

/** Next answers `notFound()` with an empty shell; the whole page of 404 has an address of its own. */
async function askWhole(address: string): Promise<Response> {
  const answer = await ask(address);
  const isShell = answer.status === 404 && answer.headers.get('content-type')?.startsWith('text/html');
  if (!isShell) return answer;
  const page = await ask(NOT_FOUND_PATH);
  return new Response(page.body, { status: 404, headers: page.headers });
}

const ask = (address: string): Promise<Response> => fetch(originOfServer() + withBase(address), { redirect: 'manual' });

/**
 * This server's own address. It is never taken from a request, whose `Host` the client chooses. By name, since it may
 * listen on either address of the loopback.
 */
function originOfServer(): string {
  const { VERCEL_URL, PORT } = process.env;
  return VERCEL_URL === undefined ? `http://localhost:${PORT ?? 3000}` : `https://${VERCEL_URL}`;
}

async function withoutScripts(answer: Response): Promise<Response> {
  if (!answer.headers.get('content-type')?.startsWith('text/html')) return answer;
  const nonce = nonceOf(answer.headers.get(POLICY_HEADER) ?? '');
  if (nonce === undefined) return answer;
  return new Response(leanHtml(await answer.text(), nonce), answer);
}
