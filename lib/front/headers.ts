/** Headers that every answer carries, whoever sends it; the Content-Security-Policy comes beside them. */
export const securityHeaders: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/**
 * Request header by which `proxy.ts`, or the front's worker, tells pages their path as it was asked for. Their params leave out a slash at the end,
 * and are percent-encoded at one time and decoded at another; behind the front they are `-` for every path of a page that takes all.
 */
export const PATH_HEADER = 'x-finews-path';

/** The same for the query, with its question mark; empty where there is none. */
export const QUERY_HEADER = 'x-finews-query';

/**
 * The host that requests of the front name, which no other can: platforms pass on those to hosts of theirs alone, and names
 * below `.invalid` have no address (RFC 6761). `proxy.ts` leaves these requests alone.
 */
export const FRONT_HOST = 'front.invalid';

/** Most bytes of a request's head: an address of 100,000 and its headers. */
export const MAX_HEAD_BYTES = 128 * 1024;
