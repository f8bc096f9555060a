import { archiveHref, categoryHref, mixHref, tagHref } from '../addresses.ts';
import type { Archive, ListingKey, PeriodCount, SingleListingKey, StorySummary } from '../archive/index.ts';
import { stockHref } from '../stocks/index.ts';
import { INDEX_FILE } from './file.ts';
import type { ListingPage } from './page.ts';

/** A category and a stock show the weeks of a year. */
const YEAR_DAYS = 53 * 7;
/** Stocks that are most often named beside one. */
const COMPANIONS = 12;

/** Stories of a day, and articles of each behind the earliest one. */
const DAY_STORIES = 10;
const DAY_STORY_ARTICLES = 6;

/** A page of a listing that an address means. */
interface ListingRequest {
  key: SingleListingKey;
  page: number;
}

/**
 * Reads `/category/<name>.html`, `/tag/<tag>`, `/stock/<identity>`, `/archive` and `/archive/2022/02/22` with their later pages.
 * @param segments decoded segments of the path, an empty one behind a last slash
 * @returns `undefined` for an address that is none of these, and for what the archive does not have
 */
export async function readListing(archive: Archive, segments: readonly string[]): Promise<ListingPage | undefined> {
  const request = parseListing(segments);
  const listing = request && (await archive.listArticles(request.key, request.page));
  if (!listing) return undefined;
  const { key, page } = request;
  const days = page === 1 ? await readDays(archive, key) : undefined;
  const content: ListingPage = { kind: 'listing', key, listing, ...(days && { days }) };
  if (key.kind === 'category' || key.kind === 'tag') return content;
  if (key.kind === 'stock') {
    return page === 1 ? { ...content, companions: await archive.listCompanions(key.name, COMPANIONS) } : content;
  }
  const stories = page === 1 && key.kind === 'period' ? await readStories(archive, key.period) : undefined;
  const parts = await archive.listPeriods(key.kind === 'period' ? key.period : undefined);
  return { ...content, parts, ...(stories && { stories }) };
}

/** The stories of a day; absent for a longer period. */
async function readStories(archive: Archive, period: string): Promise<StorySummary[] | undefined> {
  const isDay = period.length === 'yyyy-mm-dd'.length;
  return isDay ? archive.listStoriesOfDay(period, DAY_STORIES, DAY_STORY_ARTICLES) : undefined;
}

/** The days that a calendar of a listing shows; absent for a listing without one. */
async function readDays(archive: Archive, key: SingleListingKey): Promise<PeriodCount[] | undefined> {
  if (key.kind === 'category' || key.kind === 'stock') return archive.listDays(key, YEAR_DAYS);
  const hasCalendar = key.kind === 'latest' || (key.kind === 'period' && key.period.length === 'yyyy'.length);
  return hasCalendar ? archive.listDays(key) : undefined;
}

/** Address of a page of a listing. The latest articles are the archive's. */
export function listingHref(key: ListingKey, page = 1): string {
  switch (key.kind) {
    case 'category':
      return categoryHref(key.name, page);
    case 'tag':
      return tagHref(key.name, page);
    case 'stock':
      return stockHref(key.name, page);
    case 'latest':
      return archiveHref('', page);
    case 'period':
      return archiveHref(key.period, page);
    case 'mix':
      return mixHref(key.names, page);
    default:
      return key satisfies never;
  }
}

function parseListing([folder, ...rest]: readonly string[]): ListingRequest | undefined {
  switch (folder) {
    case 'category':
      return parseCategory(rest);
    case 'tag':
    case 'stock':
      return parseNamed(folder, rest);
    case 'archive':
      return parsePeriod(rest);
    default:
      return undefined;
  }
}

/** `<name>.html`, and `<name>/<page>` with an optional slash or `index.html`. */
function parseCategory(segments: readonly string[]): ListingRequest | undefined {
  const [first = '', second, ...rest] = segments.length > 2 ? dropIndex(segments) : segments;
  if (second === undefined) {
    if (!first.endsWith('.html')) return undefined;
    return { key: { kind: 'category', name: first.slice(0, -'.html'.length) }, page: 1 };
  }
  const page = parseLaterPage(second);
  return page === undefined || rest.length > 0 ? undefined : { key: { kind: 'category', name: first }, page };
}

/** `<name>` and `<name>/<page>` with an optional slash or `index.html`. */
function parseNamed(kind: 'tag' | 'stock', segments: readonly string[]): ListingRequest | undefined {
  const [name = '', second, ...rest] = segments.length > 1 ? dropIndex(segments) : segments;
  const page = second === undefined ? 1 : parseLaterPage(second);
  return page === undefined || rest.length > 0 ? undefined : { key: { kind, name }, page };
}

/** Nothing, `2022`, `2022/02` or `2022/02/22`, each with an optional `/page/<page>` and an optional slash or `index.html`. */
function parsePeriod(segments: readonly string[]): ListingRequest | undefined {
  const match = /^(?:(\d{4}(?:\/\d\d){0,2})(?:\/|$))?(?:page\/([^/]*))?$/.exec(dropIndex(segments).join('/'));
  const page = match?.[2] === undefined ? 1 : parseLaterPage(match[2]);
  if (!match || page === undefined) return undefined;
  const period = match[1]?.replaceAll('/', '-');
  return { key: period === undefined ? { kind: 'latest' } : { kind: 'period', period }, page };
}

/** Segments without a last one that only says that the path is a folder. */
export function dropIndex(segments: readonly string[]): readonly string[] {
  const last = segments.at(-1);
  return last === '' || last === INDEX_FILE ? segments.slice(0, -1) : segments;
}

/** A page number as addresses spell it: from 2, since the first page has the shorter address. */
export function parseLaterPage(text: string): number | undefined {
  return /^(?:[2-9]|[1-9]\d{1,8})$/.test(text) ? Number(text) : undefined;
}
