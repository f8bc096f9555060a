import { contentSecurityPolicy } from './csp.ts';
import { PATH_HEADER, POLICY_HEADER, QUERY_HEADER } from './headers.ts';

/**
 * Headers that a request for a page needs: its address, and a policy with a nonce of 128 random bits, which content cannot know.
 * @param path canonical
 * @param search with its question mark, or empty
 * @param development as for `contentSecurityPolicy`
 */
export function makePageHeaders(path: string, search: string, development = false) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const headers = {
    [POLICY_HEADER]: contentSecurityPolicy(nonce, development),
    [PATH_HEADER]: path,
    [QUERY_HEADER]: search,
  };
  return { nonce, headers };
}
