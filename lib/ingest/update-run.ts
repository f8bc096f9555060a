import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ArchiveError } from '../archive/errors.ts';
import { emptyFolder } from '../archive/sqlite/last-state.ts';
import { settingsDigest } from '../archive/sqlite/settings.ts';
import { type FileRow, IndexWriter } from '../archive/sqlite/writer.ts';
import type { SiteIdentity } from '../archive/types.ts';
import type { Problem } from '../content/index.ts';
import type { Site } from '../site.ts';
import { type ArticleReading, type ReadContext, type ReadResult, type ReadTask, readFile } from './read-files.ts';
import { readInParallel } from './read-pool.ts';
import type { ContentFolder, FoundFile, Layout, Scan } from './scan.ts';

interface UpdateProgress {
  phase: 'scan' | 'read';
  done: number;
  total: number;
}

export type ProgressListener = (progress: UpdateProgress) => void;

/** What one run did. */
export interface Run {
  /** Files that were looked at. */
  found: number;
  counts: Record<'posts' | 'added' | 'changed' | 'removed' | 'skipped', number>;
  problems: Problem[];
  nextDueAt: number | undefined;
}

/**
 * A file that changed less than this before it was looked at, in milliseconds, may change again without another size or time:
 * file systems count time in steps, of 2 s the longest (FAT). Its bytes are compared at the next look, as git does with entries
 * that are "racily clean".
 */
const RACY_SPAN = 2_000;
/** Stands in the index for the time of such a file, and is no file's time. */
const UNSETTLED = -1;

/** One run over one open transaction. */
export class UpdateRun {
  readonly #folder: ContentFolder;
  readonly #writer: IndexWriter;
  readonly #site: Site;
  readonly #context: ReadContext;
  /** When the run began, before any file was looked at. */
  readonly #now: Date;
  readonly #nowSeconds: number;
  readonly #onProgress: ProgressListener | undefined;
  /** In the order of their paths. */
  #found: readonly FoundFile[] = [];
  /** Addresses that lost their article, whose next claimant has to be read. */
  readonly #freed = new Set<string>();
  #added = 0;
  #changed = 0;
  #removed = 0;
  #skipped = 0;
  /** True once something changed that readers see beside articles: a stub, the site's title. */
  #isTouched = false;

