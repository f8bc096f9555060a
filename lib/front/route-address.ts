import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives Next one address for all pages of a route that takes every path below it. They read their path from `PATH_HEADER`, and
 * Next's router would keep each address that it is asked for, up to 8 MB of them.
 */
export class RouteAddresses {
  /** First segments below which a page takes every path; empty for the one that takes what nothing else does. */
  readonly #catchAll = new Set<string>();
  /** First segments of everything else, files in `public` among it. */
  readonly #others: Set<string>;

  /** @param root folder of the built application */
  constructor(root: string) {
    this.#others = new Set(['', '_next', ...readdirSync(join(root, 'public'))]);
    const manifest = readFileSync(join(root, '.next', 'app-path-routes-manifest.json'), 'utf8');
    for (const [entry, route] of Object.entries(JSON.parse(manifest) as Record<string, string>)) {
      const prefix = /^\/(?:([^/[]+)\/)?\[{1,2}\.{3}[^/]+$/.exec(route);
      if (prefix && entry.endsWith('/page')) this.#catchAll.add(prefix[1] ?? '');
      else this.#others.add(route.split('/')[1] ?? '');
    }
  }

  /** The path to ask Next for, so that it finds the route of this one; Next itself sends on who doubles a slash. */
  toRoute(path: string): string {
    if (path.includes('//')) return path;
    const [, first = '', rest] = /^\/([^/]*)(?:\/(.*))?$/.exec(path) ?? [];
    if (rest && this.#catchAll.has(first)) return `/${first}/-`;
    // Next finds files and routes without parameters by their decoded names, too; its own are nobody else's business.
    const decoded = decodeURIComponent(first);
    const name = decoded.startsWith('_') ? first : decoded;
    return this.#others.has(name) || this.#catchAll.has(first) ? path : '/-';
  }
}
