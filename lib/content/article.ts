declare const safeHtml: unique symbol;

/** HTML that has passed the sanitizer. Only `lib/content` makes it; only the component `SafeBody` and the feeds accept it. */
export type SafeHtml = string & { readonly [safeHtml]: true };

/** What one file of the content folder becomes: everything readers can see of a post, with no trace of the file's syntax. */
export interface Article {
  /** The file, relative to the content folder, with `/` between folders. Unique; second key of the total order. */
  path: string;
  /** Address of the article: a decoded absolute path such as `/emnews/2022/02/22/202202222284184177.html`. */
  url: string;
  /** The file name without its date and ending, or `slug` of the front matter: for scraped posts the source's code. */
  slug: string;
  title: string;
  /** Instant of publication, in seconds since 1970 (UTC). */
  publishedAt: number;
  /** Instant of the last change that the front matter names, in seconds since 1970; `publishedAt` where it names none. */
  modifiedAt: number;
  /** Instant from which on the article is no longer published, in seconds since 1970. */
  expiresAt?: number;
  /** In the order of the file, without repetitions; differing case makes a different category. */
  categories: string[];
  tags: string[];
  author?: string;
  /** First picture: from the front matter, else from the body. Absolute http(s) address or a path of the portal. */
  image?: string;
  /** `description` of the front matter. */
  description?: string;
  html: SafeHtml;
  /** Visible text of the body, blocks separated by line feeds; what search reads. */
  text: string;
  /** At the pace of most readers; 1 at the least. */
  readingMinutes: number;
  /** Beginning of the visible text, at most 120 characters, without the digest's repetition of the title. */
  extract: string;
  /** The original article, as the trailing link of the body names it. */
  sourceUrl?: string;
  /** The medium that the media line (`（文章来源：…）`) names. */
  sourceName?: string;
  /** Text of the body's own back link (`返回…`), where it has one. */
  backLabel?: string;
  /** Decoded paths that redirect to this article (`redirect_from`, and Jekyll's address for a file with bytes before `---`). */
  redirectFrom: string[];
}
