import type { Correction, SafeHtml } from '../content/index.ts';
import type { Picture, ShownFile } from '../pictures/index.ts';
import type { Piece } from '../search/index.ts';
import type { StockLink } from './types/stocks.ts';
import type { Story } from './types/stories.ts';

export type * from './types/stocks.ts';
export type * from './types/stories.ts';
export type { Correction };

/** What every page says about the site itself; kept in the index, so that a server without the content folder knows it. */
export interface SiteIdentity {
  title: string;
  /** Origin without a trailing slash: `https://finews.example`. */
  url: string;
  /** The folder of its host that the portal lies in, as in `/blog`; absent at the root. */
  basePath?: string;
  /** BCP 47 language of the site: `zh-CN`. */
  lang: string;
  /** IANA time zone in which dates are shown and counted: `Asia/Shanghai`. */
  timezone: string;
  author?: string;
  /** One line of the footer. */
  disclaimer?: string;
  /** WebSub hubs that are told of changed feeds. */
  hubs?: string[];
  /** Key of IndexNow, which is served at `/<key>.txt`. */
  indexNowKey?: string;
}

/** A category as a link: its name is its identity and stands in addresses, its title is what readers see. */
export interface CategoryLink {
  name: string;
  title: string;
}

/** One article in a listing. */
export interface Summary {
  url: string;
  title: string;
  /** Seconds since 1970 (UTC). */
  publishedAt: number;
  extract: string;
  /** First category; absent for a post without one. */
  category?: CategoryLink;
  /** Name of the medium, where the article names one. */
  sourceName?: string;
  /** The same article from another source (wire post and media post of one code), where the archive has both. */
  twin?: { url: string; category?: CategoryLink };
  /** Its picture, where that is a file of the content folder. */
  lead?: ShownFile;
}

export interface ArticleLink {
  url: string;
  title: string;
}

/** Everything an article's page shows. */
export interface ArticleView extends Summary {
  modifiedAt: number;
  /** At the pace of most readers; 1 at the least. */
  readingMinutes: number;
  /** Newest first. */
  corrections: readonly Correction[];
  html: SafeHtml;
  /** Files of the content folder that the body shows, by their addresses as it has them. */
  pictures: Readonly<Record<string, ShownFile>>;
  categories: CategoryLink[];
  tags: string[];
  /** Companies, funds, indices and sectors that it names. */
  stocks: StockLink[];
  author?: string;
  image?: string;
  description?: string;
  sourceUrl?: string;
  backLabel?: string;
  /** Address of the media post for a wire post that has one, else the article's own. */
  canonicalUrl: string;
  /** The next older article in the first category. */
  previous?: ArticleLink;
  /** The next newer article in the first category. */
  next?: ArticleLink;
}

/** A file of the content folder that is served as it is. */
export interface StaticFile {
  /** Relative to the content folder, with `/` between folders. */
  path: string;
  /** Changes with the bytes; letters and digits. */
  version: string;
  picture?: Picture;
}

/** What readers are told where an article or page was. */
export interface Withdrawal {
  title: string;
  /** Seconds since 1970. */
  withdrawnAt: number;
  /** In the words of its editors. */
  reason?: string;
  /** True where its file is gone; false where the file itself says that it is withdrawn. */
  isDeleted: boolean;
}

/** Everything that a page of the content folder shows. */
export interface ContentPageView extends ArticleLink {
  html: SafeHtml;
  /** As for articles. */
  pictures: Readonly<Record<string, ShownFile>>;
  lead?: ShownFile;
  extract: string;
  /** Seconds since 1970 of its last change, where its file names it. */
  modifiedAt?: number;
  image?: string;
  description?: string;
  /** Where the address leads in place of showing the page: ready for `Location`. */
  redirectTo?: string;
}

/** An article that another one leads to. */
export interface LinkedArticle extends ArticleLink {
  /** Seconds since 1970. */
  publishedAt: number;
  category?: CategoryLink;
  sourceName?: string;
}

/** Where a reader of an article may go on. */
export interface Surroundings {
  /** The story that it is part of. */
  story?: Story;
  /** The same story from elsewhere, but for the article's twin; newest first. */
  copies: LinkedArticle[];
  /** What else is about the same, the most alike first; none of them a copy. */
  related: LinkedArticle[];
}

