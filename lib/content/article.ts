import type { Correction } from './post/corrections.ts';
import type { NamedStock } from './post/stocks.ts';

declare const safeHtml: unique symbol;

/** HTML that the sanitizer has checked. Only `lib/content` makes it; only the component `SafeBody` and the feeds accept it. */
export type SafeHtml = string & { readonly [safeHtml]: true };

/** One published post: everything that readers can see of it. Independent of the syntax of its file. */
export interface Article {
  /** The file, relative to the content folder, with `/` between folders. Unique. Listings are ordered by date, then by this. */
  path: string;
  /** Address of the article: a decoded absolute path such as `/emnews/2022/02/22/202202222284184177.html`. */
  url: string;
  /** The file name without its date and ending, or `slug` of the front matter: for scraped posts the source's code. */
  slug: string;
  title: string;
  /** Instant of publication, in seconds since 1970 (UTC). */
  publishedAt: number;
  /**
   * Instant of the last change or correction that the front matter names, in seconds since 1970; `publishedAt` where it names none.
   */
  modifiedAt: number;
  /** Instant from which on the article is no longer published, in seconds since 1970. */
  expiresAt?: number;
  /** In the order of the file, without duplicates. Names that differ in case are different categories. */
  categories: string[];
  tags: string[];
  author?: string;
  /** `image` of the front matter, or the first image of the body. An absolute http(s) URL, or a path of the portal. */
  image?: string;
  /** `description` of the front matter. */
  description?: string;
  /** Newest first. */
  corrections: readonly Correction[];
  /** Companies, funds, indices and sectors that it names. */
  stocks: readonly NamedStock[];
  html: SafeHtml;
  /** Visible text of the body, with a line feed between blocks. Input of the search index. */
  text: string;
  /** Estimated reading time; at least 1. */
  readingMinutes: number;
  /** Beginning of the running text, at most 120 characters. A repetition of the title at its head is left out. */
  extract: string;
  /** URL of the original article, from the link at the end of the body. */
  sourceUrl?: string;
  /** Name of the medium, from the media line (`（文章来源：…）`). */
  sourceName?: string;
  /** Text of the back link (`返回…`) at the end of the body. */
  backLabel?: string;
  /** Decoded paths that redirect to this article (`redirect_from`, and Jekyll's address for a file with bytes before `---`). */
  redirectFrom: string[];
}

/**
 * A published page that is no article, such as `about.md`: it has an address and a text of its own, and is in no listing, feed or
 * count. Independent of the syntax of its file.
 */
export interface ContentPage {
  /** The file, relative to the content folder, with `/` between folders. Unique among pages and articles. */
  path: string;
  /** Address of the page: a decoded absolute path such as `/about/`. Unique among pages and articles. */
  url: string;
  title: string;
  /** Instants that the front matter names, in seconds since 1970: since when and until when it is published, and its last change. */
  publishedAt?: number;
  expiresAt?: number;
  modifiedAt?: number;
  /** As for articles. */
  image?: string;
  /** `description` of the front matter. */
  description?: string;
  html: SafeHtml;
  /** Visible text of the body, with a line feed between blocks. Input of the search index. */
  text: string;
  /** Beginning of the running text, at most 120 characters. */
  extract: string;
  /** Decoded paths that redirect to this page. */
  redirectFrom: string[];
  /** Where the address leads in place of showing the page: ready for `Location`. */
  redirectTo?: string;
  /** False for what neither searches nor the sitemap have: the text of the page of 404, and pages that lead elsewhere. */
  isListed: boolean;
}
