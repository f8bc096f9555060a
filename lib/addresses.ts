/** Addresses of this portal: how links are written, and which addresses the portal itself answers. */

import { encodeSegment, escapePath } from './address-parts/path-text.ts';
import { withBase } from './base-path.ts';

export { decodePath, escapePath, isUnaddressable, normalizePath } from './address-parts/path-text.ts';

/** The page for unknown addresses. Next answers them with an empty shell that needs scripts; this address gives the whole page. */
export const NOT_FOUND_PATH = '/_not-found';

/**
 * The page of a withdrawn article stands below it with status 200, for Next: its pages cannot answer 410. Nothing links there.
 */
export const WITHDRAWN_FOLDER = '/_withdrawn';

/** Jekyll's page for unknown addresses: its text stands on the portal's. It is no page of its own. */
export const NOT_FOUND_FILE = '/404.html';

/** Posts that are not published are shown below it, to who has a signed address. */
export const PREVIEW_FOLDER = '/preview';

/** Articles of the last two days, for search engines. */
export const NEWS_SITEMAP_PATH = '/news-sitemap.xml';

/** Pictures that are made lie below it: no content folder has a folder of this name. */
export const MADE_FOLDER = '/-';

/** Prefix of every page in traditional characters. */
export const TRADITIONAL_PREFIX = '/zh-hant';

/** Names of the search filters. They are parameters of `/search` and `/api/search`, and operators in a query. */
export const SEARCH_FILTERS = ['category', 'tag', 'source', 'stock', 'after', 'before'] as const;

export type SearchFilter = (typeof SEARCH_FILTERS)[number];

/** Parameters of a search, in the order in which links write them. */
export const SEARCH_PARAMETERS = ['q', ...SEARCH_FILTERS, 'sort'] as const;

/** The same for the feed of a search, which always has the newest article first. */
const FEED_SEARCH_PARAMETERS = ['q', ...SEARCH_FILTERS] as const;

/** An address that the portal answers itself, so that no post can have it. */
export interface OwnAddress {
  /** Decoded path, without a trailing slash. */
  path: string;
  /**
   * `page`: HTML, which has a form in traditional characters. `document`: the same in both forms, made by a route handler that
   * sets its own `Cache-Control`. `file`: a file in `public`.
   */
  kind: 'page' | 'document' | 'file';
  /** True if the portal answers every path below it too. */
  isFolder?: true;
  /** True if a file of the content folder at this address goes before it. */
  yields?: true;
  /** What it answers below it alone, and not itself: whatever else is there, posts may have. */
  names?: RegExp;
  /** True for a folder that has no page of its own. */
  isEmpty?: true;
  /** True if every value of a parameter counts, and not the first alone. */
  takesLists?: true;
  /** Query parameters that it reads, in canonical order; it ignores all others. */
  parameters?: readonly string[];
}

/** What stands behind the folder in the address of a story. */
const STORY_NAME = /^[a-z2-9]{14}(?:\/\d+)?(?:\/index\.html)?$/;

/**
 * What stands below `/stock`: a stock in any form, also with a dot or hyphen before a class of shares, as in `BRK.B`, and a page of it. The
 * endings of files are no classes.
 */
const STOCK_NAME = /^\w{1,16}(?:-[A-Za-z]{1,3}|\.[A-Z]{1,3}|\.[a-z])?(?:\/\d+)?(?:\/index\.html)?$/;

