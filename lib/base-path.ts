/**
 * The folder of its host that the portal lies in: `baseurl` of `_config.yml`. Paths of the portal, in requests that were checked, in
 * the archive and in cache keys, are without it; what stands in links, feeds and `Location` has it.
 */

/** Percent-encoded, with a slash before it and none behind it; empty for the root of the host. A worker is told by its parent. */
let basePath = process.env.FINEWS_BASE_PATH ?? '';

/** To be called once, when a process starts. @param base as above */
export function setBasePath(base: string): void {
  basePath = base;
}

export const getBasePath = (): string => basePath;

/** The address of a percent-encoded path of the portal, or of a path with query. */
export const withBase = (path: string): string => basePath + path;

/**
 * What follows the base in an address, query and fragment included; empty for the base itself.
 * @returns `undefined` for an address elsewhere
 */
export function withoutBase(address: string, base: string = basePath): string | undefined {
  if (base === '') return address;
  const rest = address.startsWith(base) ? address.slice(base.length) : undefined;
  return rest === undefined || rest === '' || /^[/?#]/.test(rest) ? rest : undefined;
}

/** What the portal answers at the root of its host as well: crawlers, and who watches the server, ask nowhere else. */
const AT_ROOT = ['/robots.txt', '/healthz', '/readyz'];

/**
 * What a request means. The root of the host leads to the home page, which is at the base without its slash too.
 * @param path canonical, as it was asked for
 * @returns `undefined` for a path outside of the base
 */
export function resolveRequest(path: string): { path: string } | { location: string } | undefined {
  const own = withoutBase(path);
  if (own !== undefined) return { path: own || '/' };
  if (path === '/') return { location: withBase('/') };
  return AT_ROOT.includes(path) ? { path } : undefined;
}
