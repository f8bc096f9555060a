import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  ContentError,
  type ContentSettings,
  MAX_POST_BYTES,
  type Problem,
  type Reading,
  readCategoryStub,
  readPost,
  tooLarge,
} from '../content/index.ts';
import type { Site } from '../site.ts';
import { ArchiveError } from './errors.ts';
import { currentIndex, deleteOtherGenerations, newGeneration, switchTo } from './files.ts';
import { ContentFolder, type FoundFile, type Layout, type Scan } from './scan.ts';
import { INDEX_FORMAT, SCHEMA } from './schema.ts';
import type { SiteIdentity } from './types.ts';
import { type FileRow, IndexWriter } from './writer.ts';

export interface UpdateProgress {
  phase: 'scan' | 'read';
  done: number;
  total: number;
}

export interface UpdateOptions {
  /** Makes the index from nothing, beside the one in use. */
  full?: boolean;
  /**
   * Looks at these files and folders alone (relative to the content folder, `/` between names), at a cost that does not
   * depend on the size of the archive; at everything where absent or where the index has to be made anew.
   */
  paths?: readonly string[];
  /** The clock: decides which posts lie in the future. */
  now?: () => Date;
  onProgress?: (progress: UpdateProgress) => void;
}

/** What a run did, and how the content stands after it. */
export interface UpdateReport {
  /** Published articles in the index. */
  posts: number;
  added: number;
  changed: number;
  removed: number;
  /** Files that were as the index knew them. */
  skipped: number;
  /** Files that are left out, or stay at an earlier version, because of a defect. */
  errors: number;
  seconds: number;
  /** Everything that is wrong with the content now (with `paths`, with what was looked at), in the order of the paths. */
  problems: Problem[];
  /** When the next post with a date in the future is due, in seconds since 1970. */
  nextDueAt?: number;
}

/**
 * Brings the index up to date with the content folder: in one transaction, or, from nothing, in a new file put in place at
 * the end. Readers go on with the last whole state meanwhile, and keep it where the run is killed or fails.
 * @throws {ArchiveError} where the content folder cannot be read or another run holds the index.
 */
export async function updateArchive(site: Site, options: UpdateOptions = {}): Promise<UpdateReport> {
  const started = performance.now();
  mkdirSync(site.dataDir, { recursive: true });
  const lock = takeLock(site.dataDir);
  try {
    const now = options.now?.() ?? new Date();
    options.onProgress?.({ phase: 'scan', done: 0, total: 0 });
    const folder = new ContentFolder(site.contentDir, site.exclude);
    const current = options.full ? undefined : openUsable(site);
    const run = current ? updateInPlace(current, site, folder, now, options) : rebuild(site, folder, now, options);
    const { problems } = run;
    return {
      ...run.counts,
      errors: new Set(problems.filter(({ severity }) => severity === 'error').map(({ path }) => path)).size,
      seconds: Math.round(performance.now() - started) / 1000,
      problems,
      ...(run.nextDueAt !== undefined && { nextDueAt: run.nextDueAt }),
    };
  } finally {
    lock.close();
  }
}

/** One indexer at a time: the system itself lets go of this lock when its holder dies. */
function takeLock(dataDir: string): DatabaseSync {
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 10_000 });
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new ArchiveError(`${dataDir}: another finews is bringing the index up to date; wait for it or end it`, {
      cause: error,
    });
  }
}

/** Everything that decides what the same files become. An index made with other settings is made anew. */
function settingsDigest(site: Site): string {
  const { permalink, future, unpublished, defaults, naiveDates, timezone, aliases, url } = site;
  const settings = {
    format: INDEX_FORMAT,
    permalink,
    future,
    unpublished,
    defaults,
    naiveDates,
    timezone,
    aliases,
    url,
  };
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}

/** The index in use, open for writing; `undefined` where there is none, or one of another format or of other settings. */
function openUsable(site: Site): DatabaseSync | undefined {
  const file = currentIndex(site.dataDir);
  if (file === undefined) return undefined;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 10_000 });
    const row = db.prepare("SELECT value FROM meta WHERE key = 'settings'").get();
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    if (row?.value === settingsDigest(site)) return db;
  } catch {
    // Damaged or foreign: the content folder is the truth, so it is made anew.
  }
  db?.close();
  return undefined;
}