/** Every address of the portal's own; a test compares it with the built routes and with `public`. */
export const OWN_ADDRESSES: readonly OwnAddress[] = [
  { path: '/', kind: 'page' },
  { path: '/categories', kind: 'page' },
  { path: '/search', kind: 'page', parameters: [...SEARCH_PARAMETERS, 'page'] },
  { path: '/html_News/NewsShare.html', kind: 'page', parameters: ['infoCode'] },
  { path: '/category', kind: 'page', isFolder: true, isEmpty: true },
  { path: '/tag', kind: 'page', isFolder: true, isEmpty: true },
  // A category may have one of these names.
  { path: '/stock', kind: 'page', isFolder: true, names: STOCK_NAME },
  { path: '/stocks', kind: 'page' },
  {
    path: '/stocks',
    kind: 'page',
    isFolder: true,
    names: /^(?:[a-z]{2}(?:\/\d+)?|\d+|index\.html)(?:\/index\.html)?$/i,
  },
  { path: '/archive', kind: 'page', isFolder: true },
  { path: '/mix', kind: 'page', isFolder: true },
  { path: '/mix', kind: 'page', parameters: ['s'], takesLists: true },
  { path: '/kept', kind: 'page' },
  { path: '/story', kind: 'page', isFolder: true, names: STORY_NAME },
  { path: PREVIEW_FOLDER, kind: 'page', isFolder: true, parameters: ['expires', 'signature'] },
  { path: TRADITIONAL_PREFIX, kind: 'page', isFolder: true },
  // Redirects to the home page.
  { path: '/index.html', kind: 'page' },
  { path: NOT_FOUND_FILE, kind: 'page' },
  ...['/stories.xml', '/stories.rss', '/stories.json'].map((path) => ({ path, kind: 'document' }) as const),
  ...['/feed.xml', '/feed.rss', '/feed.json'].map(
    (path) => ({ path, kind: 'document', parameters: ['archive'] }) as const,
  ),
  ...['/feed/search.xml', '/feed/search.rss', '/feed/search.json'].map(
    (path) => ({ path, kind: 'document', parameters: [...FEED_SEARCH_PARAMETERS, 'archive'] }) as const,
  ),
  { path: '/feed', kind: 'document', isFolder: true, parameters: ['archive'] },
  { path: '/feeds.opml', kind: 'document' },
  { path: '/sitemap.xml', kind: 'document' },
  { path: '/sitemap', kind: 'document', isFolder: true },
  { path: NEWS_SITEMAP_PATH, kind: 'document' },
  { path: '/news-sitemap', kind: 'document', isFolder: true },
  { path: '/robots.txt', kind: 'document', yields: true },
  { path: '/llms.txt', kind: 'document', yields: true },
  { path: '/opensearch.xml', kind: 'document' },
  { path: '/speculation-rules.json', kind: 'document' },
  { path: '/healthz', kind: 'document' },
  { path: '/readyz', kind: 'document' },
  { path: '/api', kind: 'document', isFolder: true },
  { path: '/api/search', kind: 'document', parameters: [...SEARCH_PARAMETERS, 'limit', 'cursor'] },
  { path: '/api/articles', kind: 'document', parameters: ['category', 'tag', 'stock', 'period', 'page'] },
  { path: '/api/suggest', kind: 'document', parameters: ['q'] },
  { path: '/api/arrivals', kind: 'document', parameters: ['listing', 'after'] },
  { path: '/api/qr', kind: 'document', parameters: ['path'] },
  { path: MADE_FOLDER, kind: 'document', isFolder: true },
  { path: '/client', kind: 'file', isFolder: true },
  { path: '/favicon.ico', kind: 'file', yields: true },
  { path: '/icon.svg', kind: 'file', yields: true },
  { path: '/apple-touch-icon.png', kind: 'file', yields: true },
];

const EXACT = new Map(OWN_ADDRESSES.filter(({ names }) => !names).map((address) => [address.path, address]));
const FOLDERS = new Map(OWN_ADDRESSES.filter(({ isFolder }) => isFolder).map((address) => [address.path, address]));

/**
 * The portal's own address that answers a path; `undefined` if none does.
 * @param path decoded; a trailing slash makes no difference
 */
export function findOwnAddress(path: string): OwnAddress | undefined {
  const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const end = plain.indexOf('/', 1);
  const exact = EXACT.get(plain);
  if (exact || end < 0) return exact;
  const folder = FOLDERS.get(plain.slice(0, end));
  return folder?.names && !folder.names.test(plain.slice(end + 1)) ? undefined : folder;
}

/**
 * The portal's own page that is meant by an address with `.html` behind: `/search` for `/search.html`.
 * @param path decoded
 */
export function findOwnPage(path: string): string | undefined {
  const own = EXACT.get(/^(.+)\.html?$/.exec(path)?.[1] ?? '');
  return own?.kind === 'page' && !own.isEmpty && own.path !== TRADITIONAL_PREFIX ? own.path : undefined;
}

/** True for a path that Next keeps for itself: assets, internal pages, and component payloads for its client router. */
export function isNextInternal(path: string): boolean {
  return path.startsWith('/_') || path.endsWith('.rsc');
}

/** A decoded path of this portal, ready for `href` and `Location`. This and what follows have the base of the portal. */
export const pathHref = (path: string): string => withBase(escapePath(path));

export function categoryHref(name: string, page = 1): string {
  return withBase(page === 1 ? `/category/${encodeSegment(name)}.html` : `/category/${encodeSegment(name)}/${page}`);
}

export function tagHref(tag: string, page = 1): string {
  return withBase(page === 1 ? `/tag/${encodeSegment(tag)}` : `/tag/${encodeSegment(tag)}/${page}`);
}

/** Listing of a period (`2022`, `2022-02`, `2022-02-22`), or of all articles if `period` is empty. */
export function archiveHref(period = '', page = 1): string {
  const path = ['/archive', ...period.split('-').filter(Boolean)].join('/');
  return withBase(page === 1 ? path : `${path}/page/${page}`);
}

