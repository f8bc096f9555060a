import { withBase } from '../base-path.ts';
import { contentSecurityPolicy } from './csp.ts';

/** Headers of every answer, whoever sends it. The Content-Security-Policy is set beside them. */
export const securityHeaders: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Header of the policy. Next reads the nonce for its scripts from the request; the browser reads it from the answer. */
export const POLICY_HEADER = 'content-security-policy';

/** Headers of every answer of the front, names in lower case. */
export const CONSTANT_HEADERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(securityHeaders).map(([name, value]) => [name.toLowerCase(), value])),
  [POLICY_HEADER]: contentSecurityPolicy(),
};

/** `Cache-Control` of pages: a CDN answers from its cache and fetches the page again in the background. */
export const PAGE_CACHE_CONTROL = 'public, max-age=0, s-maxage=1, stale-while-revalidate=300';

/** Headers of pages beside those of every answer. */
export const PAGE_HEADERS = {
  'Cache-Control': PAGE_CACHE_CONTROL,
  // A structured field (RFC 9651) that holds a string.
  'Speculation-Rules': `"${withBase('/speculation-rules.json')}"`,
};

/** Headers of what is for one reader alone: no cache keeps it, and no search engine lists it. */
export const PRIVATE_HEADERS = { 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex, nofollow' } as const;

/**
 * Request header with the canonical path of a page, set by `proxy.ts`. Route params cannot replace it: they lack a trailing slash,
 * and Next decodes them in some places only.
 */
export const PATH_HEADER = 'x-finews-path';

/** Request header with the query of a page: with its question mark, or empty. */
export const QUERY_HEADER = 'x-finews-query';

/** Response header of a worker: the state in which it has answered. Answers without it do not say what they depend on. */
export const STATE_HEADER = 'x-finews-state';

/** Request header to a worker: a state that readers have seen, so that the answer is not of an older one. */
export const LEAST_STATE_HEADER = 'x-finews-least-state';

/** Response header of a worker: the marks of what it has read, as percent-encoded JSON. */
export const MARKS_HEADER = 'x-finews-marks';

/**
 * Response header of a worker: the file of the content folder that is at the address, which the front sends from the disk. Its path,
 * percent-encoded, a space, and its version.
 */
export const FILE_HEADER = 'x-finews-file';

/**
 * Response header of a worker: the picture that is to be made for the address (`PictureOrder`), as percent-encoded JSON. Its `Location`
 * is what readers get where it cannot be made.
 */
export const PICTURE_HEADER = 'x-finews-picture';

/** Largest head of a request, in bytes: a query of `MAX_QUERY_BYTES` and its headers fit. */
export const MAX_HEAD_BYTES = 128 * 1024;
