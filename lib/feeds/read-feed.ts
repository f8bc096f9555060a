import {
  categoryHref,
  FEED_FORMATS,
  type FeedFormat,
  type FeedSubject,
  mixHref,
  searchHref,
  tagHref,
} from '../addresses.ts';
import type { Archive } from '../archive/index.ts';
import { withBase } from '../base-path.ts';
import { parseQuery } from '../search/index.ts';
import { stockHref } from '../stocks/index.ts';
import { FEED_LENGTH, type Feed, type FeedEntry } from './feed.ts';
import { STORIES_TITLE, toStoryEntry } from './story-entry.ts';

/** The name and the format of a feed from the last segment of its address; `undefined` for another ending. */
export function parseFeedName(segment: string): { name: string; format: FeedFormat } | undefined {
  const format = FEED_FORMATS.find((ending) => segment.endsWith(`.${ending}`));
  return format && { name: segment.slice(0, -format.length - 1), format };
}

/**
 * Reads one document of a feed.
 * @param archiveText the parameter `archive` of the address: number of a document of older articles
 * @returns `undefined` for an unknown category, tag or stock, for no search, and for a document that does not exist
 */
export async function readFeed(
  archive: Archive,
  subject: FeedSubject,
  archiveText: string | null,
): Promise<Feed | undefined> {
  const source = await findSource(archive, subject);
  if (!source || (archiveText !== null && !/^[1-9]\d{0,8}$/.test(archiveText))) return undefined;
  const number = archiveText === null ? undefined : Number(archiveText);
  const archiveCount = Math.ceil(Math.max(0, source.total - FEED_LENGTH) / FEED_LENGTH);
  if (number !== undefined && number > archiveCount) return undefined;
  const { offset, limit } = placeOf(source.total, number);
  const site = await archive.getSite();
  return {
    site,
    title: source.title === '' ? site.title : `${source.title} - ${site.title}`,
    subject,
    alternateHref: alternateHrefOf(subject),
    articles: await source.read(limit, offset),
    ...(number !== undefined && { archive: number }),
    archiveCount,
  };
}

/** Which articles, counted from the newest, a document holds. */
function placeOf(total: number, number: number | undefined): { offset: number; limit: number } {
  if (number === undefined) return { offset: 0, limit: FEED_LENGTH };
  // Counted from the oldest article.
  const end = Math.min(number * FEED_LENGTH, total - FEED_LENGTH);
  return { offset: total - end, limit: end - (number - 1) * FEED_LENGTH };
}

/** What a feed takes its articles from. */
interface FeedSource {
  /** Empty for the whole site. */
  title: string;
  total: number;
  read: (limit: number, offset: number) => Promise<readonly FeedEntry[]>;
}

async function findSource(archive: Archive, subject: FeedSubject): Promise<FeedSource | undefined> {
  if (subject.kind === 'search') return findSearch(archive, subject);
  if (subject.kind === 'stories') return findStories(archive);
  const listing = await archive.listArticles(subject, 1);
  return (
    listing && {
      title: listing.title,
      total: listing.articleCount,
      read: async (limit, offset) => (await archive.listFeedArticles(subject, limit, offset)) ?? [],
    }
  );
}

/** Articles of a story that its entry names. */
const NAMED_ARTICLES = 20;

/** The stories that lead, those with the newest articles first. There are no older documents: stories change. */
async function findStories(archive: Archive): Promise<FeedSource> {
  const site = await archive.getSite();
  const stories = await archive.listLeadingStories(FEED_LENGTH, NAMED_ARTICLES - 1);
  const entries = stories.toSorted((a, b) => b.newestAt - a.newestAt).map((story) => toStoryEntry(story, site));
  return { title: STORIES_TITLE, total: entries.length, read: async () => entries };
}

/** The hits of a search, newest first. */
async function findSearch(
  archive: Archive,
  { search }: Extract<FeedSubject, { kind: 'search' }>,
): Promise<FeedSource | undefined> {
  const { q, ...filters } = search;
  const query = parseQuery(q, filters);
  if (!query || 'reason' in query) return undefined;
  const { total } = await archive.search(query, { order: 'date', limit: 0 });
  return {
    title: `搜索“${[q, ...Object.values(filters)].filter(Boolean).join(' ')}”`,
    total,
    read: async (limit, offset) => {
      const { hits } = await archive.search(query, { order: 'date', limit, offset });
      return archive.getFeedArticles(hits.map(({ url }) => url));
    },
  };
}

function alternateHrefOf(subject: FeedSubject): string {
  switch (subject.kind) {
    case 'latest':
    case 'stories':
      return withBase('/');
    case 'category':
      return categoryHref(subject.name);
    case 'tag':
      return tagHref(subject.name);
    case 'stock':
      return stockHref(subject.name);
    case 'mix':
      return mixHref(subject.names);
    case 'search':
      return searchHref({ ...subject.search, sort: 'date' });
    default:
      return subject satisfies never;
  }
}