/** Articles of several categories, and the form that chooses these (`edit`). `lib/pages/mix.ts` reads it. */
export const mixHref = (names: readonly string[], part: number | 'edit' = 1): string =>
  withBase(`/mix/${mixSegment(names)}${part === 1 ? '' : `/${part}`}`);

const mixSegment = (names: readonly string[]): string => encodeSegment(joinMix(names));

/** Names with a `+` between them; `%` and `+` in a name are escaped. */
export const joinMix = (names: readonly string[]): string =>
  names.map((name) => name.replace(/[%+]/g, encodeURIComponent)).join('+');

/** A story, without the base of the portal. */
export const storyPath = (id: string): string => `/story/${id}`;

export const storyHref = (id: string, page = 1): string => withBase(storyPath(id) + (page === 1 ? '' : `/${page}`));

/** The parameters of a search page. */
export interface SearchAddress extends Partial<Record<SearchFilter, string>> {
  q: string;
  sort?: 'date';
}

/** Parameters have a fixed order, so that the same search has one address. */
export function searchHref(search: SearchAddress, page = 1): string {
  const parameters = new URLSearchParams();
  for (const name of SEARCH_PARAMETERS) {
    if (search[name] !== undefined) parameters.set(name, search[name]);
  }
  if (page > 1) parameters.set('page', String(page));
  return withBase(`/search?${parameters}`);
}

/** Endings of feeds: Atom, RSS 2.0 and JSON Feed. */
export const FEED_FORMATS = ['xml', 'rss', 'json'] as const;

export type FeedFormat = (typeof FEED_FORMATS)[number];

/** Media types of the formats. */
export const FEED_TYPES: Readonly<Record<FeedFormat, string>> = {
  xml: 'application/atom+xml',
  rss: 'application/rss+xml',
  json: 'application/feed+json',
};

/** What a feed follows. */
export type FeedSubject =
  | { kind: 'latest' }
  | { kind: 'stories' }
  | { kind: 'category' | 'tag' | 'stock'; name: string }
  | { kind: 'mix'; names: readonly string[] }
  | { kind: 'search'; search: Omit<SearchAddress, 'sort'> };

/** A feed. @param archive number of a document of older articles; the newest articles, where absent */
export function feedHref(subject: FeedSubject, format: FeedFormat = 'xml', archive?: number): string {
  const parameters = new URLSearchParams();
  if (subject.kind === 'search') {
    for (const name of FEED_SEARCH_PARAMETERS) {
      if (subject.search[name] !== undefined) parameters.set(name, subject.search[name]);
    }
  }
  if (archive !== undefined) parameters.set('archive', String(archive));
  const query = parameters.size === 0 ? '' : `?${parameters}`;
  return withBase(`${feedPath(subject)}.${format}${query}`);
}

function feedPath(subject: FeedSubject): string {
  switch (subject.kind) {
    case 'latest':
      return '/feed';
    case 'stories':
      return '/stories';
    case 'category':
      return `/feed/${encodeSegment(subject.name)}`;
    case 'tag':
    case 'stock':
      return `/feed/${subject.kind}/${encodeSegment(subject.name)}`;
    case 'mix':
      return `/feed/mix/${mixSegment(subject.names)}`;
    case 'search':
      return '/feed/search';
    default:
      return subject satisfies never;
  }
}

/** Ending of articles as Markdown. */
const MARKDOWN_ENDING = '.md';
const INDEX_FILE = 'index.html';

/** Address of an article as Markdown: its own with `.md` behind, and `index.html.md` behind a folder (llmstxt.org). */
export const markdownHref = (href: string): string =>
  `${href}${href.endsWith('/') ? INDEX_FILE : ''}${MARKDOWN_ENDING}`;

/** The address that `markdownHref` was given; `undefined` for another one. */
export function markdownSourceOf(path: string): string | undefined {
  if (!path.endsWith(MARKDOWN_ENDING)) return undefined;
  const source = path.slice(0, -MARKDOWN_ENDING.length);
  return source.endsWith(`/${INDEX_FILE}`) ? source.slice(0, -INDEX_FILE.length) : source;
}

/** The feeds of the categories of a mix, as OPML. */
export const mixFeedsHref = (names: readonly string[]): string => withBase(`/feed/mix/${mixSegment(names)}.opml`);

export function sitemapPartHref(part: number): string {
  return withBase(`/sitemap/${part}.xml`);
}

export function newsSitemapPartHref(part: number): string {
  return withBase(`/news-sitemap/${part}.xml`);
}

/** Bytes that the largest QR code holds at error correction level M (ISO/IEC 18004, version 40-M). */
const MAX_QR_BYTES = 2_331;

/** True for a URL that fits into a QR code with error correction level M. */
export function fitsQrCode(url: string): boolean {
  return Buffer.byteLength(url) <= MAX_QR_BYTES;
}
