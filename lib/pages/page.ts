import type { SearchAddress } from '../addresses.ts';
import type {
  ActiveCategory,
  ArticleView,
  Category,
  CategoryLink,
  ContentPageView,
  CountedCategory,
  Listing,
  ListingKey,
  PeriodCount,
  SearchResults,
  SiteIdentity,
  StaticFile,
  StockLink,
  StockList,
  StorySummary,
  StoryView,
  Surroundings,
  Withdrawal,
} from '../archive/index.ts';
import type { Query, QueryProblem } from '../search/index.ts';
import type { StockMarket } from '../stocks/index.ts';

export interface HomePage {
  kind: 'home';
  /** What most sources carry now; empty where no source carries what another one does. */
  stories: StorySummary[];
  latest: Listing;
  categories: ActiveCategory[];
}

export interface StoryPage {
  kind: 'story';
  story: StoryView;
}

export interface ArticlePage {
  kind: 'article';
  article: ArticleView;
  surroundings: Surroundings;
  /** Present where the article is shown before it is published. */
  preview?: PreviewNotice;
}

export interface PreviewNotice {
  /** When the address of the preview ends, in seconds since 1970. */
  expiresAt: number;
}

export interface ListingPage {
  kind: 'listing';
  key: ListingKey;
  listing: Listing;
  /** Years of the archive, months of a year, days of a month: for the archive and its periods. */
  parts?: PeriodCount[];
  /** Articles of each day, oldest first, on the first page: of the archive, of a year, of the own last year of a category or stock. */
  days?: PeriodCount[];
  /** Stocks that are most often named beside a stock, on its first page. */
  companions?: StockLink[];
  /** Of a mix: its categories, and names that no category has. */
  mix?: { categories: CountedCategory[]; unknown: string[] };
  /** Those that were told on a day, on its first page. */
  stories?: StorySummary[];
}

/** The form by which readers choose the categories of a mix. */
export interface MixFormPage {
  kind: 'mix-form';
  categories: Category[];
  /** Names of those that are chosen. */
  chosen: string[];
  /** Present where they are too many for one mix. */
  isTooLong?: true;
}

/** What a reader keeps in the browser: the server knows nothing of it. */
export interface KeptPage {
  kind: 'kept';
}

export interface CategoriesPage {
  kind: 'categories';
  categories: Category[];
  /** Articles of each category in each of the archive's last weeks, oldest first, by the category's name. */
  weeks: ReadonlyMap<string, readonly number[]>;
}

/** Stocks that articles name. */
export interface StocksPage {
  kind: 'stocks';
  /** Absent for the list of all. */
  market?: StockMarket;
  list: StockList;
}

export interface SearchPage {
  kind: 'search';
  search: SearchAddress;
  /** Why the search cannot be answered. */
  problem?: QueryProblem;
  /** The search as it was understood, and what it finds; absent where nothing was asked. */
  query?: Query;
  found?: FoundPage;
}

/** One page of the hits of a search. */
export interface FoundPage {
  results: SearchResults;
  /** Counts from 1. */
  page: number;
  pageCount: number;
  /** Categories that a reader may have meant, where nothing is found. */
  similar: CategoryLink[];
}

/** A page of the content folder, such as `/about/`. */
export interface ContentPage {
  kind: 'content-page';
  page: ContentPageView;
}

/** At the address there was an article or page, which is withdrawn or deleted. */
export interface WithdrawnPage {
  kind: 'withdrawn';
  withdrawal: Withdrawal;
  /** The address, percent-encoded. */
  href: string;
}

/** There is nothing at the address. */
export interface NotFoundPage {
  kind: 'not-found';
  /** `404.md` of the content folder, whose text stands in place of the portal's own. */
  page?: ContentPageView;
}

/** What an address shows, apart from what stands on every page. */
export type PageContent =
  | HomePage
  | ArticlePage
  | ContentPage
  | ListingPage
  | StoryPage
  | CategoriesPage
  | StocksPage
  | MixFormPage
  | KeptPage
  | SearchPage
  | WithdrawnPage
  | NotFoundPage;

/** The address leads to another one, for ever. */
export interface Redirect {
  kind: 'redirect';
  /** Ready for `Location`. */
  location: string;
}

/** A file of the content folder is at the address, and is sent as it is. */
export interface FilePage {
  kind: 'file';
  file: StaticFile;
}

/** What stands on every page. */
export interface Frame {
  site: SiteIdentity;
  /** Categories of the navigation. */
  navigation: CategoryLink[];
  /** Whether any article names a stock: then there is a list of them. */
  hasStocks: boolean;
  /** Seconds since 1970; pages show its day. */
  now: number;
  /** The address that was asked for: its path, percent-encoded, and its query with the question mark or empty. */
  path: string;
  query: string;
}

/** Everything that a page shows. */
export interface Page {
  kind: 'page';
  frame: Frame;
  content: PageContent;
}
