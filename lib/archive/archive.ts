import type { ShownFile } from '../pictures/index.ts';
import type { Query } from '../search/index.ts';
import type { StockMarket } from '../stocks/index.ts';
import type { ArchiveChanges } from './changes.ts';
import type { Mark } from './marks.ts';
import type {
  ActiveCategory,
  ArticleView,
  Category,
  CategoryLink,
  ContentPageView,
  CountedCategory,
  FeedArticle,
  Listing,
  ListingKey,
  NewsEntry,
  PeriodCount,
  SearchResults,
  SearchSelection,
  SingleListingKey,
  SiteIdentity,
  SitemapEntry,
  SitemapPart,
  StaticFile,
  Statistics,
  StockLink,
  StockList,
  StorySummary,
  StoryView,
  Suggestion,
  Surroundings,
  Withdrawal,
} from './types.ts';

/** Number of articles on one page of a listing. */
export const PAGE_SIZE = 50;
/** `countArrivals` looks at so many of the newest articles of a listing. */
export const ARRIVALS_WINDOW = 100;
/** Stocks on one page of their list. */
export const STOCKS_PAGE_SIZE = 400;
/** `listCompanions` looks at so many of the newest articles of a stock. */
export const COMPANIONS_WINDOW = 200;
/** Articles on one page of a story. */
export const STORY_PAGE_SIZE = 100;
/** Most addresses in one part of the sitemap (sitemaps.org). */
export const SITEMAP_PART_SIZE = 50_000;

/** A state that readers can see. Equal states give equal answers. */
export interface ArchiveState {
  /** Names the archive that was made from nothing. States of different origins cannot be compared. */
  origin: string;
  /** Grows by 1 with each update that readers can see. */
  number: number;
}

/** What was read, and what it depends on. */
export interface Observed<Result> {
  result: Result;
  state: ArchiveState;
  marks: ReadonlySet<Mark>;
}

/**
 * What readers may ask of the archive. It holds published articles alone, so no caller can forget to filter drafts.
 * Methods return `undefined` for what does not exist and throw `ArchiveError` where the store cannot be read.
 * Each call sees one state of the archive, whatever is written meanwhile.
 */
