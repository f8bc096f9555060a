import {
  decodePath,
  findOwnAddress,
  findOwnPage,
  NOT_FOUND_FILE,
  NOT_FOUND_PATH,
  pathHref,
  searchHref,
  storyHref,
} from '../addresses.ts';
import type { Archive } from '../archive/index.ts';
import { withBase } from '../base-path.ts';
import { stocksHref } from '../stocks/index.ts';
import { findFileRedirect, INDEX_FILE, readFile, readYieldedFile } from './file.ts';
import { dropIndex, listingHref, parseLaterPage, readListing } from './listing.ts';
import { readMix } from './mix.ts';
import type { FilePage, Frame, NotFoundPage, Page, PageContent, Redirect, StoryPage } from './page.ts';
import { readSearch } from './search.ts';
import { findStockRedirect, readStocks } from './stocks.ts';

/** Categories of the home page, and articles of each. */
const HOME_CATEGORIES = 12;
const HOME_ARTICLES_EACH = 5;
/** Stories of the home page, and articles of each behind the earliest one. */
const HOME_STORIES = 10;
const HOME_STORY_ARTICLES = 6;
/** Stories without an article since so long before the archive's newest one lead no more, in seconds. */
const LEADING_AGE = 3 * 86_400;
/** Weeks of a category that stand beside its name among all categories. */
const SPARKLINE_WEEKS = 12;
/** Copies of an article and related articles below it at most. */
const COPIES = 10;
const RELATED = 6;

/** An address as it was asked for. */
export interface PageRequest {
  /** Percent-encoded, well-formed. */
  path: string;
  /** With its question mark; empty where there is none. */
  query: string;
  /** Seconds since 1970. */
  now: number;
}

/**
 * Everything that an address shows. A pure function of the address, the day and the archive.
 * Several questions to the archive: to see one state, ask within `observe`.
 */
export async function readPage(archive: Archive, request: PageRequest): Promise<Page | Redirect | FilePage> {
  const content = await readContent(archive, request);
  if (content.kind === 'redirect' || content.kind === 'file') return content;
  if (content.kind !== 'not-found') return { kind: 'page', frame: await readFrame(archive, request), content };
  // The page of 404 is the same at every address.
  const shown = { ...request, path: NOT_FOUND_PATH, query: '' };
  return { kind: 'page', frame: await readFrame(archive, shown), content: await readNotFound(archive) };
}

/** The page of 404. */
export async function readNotFound(archive: Archive): Promise<NotFoundPage> {
  const page = await archive.getPage(NOT_FOUND_FILE);
  return { kind: 'not-found', ...(page && { page }) };
}

/** What stands around every page. */
export async function readFrame(archive: Archive, { path, query, now }: PageRequest): Promise<Frame> {
  const [site, navigation] = [await archive.getSite(), await archive.listNavigation()];
  return { site, navigation, hasStocks: await archive.hasStocks(), now, path, query };
}

/** The file of the content folder that is sent at an address; `undefined` where something goes before it, or there is none. */
export async function readServedFile(archive: Archive, path: string): Promise<FilePage | undefined> {
  const decoded = decodePath(path);
  // Most addresses are those of pages, and cost one question.
  if (!(await readFile(archive, decoded))) return undefined;
  const content =
    (await readYieldedFile(archive, decoded)) ?? (await readContent(archive, { path, query: '', now: 0 }));
  return content.kind === 'file' ? content : undefined;
}

/** Whether an address is that of an article which is withdrawn. @param path canonical */
export async function isWithdrawn(archive: Archive, path: string): Promise<boolean> {
  // Most addresses are none, and cost one question.
  if (!(await archive.getWithdrawal(decodePath(path)))) return false;
  return (await readContent(archive, { path, query: '', now: 0 })).kind === 'withdrawn';
}

/** Whether an article, a page, a file or a redirect has an address. @param path canonical */
export async function isTaken(archive: Archive, path: string): Promise<boolean> {
  const { kind } = await readContent(archive, { path, query: '', now: 0 });
  return kind !== 'not-found' && kind !== 'withdrawn';
}

async function readContent(archive: Archive, { path, query }: PageRequest): Promise<PageContent | Redirect | FilePage> {
  const segments = path.split('/').slice(1).map(decodeURIComponent);
  const own = await readOwnPage(archive, path, segments, new URLSearchParams(query));
  if (!own) return readContentAt(archive, decodePath(path));
  // A page has one address; with a slash or an index file behind it, it leads there.
  const href = hrefOf(own);
  const isFolder = path.endsWith('/') || path.endsWith(`/${INDEX_FILE}`);
  return href !== undefined && href !== withBase(path) && isFolder ? { kind: 'redirect', location: href } : own;
}