  constructor(
    db: DatabaseSync,
    site: Site,
    folder: ContentFolder,
    now: Date,
    onProgress: ProgressListener | undefined,
  ) {
    this.#folder = folder;
    this.#writer = new IndexWriter(db, site.timezone);
    this.#site = site;
    const { timezone, naiveDates, permalink, unpublished, defaults } = site;
    const ownHosts = [new URL(site.url).host, ...site.aliases];
    this.#context = {
      contentDir: site.contentDir,
      settings: { timezone, naiveDates, permalink, unpublished, defaults, ownHosts },
    };
    this.#now = now;
    this.#nowSeconds = Math.floor(now.getTime() / 1000);
    this.#onProgress = onProgress;
  }

  /** @param paths what to look at; everything, where absent */
  async run(paths?: readonly string[]): Promise<Run> {
    const { scan, known } = this.#look(paths);
    this.#found = scan.files;
    const { todo, gone } = this.#compare(known);
    let done = 0;
    for await (const result of readInParallel(this.#context, todo, (file) => this.#task(file))) {
      this.#onProgress?.({ phase: 'read', done: done++, total: todo.length });
      this.#settle(result);
    }
    this.#onProgress?.({ phase: 'read', done, total: todo.length });
    this.#passOnFreedAddresses();
    this.#writer.settle();
    this.#setIdentity(scan.layout);
    if (this.#isTouched || this.#added + this.#changed + this.#removed > 0) {
      this.#writer.setMeta('version', randomUUID());
      this.#writer.setMeta('changed_at', String(this.#nowSeconds));
    }
    const counts = {
      posts: this.#writer.countArticles(),
      added: this.#added,
      changed: this.#changed,
      removed: this.#removed,
      skipped: this.#skipped,
    };
    const looked = paths && [...scan.files, ...gone].map(({ path }) => path);
    const problems = [...this.#problems(looked), ...scan.problems].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    );
    return { found: scan.files.length, counts, problems, nextDueAt: this.#writer.nextDueAt() };
  }

  /** What lies in the content folder, and what the index knows of the same part of it. */
  #look(paths: readonly string[] | undefined): { scan: Scan; known: Iterable<FileRow> } {
    const layout = this.#writer.getMeta('layout') as Layout | undefined;
    const scan = paths && layout && this.#folder.look(paths, layout);
    if (scan) return { scan, known: paths.flatMap((path) => this.#writer.listFilesBelow(path)) };
    const whole = this.#folder.scan();
    const [lost] = whole.files.length === 0 ? this.#writer.iterateFiles() : [];
    if (lost) throw emptyFolder(this.#site.contentDir);
    return { scan: whole, known: this.#writer.iterateFiles() };
  }

  /** Removes what is gone and finds what has to be read: new files, changed ones, and posts whose time has come. */
  #compare(known: Iterable<FileRow>): { todo: FoundFile[]; gone: FileRow[] } {
    const gone: FileRow[] = [];
    const isSame = new Uint8Array(this.#found.length);
    for (const row of known) {
      const place = this.#placeOf(row.path);
      const file = this.#found[place];
      if (!file) gone.push(row);
      else if (row.size === file.size && row.modified === file.modified) isSame[place] = 1;
    }
    for (const row of gone) this.#forget(row);
    const due = new Set(this.#writer.listDueFiles(this.#nowSeconds));
    const todo = this.#found.filter(({ path }, place) => !isSame[place] || due.has(path));
    this.#skipped = this.#found.length - todo.length;
    const elsewhere = [...due].flatMap((path) => (this.#inScan(path) ? [] : (this.#find(path) ?? [])));
    return { todo: [...todo, ...elsewhere], gone };
  }

  #inScan(path: string): FoundFile | undefined {
    return this.#found[this.#placeOf(path)];
  }

  /**
   * Place of a file in the scan, by halving: a map of a million paths would take more room than their list.
   * @returns -1 for a path that is not in it
   */
  #placeOf(path: string): number {
    let low = 0;
    let high = this.#found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#found[middle]?.path ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return this.#found[low]?.path === path ? low : -1;
  }

  /** A file that the index knows, as it lies in the content folder now. */
  #find(path: string): FoundFile | undefined {
    const layout = this.#writer.getMeta('layout') as Layout | undefined;
    return this.#inScan(path) ?? (layout && this.#folder.look([path], layout)?.files[0]);
  }

  #forget(row: FileRow): void {
    this.#writer.deleteFile(row.path);
    this.#writer.setProblems(row.path, []);
    if (row.outcome === 'stub') {
      this.#writer.putStub(row.path, undefined);
      this.#isTouched = true;
    }
    const url = this.#writer.removeArticle(row.path);
    if (url === undefined) return;
    this.#freed.add(url);
    this.#removed++;
  }

  #task(file: FoundFile): ReadTask {
    const known = this.#writer.getFile(file.path);
    // The clock may change what becomes of the same bytes.
    return { file, ...(known && known.dueAt === null && { knownDigest: known.digest }) };
  }

  /** Stores what one file has become. */
  #settle({ file, digest, reading }: ReadResult): void {
    switch (reading.kind) {
      case 'gone':
        // Removed since the folder was read: the next run sees that.
        return;
      case 'same': {
        const known = this.#writer.getFile(file.path);
        if (known) this.#writer.putFile({ ...known, size: file.size, modified: this.#settledTime(file) });
        this.#skipped++;
        return;
      }
      case 'stub':
        this.#writer.putStub(file.path, reading.stub);
        this.#writer.setProblems(file.path, []);
        this.#putFile(file, digest, reading.stub ? 'stub' : 'other');
        this.#isTouched = true;
        return;
      case 'rejected':
        this.#reject(file, digest, reading.problem);
        return;
      case 'unpublished':
        this.#writer.setProblems(file.path, []);
        this.#putFile(file, digest, 'unpublished');
        this.#withdraw(file.path);
        return;
      case 'article':
        this.#settleArticle(file, digest, reading);
        return;
      default:
        reading satisfies never;
    }
  }

  #settleArticle(file: FoundFile, digest: string, { article, warnings, searchText }: ArticleReading): void {
    this.#writer.setProblems(file.path, warnings);
    if (article.publishedAt > this.#nowSeconds && !this.#site.future) {
      this.#putFile(file, digest, 'pending', { dueAt: article.publishedAt });
      this.#withdraw(file.path);
      return;
    }
    const { expiresAt } = article;
    if (expiresAt !== undefined && expiresAt <= this.#nowSeconds) {
      this.#putFile(file, digest, 'expired');
      this.#withdraw(file.path);
      return;
    }
    const owner = this.#writer.ownerOf(article.url);
    if (owner !== undefined && owner < file.path) {
      this.#shadow(file, digest, article.url, owner);
      return;
    }
    if (owner !== undefined && owner !== file.path) this.#displace(owner, article.url, file.path);
    const oldUrl = this.#writer.urlOf(file.path);
    if (oldUrl !== undefined && oldUrl !== article.url) this.#freed.add(oldUrl);
    this.#writer.putArticle(article, searchText);
    this.#putFile(file, digest, 'article', expiresAt === undefined ? {} : { dueAt: expiresAt });
    if (oldUrl === undefined) this.#added++;
    else this.#changed++;
  }

  /** Reports a defect; an earlier good version of the file stays. */
  #reject(file: FoundFile, digest: string, problem: Problem): void {
    const isKept = this.#writer.urlOf(file.path) !== undefined;
    const message = isKept ? `${problem.message} (the earlier version stays)` : problem.message;
    this.#writer.setProblems(file.path, [{ ...problem, message }]);
    this.#putFile(file, digest, isKept ? 'kept' : 'rejected');
  }

  #shadow(file: FoundFile, digest: string, url: string, owner: string): void {
    this.#withdraw(file.path);
    this.#writer.setProblems(file.path, [sameAddress(file.path, url, owner)]);
    this.#putFile(file, digest, 'shadowed', { url });
  }

  /** Takes an address from the file that has had it, for one whose name comes first. */
  #displace(owner: string, url: string, winner: string): void {
    const row = this.#writer.getFile(owner);
    if (!row) throw new ArchiveError(`the index has an article of ${owner} but not the file: run finews index --full`);
    this.#writer.removeArticle(owner);
    this.#removed++;
    this.#writer.setProblems(owner, [sameAddress(owner, url, winner)]);
    this.#writer.putFile({ ...row, outcome: 'shadowed', url });
  }

  #withdraw(path: string): void {
    const url = this.#writer.removeArticle(path);
    if (url === undefined) return;
    this.#freed.add(url);
    this.#removed++;
  }

  #putFile(
    file: FoundFile,
    digest: string,
    outcome: FileRow['outcome'],
    rest: { url?: string; dueAt?: number } = {},
  ): void {
    this.#writer.putFile({
      path: file.path,
      size: file.size,
      modified: this.#settledTime(file),
      digest,
      outcome,
      url: rest.url ?? null,
      dueAt: rest.dueAt ?? null,
    });
  }

  /** The time of a file by which the next look may know that it is the same. */
  #settledTime({ modified }: FoundFile): number {
    return modified > this.#now.getTime() - RACY_SPAN ? UNSETTLED : modified;
  }

  /** Gives each address that lost its article to the next file that wants it. */
  #passOnFreedAddresses(): void {
    for (const url of this.#freed) {
      const path = this.#writer.ownerOf(url) === undefined ? this.#writer.firstShadowed(url) : undefined;
      const file = path === undefined ? undefined : this.#find(path);
      const row = path === undefined ? undefined : this.#writer.getFile(path);
      if (!file || !row) continue;
      this.#writer.putFile({ ...row, url: null });
      this.#settle(readFile(this.#context, { file }));
    }
  }

  #setIdentity(layout: Layout): void {
    if (this.#writer.getMeta('layout') !== layout) this.#writer.setMeta('layout', layout);
    const { title, url, lang, timezone, author, disclaimer } = this.#site;
    const identity: SiteIdentity = {
      title,
      url,
      lang,
      timezone,
      ...(author !== undefined && { author }),
      ...(disclaimer !== undefined && { disclaimer }),
    };
    const text = JSON.stringify(identity);
    if (this.#writer.getMeta('site') === text) return;
    this.#writer.setMeta('site', text);
    this.#writer.setMeta('settings', settingsDigest(this.#site));
    this.#isTouched = true;
  }

  /** What is wrong with these files, or with all. */
  #problems(paths?: readonly string[]): Problem[] {
    const stolen = this.#writer.listStolenRedirects(paths).map(
      ({ path, source, owner }): Problem => ({
        path,
        line: 1,
        severity: 'warning',
        message: `redirect_from: ${source} is the address of ${owner}; it does not redirect`,
      }),
    );
    return [...this.#writer.listProblems(paths), ...stolen];
  }
}

const sameAddress = (path: string, url: string, owner: string): Problem => ({
  path,
  line: 1,
  severity: 'error',
  message: `has the same address as ${owner}: ${url}; rename one of them or give it a permalink`,
});
