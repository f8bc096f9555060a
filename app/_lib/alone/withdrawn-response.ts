import { WITHDRAWN_FOLDER } from '../../../lib/addresses.ts';
import { contentSecurityPolicy } from '../../../lib/front/csp.ts';
import { PAGE_HEADERS, POLICY_HEADER } from '../../../lib/front/headers.ts';
import { askOwnServer } from '../own-server.ts';

/**
 * The page of a withdrawn article with status 410, which no page of Next can have: this server is asked for the page, and its bytes
 * are sent with the other status.
 * @param path canonical
 */
export async function respondWithWithdrawn(path: string): Promise<Response> {
  const page = await askOwnServer(WITHDRAWN_FOLDER + path);
  return new Response(page.body, {
    status: 410,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      [POLICY_HEADER]: contentSecurityPolicy(),
      ...PAGE_HEADERS,
    },
  });
}
