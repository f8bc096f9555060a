import { TRADITIONAL_PREFIX } from '../addresses.ts';
import { withBase } from '../base-path.ts';
import { hasTraditionalForm, isTraditionalPath, simplifiedPath, traditionalHref } from './addresses.ts';
import { convertPage } from './convert-page.ts';
import { toTraditional } from './to-traditional.ts';

/** Headers of the simplified answer that the traditional one has too. */
const FORWARDED = ['content-type', 'cache-control', 'speculation-rules', 'x-robots-tag'];

/**
 * The answer of an address in traditional characters, made from the answer of its simplified form.
 * @param path canonical, with the prefix
 * @param query with its question mark, or empty
 * @param ask gives the answer of a simplified path, with the same query; HTML is without Next's scripts
 * @param siteUrl origin of the site, for absolute links
 */
export async function makeTraditional(
  path: string,
  query: string,
  ask: (path: string) => Promise<Response>,
  siteUrl: string,
): Promise<Response> {
  if (path === TRADITIONAL_PREFIX) return redirect(traditionalHref(withBase('/')));
  const simplified = simplifiedPath(path);
  // There is no traditional form of a traditional form.
  if (isTraditionalPath(simplified)) return new Response('404 Not Found\n', { status: 404 });
  const answer = await ask(simplified);
  const location = answer.headers.get('location');
  if (location !== null) return redirect(hasTraditionalForm(location) ? traditionalHref(location) : location);
  if (isFile(answer)) {
    await answer.body?.cancel();
    return redirect(withBase(simplified + query));
  }
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('application/json')) return forward(answer, toTraditional(await answer.text()));
  if (type.startsWith('text/html')) return forward(answer, convertPage(await answer.text(), siteUrl));
  return answer.ok ? redirect(withBase(simplified + query)) : forward(answer, await answer.text());
}

/** True for a file of the content folder, which nobody may make a page of the portal of. Pages are not sent in parts. */
const isFile = ({ headers }: Response): boolean => headers.has('accept-ranges');

function forward(answer: Response, body: string): Response {
  const headers = new Headers();
  for (const name of FORWARDED) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(body, { status: answer.status, headers });
}

const redirect = (location: string): Response => new Response(null, { status: 308, headers: { Location: location } });