interface Run {
  counts: Pick<UpdateReport, 'posts' | 'added' | 'changed' | 'removed' | 'skipped'>;
  problems: Problem[];
  nextDueAt: number | undefined;
}

function rebuild(site: Site, folder: ContentFolder, now: Date, options: UpdateOptions): Run {
  const generation = newGeneration(now);
  const db = new DatabaseSync(join(site.dataDir, generation));
  try {
    // Nobody reads this file before it is whole, so nothing is lost when the machine stops in between.
    db.exec(
      'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN',
    );
    db.exec(SCHEMA);
    const run = new Update(db, site, folder, now, options).run();
    db.exec(
      'COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)',
    );
    db.close();
    switchTo(site.dataDir, generation);
    return run;
  } catch (error) {
    if (db.isOpen) db.close();
    throw error;
  } finally {
    deleteOtherGenerations(site.dataDir);
  }
}

function updateInPlace(db: DatabaseSync, site: Site, folder: ContentFolder, now: Date, options: UpdateOptions): Run {
  try {
    db.exec('BEGIN IMMEDIATE');
    const run = new Update(db, site, folder, now, options).run(options.paths);
    db.exec('COMMIT');
    return run;
  } finally {
    // Closing rolls back what was not committed.
    db.close();
  }
}

/** One run over one open transaction. */
class Update {
  readonly #folder: ContentFolder;
  readonly #writer: IndexWriter;
  readonly #site: Site;
  readonly #settings: ContentSettings;
  readonly #nowSeconds: number;
  readonly #onProgress: UpdateOptions['onProgress'];
  readonly #found = new Map<string, FoundFile>();
  /** Addresses that lost their article, whose next claimant has to be read. */
  readonly #freed = new Set<string>();
  #added = 0;
  #changed = 0;
  #removed = 0;
  #skipped = 0;
  /** True once something changed that readers see beside articles: a stub, the site's title. */
  #isTouched = false;

  constructor(db: DatabaseSync, site: Site, folder: ContentFolder, now: Date, options: UpdateOptions) {
    this.#folder = folder;
    this.#writer = new IndexWriter(db, site.timezone);
    this.#site = site;
    const { timezone, naiveDates, permalink, unpublished, defaults } = site;
    const ownHosts = [new URL(site.url).host, ...site.aliases];
    this.#settings = { timezone, naiveDates, permalink, unpublished, defaults, ownHosts };
    this.#nowSeconds = Math.floor(now.getTime() / 1000);
    this.#onProgress = options.onProgress;
  }

