import { contentSecurityPolicy } from './csp.ts';
import { PATH_HEADER, QUERY_HEADER } from './headers.ts';

/** Header of the policy, of which the request has to tell Next the nonce, and the answer the browser. */
export const POLICY_HEADER = 'content-security-policy';

/**
 * What a request for a page carries: its address as it was asked for, and a policy with a nonce of 128 random bits, which no
 * content can know.
 * @param development as for `contentSecurityPolicy`
 */
export function makePageHeaders({ pathname, search }: Pick<URL, 'pathname' | 'search'>, development = false) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  return {
    [POLICY_HEADER]: contentSecurityPolicy(nonce, development),
    [PATH_HEADER]: pathname,
    [QUERY_HEADER]: search,
  };
}
