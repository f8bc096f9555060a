import { findOwnAddress, isNextInternal, OWN_ADDRESSES, TRADITIONAL_PREFIX } from '../addresses.ts';

/** First segments below which one page takes every path. */
const CATCH_ALL = new Set(
  OWN_ADDRESSES.filter(({ kind, isFolder, path }) => kind === 'page' && isFolder && path !== TRADITIONAL_PREFIX).map(
    ({ path }) => path,
  ),
);

/**
 * The path by which Next finds the route for a canonical path. All paths of a page that takes every path below it become one,
 * since Next's router keeps each path that it has seen, up to 8 MB of them. The page reads its path from `PATH_HEADER`.
 */
export function toRoute(path: string): string {
  // Next redirects from doubled slashes itself.
  if (path.includes('//') || isNextInternal(path)) return path;
  const end = path.indexOf('/', 1);
  const first = end < 0 ? path : path.slice(0, end);
  if (CATCH_ALL.has(first)) return end < 0 || end === path.length - 1 ? path : `${first}/-`;
  // Next decodes names of files and routes; canonical paths of the portal's own addresses hold no escapes.
  return path === '/' || first === TRADITIONAL_PREFIX || findOwnAddress(path) ? path : '/-';
}