/** An article as a feed carries it. */
export interface FeedArticle {
  /** Stable for ever: does not change when the address does. */
  id: string;
  url: string;
  title: string;
  publishedAt: number;
  modifiedAt: number;
  /** Newest first. */
  corrections: readonly Correction[];
  html: SafeHtml;
  extract: string;
  author?: string;
  image?: string;
  categories: CategoryLink[];
  tags: string[];
}

/** A category with the number of its articles. */
export interface CountedCategory extends CategoryLink {
  count: number;
}

export interface Category extends CountedCategory {
  /** Latin capital of the title's pinyin, or `#` for everything else. */
  initial: string;
  /** Pinyin of the title in lower case without spaces or tones: the order within an initial. */
  pinyin: string;
  /** Seconds since 1970 of its newest article; absent while it has none. */
  newestAt?: number;
}

/** A category with its newest articles. */
export interface ActiveCategory extends CountedCategory {
  articles: Summary[];
}

/**
 * Which articles a listing holds. `period` is `2022`, `2022-02` or `2022-02-22`, in the site's time zone. A mix has the articles of
 * several categories; names that no category has add nothing to it.
 */
export type ListingKey =
  | { kind: 'latest' }
  | { kind: 'category'; name: string }
  | { kind: 'tag'; name: string }
  | { kind: 'stock'; name: string }
  | { kind: 'period'; period: string }
  | { kind: 'mix'; names: readonly string[] };

/** Any listing but a mix. */
export type SingleListingKey = Exclude<ListingKey, { kind: 'mix' }>;

/** One page of a listing, newest first: by instant descending, then by path. */
export interface Listing {
  /** Title of the category, tag or stock, or the period itself; of a mix, titles of its first categories; empty for `latest`. */
  title: string;
  /** Fewer than `PAGE_SIZE` on the last page; in a mix, also where an article takes several places or its twin is shown in its stead. */
  articles: Summary[];
  /** Counts from 1. */
  page: number;
  /** At least 1, even for a listing without articles. */
  pageCount: number;
  /** A mix counts an article once for each of its categories there. */
  articleCount: number;
  /** On the first page: the highest number of an article among the newest of the listing. @see Archive.countArrivals */
  newestNumber?: number;
}

/**
 * How hits are ordered: by how well they match and then newest first, or newest first alone. Pages, which have no date, come before
 * articles that match as well, and behind all articles where the date alone counts.
 */
export type SearchOrder = 'relevance' | 'date';

/** Which hits of a query are wanted. */
export interface SearchSelection {
  order: SearchOrder;
  limit: number;
  /** Hits that are passed over. */
  offset?: number;
  /** In place of `offset`: `next` of an earlier answer to the same query. */
  cursor?: string;
}

/** An article or page that a query found, with what shows why. A page has neither date nor category, tags and twin. */
export interface SearchHit extends Omit<Summary, 'publishedAt'> {
  publishedAt?: number;
  titlePieces: Piece[];
  /** Up to two parts of the text with matches; empty where the title alone matches. */
  extracts: Piece[][];
  tags: string[];
}

export interface SearchResults {
  total: number;
  hits: SearchHit[];
  /** Where to go on; absent behind the last hit. */
  next?: string;
  /** How many of all hits are in each category, most first. */
  categories: CountedCategory[];
  /** How many of all hits are of each year, newest first. Pages are of none. */
  years: PeriodCount[];
}

/** A category, tag or stock that a reader may mean. */
export interface Suggestion {
  kind: 'category' | 'tag' | 'stock';
  name: string;
  title: string;
  count: number;
}

/** How many articles a year, month or day has. */
export interface PeriodCount {
  /** `2022`, `2022-02` or `2022-02-22`. */
  period: string;
  count: number;
}

export interface SitemapPart {
  /** Counts from 1. */
  part: number;
  /** Seconds since 1970 of its latest change, as far as its files name it. */
  modifiedAt?: number;
}

export interface SitemapEntry {
  url: string;
  /** An absolute http(s) URL, or a path of the portal. */
  image?: string;
  /** Seconds since 1970 of the last change; absent for a page whose file does not name it. */
  modifiedAt?: number;
}

/** An article of the last days, as search engines are told of it. */
export interface NewsEntry {
  url: string;
  title: string;
  /** Seconds since 1970. */
  publishedAt: number;
  /** An absolute http(s) URL, or a path of the portal. */
  image?: string;
}

/** For operators, not for readers. */
export interface Statistics {
  /** Published articles, wire posts with a media post included. */
  articles: number;
  /** Files of the content folder in which an error was found. */
  errors: number;
  /** Files with warnings alone. */
  warnings: number;
}
