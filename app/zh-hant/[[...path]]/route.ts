import { NOT_FOUND_PATH } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { isTraditionalPath, makeTraditional } from '../../../lib/traditional/index.ts';
import { notFound } from '../../_lib/not-found-text.ts';
import { askOwnServer } from '../../_lib/own-server.ts';
import { readAddress } from '../../_lib/request.ts';

/** Renders at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** Any page in traditional characters: asks this server for the page, and converts the answer. */
export async function GET(request: Request): Promise<Response> {
  const { path } = await readAddress();
  if (!isTraditionalPath(path)) return notFound();
  const { search } = new URL(request.url);
  const { url } = await getArchive().getSite();
  return makeTraditional(path, search, (simplified) => askWhole(simplified + search), url);
}

/** Next answers `notFound()` with an empty shell; the whole page of 404 has an address of its own. */
async function askWhole(address: string): Promise<Response> {
  const answer = await askOwnServer(address);
  const isShell = answer.status === 404 && answer.headers.get('content-type')?.startsWith('text/html');
  if (!isShell) return answer;
  const page = await askOwnServer(NOT_FOUND_PATH);
  return new Response(page.body, { status: 404, headers: page.headers });
}
