import { headers } from 'next/headers';
import { notFound, permanentRedirect } from 'next/navigation';
import { findOwnAddress } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import { PATH_HEADER, QUERY_HEADER, SECRET_HEADER, SECRET_VARIABLE } from '../../lib/front/headers.ts';

/** The canonical path of the request. */
export async function readPath(): Promise<string> {
  return (await readAddress()).path;
}

/**
 * Canonical path and query of the request; the query has its question mark, or is empty. A request with a wrong secret has skipped
 * `proxy.ts` without coming from the front's worker: its headers are the client's own, and it gets `/`.
 */
export async function readAddress(): Promise<{ path: string; query: string }> {
  const list = await headers();
  const secret = list.get(SECRET_HEADER);
  if (secret !== null && secret !== process.env[SECRET_VARIABLE]) return { path: '/', query: '' };
  return { path: list.get(PATH_HEADER) ?? '/', query: list.get(QUERY_HEADER) ?? '' };
}

/**
 * Decoded segments of the request's path, the last one empty if the path ends in a slash.
 * @param depth number of leading segments to leave out: those of the route itself
 */
export async function readSegments(depth: number): Promise<string[]> {
  return (await readPath())
    .split('/')
    .slice(1 + depth)
    .map((segment) => decodeURIComponent(segment));
}

/**
 * The decoded path of segments, as the archive stores addresses: `/emnews/2022/02/22/a.html`, `/emnews/`. A slash in a segment
 * stays encoded, so that the path is that of no article.
 */
export function toPath(segments: readonly string[]): string {
  return `/${segments.map((segment) => segment.replaceAll('/', '%2F')).join('/')}`;
}

/** Name of the file that a web server sends for a folder; here it is another address of the folder. */
const INDEX_FILE = 'index.html';

/** Answers an address that nothing has: 308 to the address that replaces it, else 404. */
export async function redirectOrNotFound(path: string): Promise<never> {
  const target = await findRedirect(path);
  if (target !== undefined) permanentRedirect(target);
  notFound();
}

async function findRedirect(path: string): Promise<string | undefined> {
  const archive = getArchive();
  if (!path.endsWith(`/${INDEX_FILE}`)) return archive.getRedirect(path);
  const folder = path.slice(0, -INDEX_FILE.length);
  const own = findOwnAddress(folder);
  if (own?.kind === 'page' && !own.isFolder) return own.path;
  return (await archive.getRedirect(path)) ?? archive.getRedirect(folder);
}

/** Redirects from an address that ends in `/` or `/index.html` to the address of the page, `href`. */
export async function redirectToPage(href: string): Promise<void> {
  const path = await readPath();
  if (path !== href && (path.endsWith('/') || path.endsWith(`/${INDEX_FILE}`))) permanentRedirect(href);
}

/** A page of the listing of a category or a tag. */
interface NamedPage {
  name: string;
  page: number;
}

/** A page of the listing of a period, or of all articles. */
interface PeriodPage {
  /** `2022`, `2022-02` or `2022-02-22`; absent for all articles. */
  period?: string;
  page: number;
}

/** `<name>.html`, and `<name>/<page>` with an optional slash or `index.html`, below `/category`. */
export function parseCategory(segments: readonly string[]): NamedPage | undefined {
  const [first = '', second, ...rest] = segments.length > 2 ? dropIndex(segments) : segments;
  if (second === undefined) {
    return first.endsWith('.html') ? { name: first.slice(0, -'.html'.length), page: 1 } : undefined;
  }
  const page = parseLaterPage(second);
  return page === undefined || rest.length > 0 ? undefined : { name: first, page };
}

/** `<tag>` and `<tag>/<page>` with an optional slash or `index.html`, below `/tag`. */
export function parseTag(segments: readonly string[]): NamedPage | undefined {
  const [name = '', second, ...rest] = segments.length > 1 ? dropIndex(segments) : segments;
  const page = second === undefined ? 1 : parseLaterPage(second);
  return page === undefined || rest.length > 0 ? undefined : { name, page };
}

/**
 * Nothing, `2022`, `2022/02` or `2022/02/22`, each with an optional `/page/<page>` and an optional slash or `index.html`, below
 * `/archive`.
 */
export function parsePeriod(segments: readonly string[]): PeriodPage | undefined {
  const match = /^(?:(\d{4}(?:\/\d\d){0,2})(?:\/|$))?(?:page\/([^/]*))?$/.exec(dropIndex(segments).join('/'));
  const page = match?.[2] === undefined ? 1 : parseLaterPage(match[2]);
  if (!match || page === undefined) return undefined;
  const period = match[1]?.replaceAll('/', '-');
  return { ...(period !== undefined && { period }), page };
}

/** Segments without a last one that only says that the path is a folder. */
function dropIndex(segments: readonly string[]): readonly string[] {
  const last = segments.at(-1);
  return last === '' || last === INDEX_FILE ? segments.slice(0, -1) : segments;
}

/** A page number as addresses write it: from 2, since the first page has a shorter address. */
function parseLaterPage(text: string): number | undefined {
  return /^(?:[2-9]|[1-9]\d{1,8})$/.test(text) ? Number(text) : undefined;
}

/** Page number of a query; 1 if it has none, `undefined` for anything but a number from 2. */
export function parseQueryPage(text: string | undefined): number | undefined {
  return text === undefined ? 1 : parseLaterPage(text);
}

/** Parameters of a query without surrounding space. The first of several with the same name counts, as in `URLSearchParams.get`. */
export function readQuery(query: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]?.trim()]));
}
