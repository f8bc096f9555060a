import { withBase } from '../../lib/base-path.ts';
import { POLICY_HEADER } from '../../lib/front/headers.ts';
import { leanHtml, nonceOf } from './lean-html.ts';

/** Asks this server itself. HTML comes without Next's scripts. @param address canonical path and query, without the base of the portal */
export async function askOwnServer(address: string): Promise<Response> {
  return withoutScripts(await fetch(originOfServer() + withBase(address), { redirect: 'manual' }));
}

/**
 * This server's own address. It is never taken from a request, whose `Host` the client chooses. By name, since it may listen on either
 * address of the loopback.
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
