import { headers } from 'next/headers';
import { notFound, permanentRedirect } from 'next/navigation';
import { getArchive } from '../lib/archive/index.ts';
import { PATH_HEADER, QUERY_HEADER } from '../lib/front/headers.ts';

/** The path that was asked for, percent-encoded. */
export async function readPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/';
}

/** Path and query that were asked for. */
export async function readAddress(): Promise<{ path: string; query: string }> {
  return { path: await readPath(), query: (await headers()).get(QUERY_HEADER) ?? '' };
}

/**
 * Decoded segments of the request's path, the last one empty where the path ends in a slash.
 * @param depth how many of the first segments are left out: those that are the route's own
 */
export async function readSegments(depth: number): Promise<string[]> {
  return (await readPath())
    .split('/')
    .slice(1 + depth)
    .map((segment) => decodeURIComponent(segment));
}

/**
 * The decoded path of segments, as the archive knows addresses: `/emnews/2022/02/22/a.html`, `/emnews/`. A segment that
 * holds an encoded slash makes a path that no article has.
 */
export function toPath(segments: readonly string[]): string {
  return `/${segments.map((segment) => segment.replaceAll('/', '%2F')).join('/')}`;
}

/** Sends on who asks for an old address; for every other one there is nothing. */
export async function redirectOrNotFound(path: string): Promise<never> {
  const target = await getArchive().getRedirect(path);
  if (target !== undefined) permanentRedirect(target);
  notFound();
}

/** Sends on who writes a slash behind the address of a page that has none; `href` is that address. */
export async function dropTrailingSlash(href: string): Promise<void> {
  if ((await readPath()).endsWith('/')) permanentRedirect(href);
}

/** A page of the listing of a category or a tag. */
interface NamedPage {
  name: string;
  page: number;
}

/** A page of the listing of a period, or of everything. */
interface PeriodPage {
  /** `2022`, `2022-02` or `2022-02-22`; absent for everything. */
  period?: string;
  page: number;
}

/** `<name>.html` and `<name>/<page>`, below `/category`. */
export function parseCategory(segments: readonly string[]): NamedPage | undefined {
  const [first = '', second, ...rest] = segments;
  if (second === undefined) {
    return first.endsWith('.html') ? { name: first.slice(0, -'.html'.length), page: 1 } : undefined;
  }
  const page = parseLaterPage(second);
  return page === undefined || rest.length > 0 ? undefined : { name: first, page };
}

/** `<tag>` and `<tag>/<page>`, below `/tag`, with a slash behind it or without. */
export function parseTag(segments: readonly string[]): NamedPage | undefined {
  const [name = '', second, ...rest] = withoutSlash(segments);
  const page = second === undefined ? 1 : parseLaterPage(second);
  return page === undefined || rest.length > 0 ? undefined : { name, page };
}

/** Nothing, `2022`, `2022/02`, `2022/02/22`, each with `/page/<page>` or without, below `/archive`, with a slash or without. */
export function parsePeriod(segments: readonly string[]): PeriodPage | undefined {
  const match = /^(?:(\d{4}(?:\/\d\d){0,2})(?:\/|$))?(?:page\/([^/]*))?$/.exec(withoutSlash(segments).join('/'));
  const page = match?.[2] === undefined ? 1 : parseLaterPage(match[2]);
  if (!match || page === undefined) return undefined;
  const period = match[1]?.replaceAll('/', '-');
  return { ...(period !== undefined && { period }), page };
}

function withoutSlash(segments: readonly string[]): readonly string[] {
  return segments.at(-1) === '' ? segments.slice(0, -1) : segments;
}

/** A page number as addresses spell it: from 2, since the first page has the shorter address. */
function parseLaterPage(text: string): number | undefined {
  return /^(?:[2-9]|[1-9]\d{1,8})$/.test(text) ? Number(text) : undefined;
}

/** Page number of a query; 1 where it names none. */
export function parseQueryPage(text: string | undefined): number | undefined {
  return text === undefined ? 1 : parseLaterPage(text);
}

/** Parameters of a query without surrounding space; of those that stand twice, the first. */
export function readQuery(query: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0]?.trim()]));
}