/** A page that is made of the archive, not of one file. */
async function readOwnPage(
  archive: Archive,
  path: string,
  segments: readonly string[],
  parameters: URLSearchParams,
): Promise<PageContent | Redirect | undefined> {
  switch (path.replace(/(.)\/$/, '$1')) {
    case '/':
      return readHome(archive);
    case '/categories':
      return {
        kind: 'categories',
        categories: await archive.listCategories(),
        weeks: await archive.listWeeks(SPARKLINE_WEEKS),
      };
    case '/kept':
      return { kind: 'kept' };
    case '/search':
      return readSearch(archive, parameters);
    case '/html_News/NewsShare.html':
      return readShared(archive, parameters);
    case NOT_FOUND_PATH:
    case NOT_FOUND_FILE:
      return { kind: 'not-found' };
    default:
      if (segments[0] === 'mix') return readMix(archive, path, segments, parameters);
      return (
        (await readListing(archive, segments)) ??
        (await readStory(archive, segments)) ??
        (await readStocks(archive, segments)) ??
        findStockRedirect(archive, segments)
      );
  }
}

/** `/story/<id>` and its later pages, with an optional slash or `index.html`. */
async function readStory(archive: Archive, segments: readonly string[]): Promise<StoryPage | Redirect | undefined> {
  const [folder, id = '', number, ...rest] = dropIndex(segments);
  const page = number === undefined ? 1 : parseLaterPage(number);
  if (folder !== 'story' || page === undefined || rest.length > 0) return undefined;
  const story = await archive.getStory(id, page);
  if (!story) return undefined;
  return 'location' in story ? { kind: 'redirect', location: story.location } : { kind: 'story', story };
}

/** The one address of a page that may be asked for as a folder. */
function hrefOf(content: PageContent | Redirect): string | undefined {
  switch (content.kind) {
    case 'categories':
      return withBase('/categories');
    case 'stocks':
      return stocksHref(content.market, content.list.page);
    case 'kept':
      return withBase('/kept');
    case 'search':
      return searchHref(content.search);
    case 'listing':
      return listingHref(content.key, content.listing.page);
    case 'story':
      return storyHref(content.story.id, content.story.page);
    default:
      return undefined;
  }
}

async function readHome(archive: Archive): Promise<PageContent> {
  const latest = await archive.listArticles({ kind: 'latest' }, 1);
  if (!latest) return { kind: 'not-found' };
  const since = (latest.articles[0]?.publishedAt ?? 0) - LEADING_AGE;
  return {
    kind: 'home',
    stories: await archive.listLeadingStories(HOME_STORIES, HOME_STORY_ARTICLES, since),
    latest,
    categories: await archive.listActiveCategories(HOME_CATEGORIES, HOME_ARTICLES_EACH),
  };
}

/** The article, page or file at a decoded path, or where the path leads to. */
async function readContentAt(archive: Archive, path: string): Promise<PageContent | Redirect | FilePage> {
  const article = await archive.getArticle(path);
  if (article) {
    const surroundings = await archive.getSurroundings(article.url, { copies: COPIES, related: RELATED });
    return { kind: 'article', article, surroundings };
  }
  const page = await archive.getPage(path);
  if (page?.redirectTo !== undefined) return { kind: 'redirect', location: hrefOfTarget(page.redirectTo) };
  if (page) return { kind: 'content-page', page };
  const file = (await readFile(archive, path)) ?? (await findFileRedirect(archive, path));
  if (file) return file;
  const location = await findRedirect(archive, path);
  if (location !== undefined) return { kind: 'redirect', location };
  const withdrawal = await archive.getWithdrawal(path);
  return withdrawal ? { kind: 'withdrawn', withdrawal, href: pathHref(path) } : { kind: 'not-found' };
}

async function findRedirect(archive: Archive, path: string): Promise<string | undefined> {
  if (!path.endsWith(`/${INDEX_FILE}`)) return (await archive.getRedirect(path)) ?? findOwnHref(path);
  const folder = path.slice(0, -INDEX_FILE.length);
  const own = findOwnAddress(folder);
  if (own?.kind === 'page' && !own.isFolder) return withBase(own.path);
  return (await archive.getRedirect(path)) ?? archive.getRedirect(folder);
}

function findOwnHref(path: string): string | undefined {
  const own = findOwnPage(path);
  return own === undefined ? undefined : withBase(own);
}

/** `redirect_to` of a page: a URL, or a path of the portal. */
const hrefOfTarget = (target: string): string => (target.startsWith('/') ? withBase(target) : target);

/** Links that the source's application shares name an article by its code. */
async function readShared(archive: Archive, parameters: URLSearchParams): Promise<PageContent | Redirect> {
  const code = parameters.get('infoCode')?.trim();
  const url = code ? await archive.getArticleUrlByCode(code) : undefined;
  return url === undefined ? { kind: 'not-found' } : { kind: 'redirect', location: pathHref(url) };
}
