import type { IncomingMessage } from 'node:http';
import { isHantPath, withoutHant } from '../traditional/addresses.ts';

/** Why a request is refused before anybody is asked. */
export interface Refusal {
  status: 400 | 404 | 405 | 414;
  /** Names in lower case. */
  headers?: Record<string, string>;
}

/** Longest path and query, in bytes: addresses of articles stay below, and searches of 10,000 characters fit. */
const MAX_PATH_BYTES = 4_096;
const MAX_QUERY_BYTES = 100_000;

/** What a search may be narrowed by, on its page and for programs. */
const SEARCH = ['q', 'category', 'tag', 'source', 'after', 'before', 'sort'] as const;

/** Parameters that pages read; all others would only make the same page another address. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  '/search': [...SEARCH, 'page'],
  '/api/search': [...SEARCH, 'limit', 'cursor'],
  '/api/suggest': ['q'],
  '/api/arrivals': ['listing', 'after'],
  '/api/qr': ['path'],
  '/html_News/NewsShare.html': ['infoCode'],
};

/** What a request asks for, as it is passed on, or why it is refused. */
export function checkRequest({ method, url = '', headers }: IncomingMessage): { url: string } | Refusal {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } };
  if (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined) return { status: 400 };
  const [path = '', ...rest] = url.split('?');
  const query = rest.join('?');
  if (path.length > MAX_PATH_BYTES || query.length > MAX_QUERY_BYTES) return { status: 414 };
  if (!isWellFormed(path)) return { status: 400 };
  // Next's own machinery is nobody else's business.
  if (/^(?:\/zh-hant)?\/_/.test(path) || path.endsWith('.rsc')) return { status: 404 };
  const known = PARAMETERS[isHantPath(path) ? withoutHant(path) : path];
  const parameters = known ? query.split('&').filter((parameter) => known.includes(parameter.split('=')[0] ?? '')) : [];
  return { url: parameters.length > 0 ? `${path}?${parameters.join('&')}` : path };
}

/** An absolute path (RFC 9112, origin-form) whose escapes are UTF-8 and hold no control character. */
function isWellFormed(path: string): boolean {
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return false;
  try {
    return !/[\p{Cc}\\]/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
