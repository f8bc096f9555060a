import type { Article, CategoryStub, ContentPage, Problem } from '../content/index.ts';
import type { Picture } from '../pictures/index.ts';
import type { SearchText } from '../search/index.ts';
import type { ListingKey, SiteIdentity, Withdrawal } from './types.ts';

/** What the archive remembers of a file of the content folder. */
export interface FileRecord {
  /** Relative to the content folder, with `/` between folders. */
  path: string;
  /** What the file system says of it; `undefined` where the next look has to compare the bytes. */
  stamp: FileStamp | undefined;
  /** SHA-256 of the bytes, or of the stamp of a static file, base64; empty for a file that was not read. */
  digest: string;
  outcome: FileOutcome;
  /** Address that a shadowed or a static file claims. */
  url?: string;
  /** Seconds since 1970 at which the clock publishes or withdraws the post. */
  dueAt?: number;
  /** Of a static file that is a picture. */
  picture?: Picture;
}

/** Identity and times of a file, by which a look at the folder knows an unchanged file without reading it. */
export interface FileStamp {
  /** Bytes. */
  size: number;
  /** Last change of the bytes (`mtime`), in milliseconds since 1970. */
  modified: number;
  /** Last change of the inode (`ctime`), in milliseconds since 1970: a program can set `modified`, but not this. */
  changed: number;
  /** Number of the inode. */
  inode: number;
}

/**
 * What became of a file. `retracted`: its editors have withdrawn it; `kept`: it has a defect, and an earlier good version is published; `pending`: dated in the future;
 * `shadowed`: another file has its address; `stub`: makes a category exist; `resource`: posts may use it; `static`: served as it is;
 * `other`: nothing to publish.
 */
export type FileOutcome =
  | 'article'
  | 'page'
  | 'kept'
  | 'rejected'
  | 'retracted'
  | 'unpublished'
  | 'pending'
  | 'expired'
  | 'shadowed'
  | 'stub'
  | 'resource'
  | 'static'
  | 'other';

/** A listing with a feed. */
export type FeedListing = Exclude<ListingKey, { kind: 'period' | 'mix' }>;

/** A post or page that is no longer published, with its addresses. */
export interface WithdrawnFile extends Withdrawal {
  path: string;
  url: string;
  redirectFrom: readonly string[];
}

/** A file that is going to be written, and what is known of what it will be. */
export interface PreparedFile {
  path: string;
  url?: string;
  article?: Article;
}

/** An address that a file claims without having it. */
export interface Claim {
  path: string;
  url: string;
}

/** An address that a file claims and another file has. */
export interface Conflict extends Claim {
  owner: string;
}

export interface UpdateMode {
  /** Digest of the settings that decide what the same files become. A state made with others is made anew. */
  fingerprint: string;
  /** Makes the archive anew in any case, beside the state in use. */
  isFull: boolean;
  /** Time of the update. */
  now: Date;
  /** Under which the update is made, by the process that has it. Where absent, the update takes the duty for as long as it runs. */
  duty?: Duty | undefined;
}

/** Where an archive is kept, as the one process that writes it sees it. */
export interface ArchiveStore {
  /** True where the store holds a state that can be served, whatever settings it was made with. */
  hasState(): Promise<boolean>;
  /**
   * Takes the duty to keep the archive up to date, which one process of a database has at a time. Whoever had it before can write no
   * more. An archive of an older version gets the tables of this one, for which others who use these may have to be waited for.
   * @param stop ends such a wait
   * @returns `undefined` where another process has it, and after `stop`
   * @throws {ArchiveError} where the store cannot be written, or a newer version has changed its tables
   */
  takeDuty(stop?: AbortSignal): Promise<Duty | undefined>;
  /** Gets ready what this process would need first, if it took over from the one that has the duty. @param stop ends it */
  follow(stop: AbortSignal): Promise<void>;
  /**
   * Runs one update, alone. Readers see the state before it until `change` has returned, then the state after it. Where
   * `change` throws or the process is killed, they keep the state before it.
   * @throws {ArchiveError} where another process updates the store or has its duty, or the store cannot be written
   */
  update<Result>(mode: UpdateMode, change: ArchiveChange<Result>): Promise<Result>;
}

export type ArchiveChange<Result> = (writer: ArchiveWriter) => Promise<Result>;

