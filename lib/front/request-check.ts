import type { IncomingMessage } from 'node:http';
import { findOwnAddress, isNextInternal, normalizePath } from '../addresses.ts';
import { resolveRequest } from '../base-path.ts';
import { isTraditionalPath, simplifiedPath } from '../traditional/addresses.ts';

/** Why the front refuses a request, or where it sends it, without asking the upstream. */
export interface Refusal {
  status: 307 | 400 | 404 | 405 | 414;
  /** Names in lower case. */
  headers?: Record<string, string>;
}

/** What a request asks for, in canonical form, without the base of the portal. */
export interface CheckedRequest {
  path: string;
  /** Without its question mark; empty if no parameter is left. */
  query: string;
}

/** Longest path and query, in bytes: addresses of articles and searches of 10,000 characters are shorter. */
const MAX_PATH_BYTES = 4_096;
const MAX_QUERY_BYTES = 100_000;

/** True for a request that announces content (RFC 9112, 6). The front takes none, so that nothing can be smuggled in it. */
export function hasContent({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

/** Brings a request's address into canonical form, which is its cache key and what the upstream is asked for, or refuses it. */
export function checkRequest(request: IncomingMessage): CheckedRequest | Refusal {
  const { method, url = '' } = request;
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } };
  if (hasContent(request)) return { status: 400 };
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  if (rawPath.length > MAX_PATH_BYTES || rawQuery.length > MAX_QUERY_BYTES) return { status: 414 };
  const asked = normalizePath(rawPath);
  if (asked === undefined) return { status: 400 };
  const resolved = resolveRequest(asked);
  if (!resolved) return { status: 404 };
  if ('location' in resolved) return { status: 307, headers: { location: resolved.location } };
  const { path } = resolved;
  return { path, query: normalizeQuery(path, rawQuery) };
}

/** True for a path that has no answer: Next's internal ones, and a traditional form of a traditional form. */
export function isUnanswered(path: string): boolean {
  if (!isTraditionalPath(path)) return isNextInternal(path);
  const simplified = simplifiedPath(path);
  return isTraditionalPath(simplified) || isNextInternal(simplified);
}

/**
 * The parameters that the address reads, the first of each name where it takes no lists, in the order of `OWN_ADDRESSES`: the others
 * would only give the same page further addresses.
 */
function normalizeQuery(path: string, query: string): string {
  const { parameters, takesLists } = findOwnAddress(simplifiedPath(path)) ?? {};
  if (!parameters || query === '') return '';
  const asked = new URLSearchParams(query);
  const kept = new URLSearchParams();
  for (const name of parameters) {
    const values = asked.getAll(name);
    for (const value of takesLists ? values : values.slice(0, 1)) kept.append(name, value);
  }
  return kept.toString();
}