export interface Archive {
  /** The present state. */
  getState(): Promise<ArchiveState>;
  /**
   * Which parts of the archive changed after a state, up to the present one; `undefined` where that is not known any more, since
   * the state is of an earlier archive or too long ago: then everything may have changed.
   * @param least a state that is known: the present one is not older
   */
  listChanges(after: ArchiveState, least?: ArchiveState): Promise<ArchiveChanges | undefined>;
  /**
   * Runs questions that all see one state, and tells which one, and which parts of the archive their answers depend on.
   * @param ask gets the archive in that state; not to be used afterwards. Called again where a server is lost meanwhile
   * @param least a state that somebody has seen: the one that is observed is not older
   */
  observe<Result>(ask: (archive: Archive) => Promise<Result>, least?: ArchiveState): Promise<Observed<Result>>;
  /** Time of the last update that readers can see, in seconds since 1970. */
  getChangedAt(): Promise<number>;
  getSite(): Promise<SiteIdentity>;
  getArticle(url: string): Promise<ArticleView | undefined>;
  /** The page of the content folder at an address, such as `/about/`. */
  getPage(url: string): Promise<ContentPageView | undefined>;
  /** Whether an article or a page of the content folder has an address. */
  hasAddress(url: string): Promise<boolean>;
  /** The file that is served as it is at an address. @param url decoded */
  getStaticFile(url: string): Promise<StaticFile | undefined>;
  /**
   * Files of the content folder that a body shows, by their addresses as it has them.
   * @param html sanitized
   * @param url decoded path of its article, published or not
   */
  findPictures(html: string, url: string): Promise<Record<string, ShownFile>>;
  /** Every file that is served as it is. */
  listStaticFiles(): Promise<StaticFile[]>;
  /** Opens the search index, for which the first search, and the first page that names related articles, would wait. */
  openSearch(): Promise<void>;
  /** Copies of an article and related articles, at most so many of each; both empty where there is no such article. */
  getSurroundings(url: string, limits: { copies: number; related: number }): Promise<Surroundings>;
  /**
   * Where an address without an article or page leads to: an old address of one, its address without the last slash, `index.html`
   * or `.html`, or `/<category>` and `/category/<name>` in any unambiguous form.
   * @param path decoded
   * @returns an address ready for `Location`
   */
  getRedirect(path: string): Promise<string | undefined>;
  /**
   * What was at an address, of articles and pages that are withdrawn or whose files were deleted. An article, page, file or redirect
   * that has the address today goes before it.
   * @param url decoded
   */
  getWithdrawal(url: string): Promise<Withdrawal | undefined>;
  /**
   * Stories that most sources carry now, the first before all others.
   * @param othersEach articles behind the earliest one
   * @param since seconds since 1970: only stories with an article from then on. One that has got no further source since then may be
   *   missing, where it would be behind all that have
   */
  listLeadingStories(limit: number, othersEach: number, since?: number): Promise<StorySummary[]>;
  /** Stories that were told on a day (`2022-02-22`), those of the most sources on that day first. */
  listStoriesOfDay(day: string, limit: number, othersEach: number): Promise<StorySummary[]>;
  /**
   * A page of the story at an address, or where the address leads to: an article that was in a story has an address of it, also where
   * another one is the earliest, and after it is gone.
   * @returns `undefined` also where the page is out of range
   */
  getStory(id: string, page: number): Promise<StoryView | { location: string } | undefined>;
  /** Address of the article whose slug is the source's code (`NW…` or 18 digits). */
  getArticleUrlByCode(code: string): Promise<string | undefined>;
  /** One page of a listing; absent where the category, tag, stock or period is unknown or the page is out of range. */
  listArticles(key: ListingKey, page: number): Promise<Listing | undefined>;
  /**
   * How many of the newest `ARRIVALS_WINDOW` articles of a listing were added after a page of it was made; 0 for an
   * unknown listing. An article that changes does not count again.
   * @param after `newestNumber` of that page
   */
  countArrivals(key: ListingKey, after: number): Promise<number>;
  /**
   * The category of each name, or the only one whose name differs from it in case alone, in the same order; `undefined` where there is
   * none.
   */
  findCategories(names: readonly string[]): Promise<(CountedCategory | undefined)[]>;
  /** Every category, ordered by initial (`#` last) and pinyin. */
  listCategories(): Promise<Category[]>;
  /** Categories with their newest articles, those with the most articles in the last days first. */
  listActiveCategories(limit: number, articlesEach: number): Promise<ActiveCategory[]>;
  /** The most active categories, for links on every page. Changes when a day has passed, not with each article. */
  listNavigation(): Promise<CategoryLink[]>;
  /** Counts of the parts of a period, newest first: of all years, of the months of a year, of the days of a month. */
  listPeriods(within?: string): Promise<PeriodCount[]>;
  /**
   * Articles of a listing on each day that has any, oldest first; none where the listing is unknown.
   * @param length so many days before and with the newest one; all where it is absent
   */
  listDays(key: SingleListingKey, length?: number): Promise<PeriodCount[]>;
  /**
   * Articles of each category in each of the last weeks of the archive, oldest first, by the category's name. The last week ends
   * with the archive's newest day. Categories without articles in these weeks are absent.
   */
  listWeeks(weeks: number): Promise<ReadonlyMap<string, readonly number[]>>;
  /**
   * One page of the stocks that articles name, by the initials of their pinyin.
   * @returns `undefined` where the page is out of range
   */
  listStocks(selection: { market?: StockMarket; page: number }): Promise<StockList | undefined>;
  /**
   * The identity of the one stock that a text means: its identity in any form, or its code alone.
   * @returns `undefined` where no article names it, or where the code is of several
   */
  findStock(text: string): Promise<string | undefined>;
  /**
   * The stocks that the newest `COMPANIONS_WINDOW` articles of a stock name most often beside it, most often first.
   * @param id its identity
   */
  listCompanions(id: string, limit: number): Promise<StockLink[]>;
  /** Whether any article names a stock. */
  hasStocks(): Promise<boolean>;
  /** Articles and pages whose title and text match a query: all that a scan of every one would find. */
  search(query: Query, selection: SearchSelection): Promise<SearchResults>;
  /**
   * Categories, tags and stocks by a part of their name, or by the beginning of its pinyin or of its initials, or of a stock's code;
   * most articles first.
   */
  suggest(text: string, limit: number): Promise<Suggestion[]>;
  /** Categories whose name or pinyin resembles a text, the most similar first. */
  listSimilarCategories(text: string, limit: number): Promise<CategoryLink[]>;
  /**
   * Articles of a listing with their whole text, newest first; absent where the listing is unknown.
   * @param offset articles that are passed over
   */
  listFeedArticles(key: ListingKey, limit: number, offset?: number): Promise<FeedArticle[] | undefined>;
  /** The same of the articles with these addresses, in this order. An address without an article is left out. */
  getFeedArticles(urls: readonly string[]): Promise<FeedArticle[]>;
  listSitemapParts(): Promise<SitemapPart[]>;
  listSitemapEntries(part: number): Promise<SitemapEntry[] | undefined>;
  /** How many of the latest articles were published on a day or on the one before it, at most 48 hours before the day ends. @param day `2022-02-22` */
  countNews(day: string): Promise<number>;
  /** Those articles, newest first. */
  listNews(day: string, limit: number, offset: number): Promise<NewsEntry[]>;
  /** Figures for operators. What depends on them is not to be kept: they have no marks. */
  getStatistics(): Promise<Statistics>;
  /** Releases the store's resources. The next call opens it again. */
  close(): void;
}