  /** @param paths what to look at; everything, where absent */
  run(paths?: readonly string[]): Run {
    const { scan, known } = this.#look(paths);
    for (const file of scan.files) this.#found.set(file.path, file);
    const todo = this.#compare(known, scan);
    todo.forEach((file, done) => {
      this.#onProgress?.({ phase: 'read', done, total: todo.length });
      this.#readFile(file);
    });
    this.#onProgress?.({ phase: 'read', done: todo.length, total: todo.length });
    this.#passOnFreedAddresses();
    this.#writer.settle();
    this.#setIdentity(scan.layout);
    if (this.#isTouched || this.#added + this.#changed + this.#removed > 0) {
      this.#writer.setMeta('version', randomUUID());
    }
    const counts = {
      posts: this.#writer.countArticles(),
      added: this.#added,
      changed: this.#changed,
      removed: this.#removed,
      skipped: this.#skipped,
    };
    const looked = paths && [...scan.files, ...known.values()].map(({ path }) => path);
    const problems = [...this.#problems(looked), ...scan.problems].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    );
    return { counts, problems, nextDueAt: this.#writer.nextDueAt() };
  }

  /** What lies in the content folder, and what the index knows of the same part of it. */
  #look(paths: readonly string[] | undefined): { scan: Scan; known: Map<string, FileRow> } {
    const layout = this.#writer.getMeta('layout') as Layout | undefined;
    const scan = paths && layout && this.#folder.look(paths, layout);
    const rows = scan ? paths.flatMap((path) => this.#writer.listFilesBelow(path)) : [...this.#writer.iterateFiles()];
    const known = new Map(rows.map((row) => [row.path, row]));
    if (scan) return { scan, known };
    const whole = this.#folder.scan();
    if (whole.files.length === 0 && known.size > 0) {
      throw new ArchiveError(
        'the content folder is empty, and the index stays as it is; if it is meant to be empty, run: finews index --full',
      );
    }
    return { scan: whole, known };
  }

  /** Removes what is gone and finds what has to be read: new files, changed ones, and posts whose time has come. */
  #compare(known: ReadonlyMap<string, FileRow>, scan: Scan): FoundFile[] {
    for (const row of known.values()) {
      if (!this.#found.has(row.path)) this.#forget(row);
    }
    const due = new Set(this.#writer.listDueFiles(this.#nowSeconds));
    const todo = scan.files.filter((file) => {
      const row = known.get(file.path);
      return row === undefined || row.size !== file.size || row.modified !== file.modified || due.has(file.path);
    });
    this.#skipped = scan.files.length - todo.length;
    const elsewhere = [...due].flatMap((path) => (this.#found.has(path) ? [] : (this.#find(path) ?? [])));
    return [...todo, ...elsewhere];
  }

  /** A file that the index knows, as it lies in the content folder now. */
  #find(path: string): FoundFile | undefined {
    const layout = this.#writer.getMeta('layout') as Layout | undefined;
    return this.#found.get(path) ?? (layout && this.#folder.look([path], layout)?.files[0]);
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

  #readFile(file: FoundFile): void {
    const known = this.#writer.getFile(file.path);
    if (file.size > MAX_POST_BYTES) {
      this.#reject(file, '', tooLarge(file.size).toProblem(file.path));
      return;
    }
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(join(this.#site.contentDir, file.path));
    } catch (error) {
      // Removed since the folder was read: the next run sees that.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#reject(file, '', {
        path: file.path,
        line: 1,
        severity: 'error',
        message: `cannot be read (${reason}): check its permissions`,
      });
      return;
    }
    const digest = createHash('sha256').update(bytes).digest('base64');
    if (known && known.digest === digest && known.outcome !== 'pending') {
      this.#writer.putFile({ ...known, size: file.size, modified: file.modified });
      this.#skipped++;
      return;
    }
    if (file.kind === 'stub') this.#readStub(file, bytes, digest);
    else this.#settleReading(file, digest, readPost(file.path, bytes, this.#settings));
  }

  #readStub(file: FoundFile, bytes: Uint8Array, digest: string): void {
    try {
      const stub = readCategoryStub(file.path, bytes);
      this.#writer.putStub(file.path, stub);
      this.#writer.setProblems(file.path, []);
      this.#putFile(file, digest, stub ? 'stub' : 'other');
      this.#isTouched = true;
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      this.#reject(file, digest, error.toProblem(file.path));
    }
  }

  #settleReading(file: FoundFile, digest: string, reading: Reading): void {
    switch (reading.kind) {
      case 'rejected':
        this.#reject(file, digest, reading.problem);
        return;
      case 'unpublished':
        this.#writer.setProblems(file.path, []);
        this.#putFile(file, digest, 'unpublished');
        this.#withdraw(file.path);
        return;
      case 'article': {
        const { article, warnings } = reading;
        this.#writer.setProblems(file.path, warnings);
        if (article.publishedAt > this.#nowSeconds && !this.#site.future) {
          this.#putFile(file, digest, 'pending', { dueAt: article.publishedAt });
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
        this.#writer.putArticle(article);
        this.#putFile(file, digest, 'article');
        if (oldUrl === undefined) this.#added++;
        else this.#changed++;
        return;
      }
      default:
        reading satisfies never;
    }
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
      modified: file.modified,
      digest,
      outcome,
      url: rest.url ?? null,
      dueAt: rest.dueAt ?? null,
    });
  }

  /** Gives each address that lost its article to the next file that wants it. */
  #passOnFreedAddresses(): void {
    for (const url of this.#freed) {
      const path = this.#writer.ownerOf(url) === undefined ? this.#writer.firstShadowed(url) : undefined;
      const file = path === undefined ? undefined : this.#find(path);
      const row = path === undefined ? undefined : this.#writer.getFile(path);
      if (!file || !row) continue;
      this.#writer.putFile({ ...row, digest: '', url: null });
      this.#readFile(file);
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