export interface Duty {
  /** False where every process has it: to give it back helps nobody. */
  readonly isExclusive: boolean;
  /** Resolves when another process may have it. Updates under it fail from then on. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Changes an archive inside one update. Every derived row (listings, counts, days, parts of the sitemap, search) follows from
 * what changed alone: no method reads or writes something that has the size of the archive.
 */
export interface ArchiveWriter {
  /** True where the archive is made anew and holds nothing yet. */
  readonly isEmpty: boolean;

  /** All files, in batches, in no particular order. */
  iterateFiles(): AsyncIterable<readonly FileRecord[]>;
  /** These files, and the files below these folders. */
  listFilesBelow(paths: readonly string[]): Promise<FileRecord[]>;
  /** Reads together what the calls that write these files will ask. It changes nothing but how long they take. */
  prepare(files: readonly PreparedFile[]): Promise<void>;
  getFile(path: string): Promise<FileRecord | undefined>;
  /** @returns whether a file that is served as it is is another one than before, or at another address; false in a new archive */
  putFile(file: FileRecord): Promise<boolean>;
  deleteFile(path: string): Promise<void>;
  /** Files whose `dueAt` has come. */
  listDueFiles(nowSeconds: number): Promise<string[]>;
  /** When the clock next publishes or withdraws a post, in seconds since 1970. */
  getNextDueAt(): Promise<number | undefined>;
  /** Files that claim one of these addresses without having it, by path. */
  listClaimants(urls: readonly string[]): Promise<Claim[]>;

  /** Remembers what a file's article or page depends on beside the file itself. */
  setUses(path: string, uses: readonly string[]): Promise<void>;
  /** Files that use any of these, by path. */
  listFilesUsing(uses: readonly string[]): Promise<string[]>;

  setProblems(path: string, problems: readonly Problem[]): Promise<void>;
  /** Problems of these files, or of all, by path. */
  listProblems(paths?: readonly string[]): Promise<Problem[]>;
  /** Shadowed files among these, or among all: those whose address an article has, or a static file before them by path. */
  listShadowed(paths?: readonly string[]): Promise<Conflict[]>;
  /** Old addresses of these files, or of all, that are some article's own and therefore do not redirect. */
  listStolenRedirects(paths?: readonly string[]): Promise<Conflict[]>;

  /** The file whose article or page has an address. */
  getOwner(url: string): Promise<string | undefined>;
  /** The address of a file's article or page. */
  getUrl(path: string): Promise<string | undefined>;
  /** The listings with a feed that have the article of a file; none for a page. */
  listListings(path: string): Promise<FeedListing[]>;
  /** Identities of the stocks that articles of the code of a slug name; none for a slug without a code. */
  listStocksOfTwins(slug: string): Promise<string[]>;
  /** Adds an article, or replaces what the same file was. Its address must be free or its own. */
  putArticle(article: Article, searchText: SearchText): Promise<void>;
  /** The same for a page, which is in no listing and no count. @param searchText of no use for one that is not listed */
  putPage(page: ContentPage, searchText: SearchText): Promise<void>;
  /** Removes the article or page of a file, if it has one. @returns what it was, and the address that became free */
  remove(path: string): Promise<{ url: string; isPage: boolean } | undefined>;
  /** Remembers what was at addresses, in place of what is remembered of the same file. */
  putWithdrawal(file: WithdrawnFile): Promise<void>;
  /** Remembers the article or page of a file, which is going to be removed, as deleted. @param now seconds since 1970 */
  rememberDeleted(path: string, now: number): Promise<void>;
  /** Forgets that a file was withdrawn. @returns whether it was */
  forgetWithdrawal(path: string): Promise<boolean>;
  /** Files of the newest articles, in the order of the latest. */
  listNewest(limit: number): Promise<string[]>;
  /** Files of the pages that are listed, by path. */
  listPages(): Promise<string[]>;
  /** Adds or replaces the stub of a file; `undefined` removes it. */
  putStub(path: string, stub: CategoryStub | undefined): Promise<void>;
  /** Without pages. */
  countArticles(): Promise<number>;

  /** A fact that the writer keeps for its next run, such as the layout of the content folder. */
  getNote(name: string): Promise<string | undefined>;
  setNote(name: string, value: string): Promise<void>;
  /** @returns whether readers see something else because of it */
  putSite(site: SiteIdentity): Promise<boolean>;

  /**
   * Brings everything derived up to date. The last call of an update.
   * @param changedAt the present, where readers see something else than before: the archive gets a new version. Seconds since
   * 1970, with fractions
   */
  settle(changedAt: number | undefined): Promise<void>;
}
