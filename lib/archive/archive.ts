import type { Query } from '../search/index.ts';
import type {
  ActiveCategory,
  ArticleView,
  Category,
  CategoryLink,
  FeedArticle,
  Listing,
  ListingKey,
  PeriodCount,
  SearchResults,
  SearchSelection,
  SiteIdentity,
  SitemapEntry,
  SitemapPart,
  Suggestion,
  Surroundings,
} from './types.ts';

/** Number of articles on one page of a listing. */
export const PAGE_SIZE = 50;
/** `countArrivals` looks at so many of the newest articles of a listing. */
export const ARRIVALS_WINDOW = 100;
/** Most addresses in one part of the sitemap (sitemaps.org). */
export const SITEMAP_PART_SIZE = 50_000;

/**
 * What readers may ask of the archive. It holds published articles alone, so no caller can forget to filter drafts.
 * Methods return `undefined` for what does not exist and throw `ArchiveError` where the store cannot be read.
 * Each call sees one state of the archive, whatever is written meanwhile.
 */
export interface Archive {
  /** Changes with every update that readers can see. Two equal versions mean that every answer is the same. */
  getVersion(): Promise<string>;
  /** Time of the last update that readers can see, in seconds since 1970. */
  getChangedAt(): Promise<number>;
  getSite(): Promise<SiteIdentity>;
  getArticle(url: string): Promise<ArticleView | undefined>;
  hasArticle(url: string): Promise<boolean>;
  /** Copies of an article and related articles, at most so many of each; both empty where there is no such article. */
  getSurroundings(url: string, limits: { copies: number; related: number }): Promise<Surroundings>;
  /**
   * Where an address without an article leads to: an old address of an article, a directory of an article's address, or
   * `/<category>` and `/category/<name>` in any unambiguous form.
   * @param path decoded
   * @returns an address ready for `Location`
   */
  getRedirect(path: string): Promise<string | undefined>;
  /** Address of the article whose slug is the source's code (`NW…` or 18 digits). */
  getArticleUrlByCode(code: string): Promise<string | undefined>;
  /** One page of a listing; absent where the category, tag or period is unknown or the page is out of range. */
  listArticles(key: ListingKey, page: number): Promise<Listing | undefined>;
  /**
   * How many of the newest `ARRIVALS_WINDOW` articles of a listing were added after a page of it was made; 0 for an
   * unknown listing. An article that changes does not count again.
   * @param after `newestNumber` of that page
   */
  countArrivals(key: ListingKey, after: number): Promise<number>;
  /** Every category, ordered by initial (`#` last) and pinyin. */
  listCategories(): Promise<Category[]>;
  /** Categories with their newest articles, those with the most articles in the last days first. */
  listActiveCategories(limit: number, articlesEach: number): Promise<ActiveCategory[]>;
  /** Counts of the parts of a period, newest first: of all years, of the months of a year, of the days of a month. */
  listPeriods(within?: string): Promise<PeriodCount[]>;
  /** Articles whose title and text match a query: all that a scan of every article would find. */
  search(query: Query, selection: SearchSelection): Promise<SearchResults>;
  /** Categories and tags by a part of their name, or by the beginning of its pinyin or of its initials; most articles first. */
  suggest(text: string, limit: number): Promise<Suggestion[]>;
  /** Categories whose name or pinyin resembles a text, the most similar first. */
  listSimilarCategories(text: string, limit: number): Promise<CategoryLink[]>;
  /** The newest articles of a listing with their whole text; absent where the listing is unknown. */
  listFeedArticles(key: ListingKey, limit: number): Promise<FeedArticle[] | undefined>;
  listSitemapParts(): Promise<SitemapPart[]>;
  listSitemapEntries(part: number): Promise<SitemapEntry[] | undefined>;
  /** Releases the store's resources. The next call opens it again. */
  close(): void;
}
