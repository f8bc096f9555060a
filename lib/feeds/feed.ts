import { lookup } from 'mime-types';
import { type FeedFormat, type FeedSubject, feedHref, pathHref } from '../addresses.ts';
import type { Correction, FeedArticle, SiteIdentity } from '../archive/index.ts';
import { dayOf } from '../calendar.ts';
import { withAbsoluteAddresses } from './absolute-addresses.ts';

/**
 * Articles of one document of a feed. The newest are the feed itself; all others stand in archive documents, which are counted
 * from the oldest article on. So an archive document that is full stays as it is while articles are added, and each article stands
 * in one document.
 */
export const FEED_LENGTH = 50;

/** An article, or a story, as a feed has it. */
export interface FeedEntry extends Omit<FeedArticle, 'html'> {
  /** Sanitized, or made of escaped texts. */
  html: string;
}

/** One document of a feed, in any format. */
export interface Feed {
  site: SiteIdentity;
  title: string;
  subject: FeedSubject;
  /** Path of the page that shows the same. */
  alternateHref: string;
  /** Newest first. */
  articles: readonly FeedEntry[];
  /** Number of this archive document, from 1; absent for the feed itself. */
  archive?: number;
  /** How many archive documents there are. */
  archiveCount: number;
}

/** A link from a document of a feed to another one, or to a hub (RFC 5005; RFC 4287, 4.2.7; WebSub, 4). */
export interface FeedLink {
  rel: 'self' | 'hub' | 'current' | 'first' | 'last' | 'previous' | 'next' | 'prev-archive' | 'next-archive';
  /** Absolute. */
  href: string;
}

/** Feeds that change without the hubs being told. */
const UNTOLD: readonly FeedSubject['kind'][] = ['search', 'stories', 'mix'];

/** The hubs that are told when a document changes: of archive documents they are not. */
export const hubsOf = ({ site, subject, archive }: Feed): readonly string[] =>
  archive === undefined && !UNTOLD.includes(subject.kind) ? (site.hubs ?? []) : [];

/** The documents that a document leads to, from the newest articles to the oldest by `next`, and by `prev-archive`; and its hubs. */
export function linksOf(feed: Feed, format: FeedFormat): FeedLink[] {
  const { site, subject, archive, archiveCount } = feed;
  const toUrl = (number?: number): string => site.url + feedHref(subject, format, number);
  const links: FeedLink[] = [
    { rel: 'self', href: toUrl(archive) },
    ...hubsOf(feed).map((href) => ({ rel: 'hub', href }) as const),
  ];
  if (archiveCount === 0) return links;
  links.push({ rel: 'first', href: toUrl() }, { rel: 'last', href: toUrl(1) });
  const older = archive === undefined ? archiveCount : archive - 1;
  if (older > 0) links.push({ rel: 'next', href: toUrl(older) }, { rel: 'prev-archive', href: toUrl(older) });
  if (archive === undefined) return links;
  const isNewest = archive === archiveCount;
  links.push({ rel: 'current', href: toUrl() }, { rel: 'previous', href: isNewest ? toUrl() : toUrl(archive + 1) });
  if (!isNewest) links.push({ rel: 'next-archive', href: toUrl(archive + 1) });
  return links;
}

/** `Link` of an answer by which subscribers find the hubs (WebSub, 4); `undefined` for a document without hubs. */
export function linkHeaderOf(feed: Feed, format: FeedFormat): string | undefined {
  if (hubsOf(feed).length === 0) return undefined;
  const links = linksOf(feed, format).filter(({ rel }) => rel === 'self' || rel === 'hub');
  return links.map(({ rel, href }) => `<${href}>; rel="${rel}"`).join(', ');
}

/** Address that identifies a feed, whichever of its documents is read. */
export const identityOf = ({ site, subject }: Feed, format: FeedFormat): string => site.url + feedHref(subject, format);

/** Whether a document is an archive document that will not get further articles (RFC 5005, 4). */
export const isComplete = ({ archive, archiveCount, articles }: Feed): boolean =>
  archive !== undefined && (archive < archiveCount || articles.length === FEED_LENGTH);

/** When the newest of the articles changed, in seconds since 1970; 0 where there is none. The clock has no part in a feed. */
export function updatedAt({ articles }: Feed): number {
  return articles.reduce((newest, { modifiedAt }) => Math.max(newest, modifiedAt), 0);
}

/** The whole text of an article, its corrections before it, as HTML with absolute addresses. */
export function contentOf(article: FeedEntry, site: SiteIdentity): string {
  const corrections = article.corrections.map((correction) => correctionHtml(correction, site)).join('');
  return corrections + withAbsoluteAddresses(article.html, site.url + pathHref(article.url));
}

function correctionHtml({ text, correctedAt }: Correction, { timezone }: SiteIdentity): string {
  const day = correctedAt === undefined ? '' : `（${dayOf(correctedAt, timezone)}）`;
  return `<p><strong>更正${day}：</strong>${escapeHtml(text)}</p>`;
}

/** Text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The picture of an article, for readers that show one beside the text. */
export interface Enclosure {
  /** Absolute. */
  url: string;
  /** Media type, by the ending of the address. */
  type: string;
}

/** Most sources name their pictures without an ending, and most of these are photographs. */
const USUAL_IMAGE_TYPE = 'image/jpeg';

/** Absolute address of the picture of an article or page; `undefined` for one without. */
export const pictureOf = ({ image }: { image?: string }, { url: origin }: SiteIdentity): URL | undefined =>
  (image === undefined ? null : URL.parse(image, origin)) ?? undefined;

/** @returns `undefined` for an article without a picture */
export function enclosureOf(article: FeedEntry, site: SiteIdentity): Enclosure | undefined {
  const url = pictureOf(article, site);
  if (!url) return undefined;
  const type = lookup(url.pathname) || USUAL_IMAGE_TYPE;
  return { url: url.href, type: type.startsWith('image/') ? type : USUAL_IMAGE_TYPE };
}

/** Who is named as the author of an article. */
export const authorOf = ({ author, categories }: FeedEntry, site: SiteIdentity): string =>
  author ?? categories[0]?.title ?? site.title;

/** Titles of its categories and its tags, each once: the first tag is often the title. */
export const labelsOf = ({ categories, tags }: FeedEntry): string[] => [
  ...new Set([...categories.map(({ title }) => title), ...tags]),
];

/** `2022-02-22T02:01:04.000Z` (RFC 3339). */
export const toRfc3339 = (seconds: number): string => new Date(seconds * 1000).toISOString();
