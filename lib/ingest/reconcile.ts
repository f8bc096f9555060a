import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ArchiveError, type SiteIdentity } from '../archive/index.ts';
import type { ArchiveWriter, Conflict, FileRecord } from '../archive/open-store.ts';
import { type Problem, usesOfPath } from '../content/index.ts';
import type { Site } from '../site.ts';
import { ARCHIVE_READER, type ReadResult, readFile, toPrepared } from './archive-reader.ts';
import { rememberDeleted } from './deleted-files.ts';
import type { ContentFolder, FoundFile, Layout, Scan } from './folder/content-folder.ts';
import { FoundFiles, isEmptied } from './folder/found-files.ts';
import { readHistory } from './folder/git-history.ts';
import { findListers } from './listers.ts';
import type { ChangeListener } from './noted-changes.ts';
import { isPost, Outcomes } from './outcomes.ts';
import { newContext, type ReadContext, type ReadTask } from './read-files.ts';
import { readInParallel } from './read-pool.ts';

export interface UpdateProgress {
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
  /** @see UpdateReport.changedAt */
  changedAt: number | undefined;
}

interface RunInput {
  writer: ArchiveWriter;
  site: Site;
  folder: ContentFolder;
  /** When the update began, before any file was looked at. */
  now: Date;
  onProgress: ProgressListener | undefined;
  /** Gets what changes for who follows the site. */
  changes: ChangeListener | undefined;
}

/** An empty content folder is more likely a disk that is not mounted than the wish to delete everything. */
export const emptyFolder = (contentDir: string): ArchiveError =>
  new ArchiveError(
    `CONTENT_DIR: ${contentDir}: the content folder is empty, and the index stays as it is; if it is meant to be empty, run: finews index --full`,
  );

const countPosts = (files: readonly FoundFile[]): number => files.filter(isPost).length;

/** Files that are read whose outcomes are written together. */
const PREPARED_TOGETHER = 256;

/** Name of the note by which the archive remembers where posts lie. */
const LAYOUT = 'layout';

/** Brings an archive into agreement with the content folder, inside one update of the store. */
export class Reconciliation {
  readonly #writer: ArchiveWriter;
  readonly #site: Site;
  readonly #folder: ContentFolder;
  readonly #nowSeconds: number;
  /** The clock at the start, in seconds since 1970, and what `performance.now` said then. */
  readonly #startedAt: number;
  readonly #started = performance.now();
  readonly #onProgress: ProgressListener | undefined;
  #context: ReadContext;
  readonly #outcomes: Outcomes;

  constructor({ writer, site, folder, now, onProgress, changes }: RunInput) {
    this.#writer = writer;
    this.#site = site;
    this.#folder = folder;
    this.#startedAt = now.getTime() / 1000;
    this.#nowSeconds = Math.floor(this.#startedAt);
    this.#onProgress = onProgress;
    this.#context = newContext(site, folder.root, this.#nowSeconds);
    const hasUses = site.jekyll !== undefined && !writer.isEmpty;
    this.#outcomes = new Outcomes(writer, { now, future: site.future, hasUses, changes });
  }

  /** @param paths files and folders to look at; everything, where absent */
  async run(paths?: readonly string[]): Promise<Run> {
    // The list of files is not held while the update is completed, which takes memory of its own.
    const { found, unchanged, layout, problems, looked, changedAt } = await this.#readAll(paths);
    await this.#settle(layout);
    const { same, ...counts } = this.#outcomes.counts;
    return {
      found,
      counts: { posts: await this.#writer.countArticles(), ...counts, skipped: unchanged + same },
      problems: [...problems.history, ...(await this.#listProblems(problems.scan, looked))],
      nextDueAt: await this.#writer.getNextDueAt(),
      changedAt: counts.added + counts.changed > 0 ? changedAt : undefined,
    };
  }

  /** Reads what is new, and whatever shows something of it, and writes what became of it. */
  async #readAll(paths: readonly string[] | undefined): Promise<ReadAll> {
    const { scan, known, isPart, isMoved } = await this.#look(paths);
    const { layout } = scan;
    const found = new FoundFiles(scan.files);
    const { changed, gone, digests } = await found.compare(known);
    if (!isPart && isEmptied(found.list, gone)) throw emptyFolder(this.#site.contentDir);

    const history = this.#writer.isEmpty ? readHistory(this.#folder.root) : undefined;
    for (let first = 0; first < gone.length; first += PREPARED_TOGETHER) {
      const some = gone.slice(first, first + PREPARED_TOGETHER);
      await this.#writer.prepare(some);
      for (const record of some) await this.#outcomes.forget(record);
    }
    const todo = isMoved ? found.list : await this.#addDue(found, changed, layout);
    const unchanged = countPosts(found.list) - countPosts(todo.filter(({ path }) => found.get(path)));
    await this.#read(todo, (file) => {
      const knownDigest = isMoved ? undefined : digests.get(file.path);
      return { file, ...(knownDigest !== undefined && { knownDigest }) };
    });
    const users = await this.#findUsers(todo, found, layout);
    await this.#read(users, (file) => ({ file }));
    await this.#passOnFreedAddresses(found, layout);
    await this.#readListers(found, layout);
    const historyProblems = history
      ? await rememberDeleted(this.#writer, this.#folder, found, this.#context, await history)
      : [];
    return {
      found: found.list.length,
      unchanged,
      layout,
      problems: { scan: scan.problems, history: historyProblems },
      looked: isPart ? [...scan.files, ...gone].map(({ path }) => path) : undefined,
      // Whoever copies a file may keep the time of its bytes, but not that of its inode.
      changedAt: isPart && changed.length > 0 ? Math.min(...changed.map(({ stamp }) => stamp.changed)) : undefined,
    };
  }

  /** What lies in the content folder, and what the archive remembers of the same part of it. */
  async #look(paths: readonly string[] | undefined): Promise<Look> {
    const layout = (await this.#writer.getNote(LAYOUT)) as Layout | undefined;
    const part = paths && layout && this.#folder.scanPart(paths, layout);
    if (!part) {
      const scan = this.#folder.scan();
      const isMoved = layout !== undefined && layout !== scan.layout;
      return { scan, known: this.#writer.iterateFiles(), isPart: false, isMoved };
    }
    const known = await this.#writer.listFilesBelow(paths);
    return { scan: part, known: Readable.from([known]), isPart: true, isMoved: false };
  }

  /** Files that have to be read: those that changed, and posts that the clock publishes or withdraws. */
  async #addDue(found: FoundFiles, changed: readonly FoundFile[], layout: Layout): Promise<FoundFile[]> {
    const known = new Set(changed.map(({ path }) => path));
    const due = await this.#writer.listDueFiles(this.#nowSeconds);
    const others = due.filter((path) => !known.has(path)).flatMap((path) => this.#find(path, found, layout) ?? []);
    return [...changed, ...others];
  }

  /** A file that the archive knows, as it lies in the content folder now. */
  #find(path: string, found: FoundFiles, layout: Layout): FoundFile | undefined {
    return found.get(path) ?? this.#folder.scanPart([path], layout)?.files[0];
  }

  /** Posts, beside those that were read, that use a file which is not what it was. */
  async #findUsers(read: readonly FoundFile[], found: FoundFiles, layout: Layout): Promise<FoundFile[]> {
    const uses = [...this.#outcomes.touched].flatMap((path) => usesOfPath(path));
    if (uses.length === 0) return [];
    const known = new Set(read.map(({ path }) => path));
    const users = (await this.#writer.listFilesUsing(uses)).filter((path) => !known.has(path));
    return users.flatMap((path) => this.#find(path, found, layout) ?? []);
  }

  /** Reads again what lists other files, where the list is not what it was. */
  async #readListers(found: FoundFiles, layout: Layout): Promise<void> {
    const due = this.#site.jekyll && (await findListers(this.#writer, this.#outcomes));
    if (!due) return;
    this.#context = { ...this.#context, run: randomUUID(), listings: due.listings };
    const files = due.paths.flatMap((path) => this.#find(path, found, layout) ?? []);
    await this.#read(files, (file) => ({ file }));
  }

  async #read(files: readonly FoundFile[], toTask: (file: FoundFile) => ReadTask): Promise<void> {
    let done = 0;
    let results: ReadResult[] = [];
    const settle = async (): Promise<void> => {
      await this.#writer.prepare(results.map(toPrepared));
      for (const result of results) {
        this.#onProgress?.({ phase: 'read', done: done++, total: files.length });
        await this.#outcomes.settle(result);
      }
      results = [];
    };
    for await (const result of readInParallel(ARCHIVE_READER, this.#context, files, toTask)) {
      if (results.push(result) === PREPARED_TOGETHER) await settle();
    }
    await settle();
    this.#onProgress?.({ phase: 'read', done, total: files.length });
  }

  /** Gives each address that lost its article to the first file, by path, that claims it. */
  async #passOnFreedAddresses(found: FoundFiles, layout: Layout): Promise<void> {
    const { freed } = this.#outcomes;
    // A file that gets an address may free the one that it had.
    for (let count = 0; count < freed.size; ) {
      const urls = [...freed].slice(count);
      count = freed.size;
      for (const { url, path } of await this.#writer.listClaimants(urls)) {
        const file = this.#find(path, found, layout);
        if (!file || (await this.#writer.getOwner(url)) !== undefined) continue;
        await this.#outcomes.settle(readFile(this.#context, { file }));
      }
    }
  }

  /** Completes the update. */
  async #settle(layout: Layout): Promise<void> {
    await this.#writer.setNote(LAYOUT, layout);
    const isRenamed = await this.#writer.putSite(identityOf(this.#site));
    const changedAt = this.#startedAt + (performance.now() - this.#started) / 1000;
    await this.#writer.settle(isRenamed || this.#outcomes.isVisible ? changedAt : undefined);
  }

  /**
   * What is wrong, in the order of the paths.
   * @param ofScan those that were met while the content folder was looked at
   * @param looked files that were looked at; with files that claim an address which changed hands. All, where absent
   */
  async #listProblems(ofScan: readonly Problem[], looked: readonly string[] | undefined): Promise<Problem[]> {
    let paths: string[] | undefined;
    if (looked) {
      const claims = await this.#writer.listClaimants([...this.#outcomes.contested]);
      paths = [...new Set([...looked, ...claims.map(({ path }) => path)])];
    }
    const shadowed = await this.#writer.listShadowed(paths);
    const stolen = await this.#writer.listStolenRedirects(paths);
    return [
      ...(await this.#writer.listProblems(paths)),
      ...shadowed.map(sameAddress),
      ...stolen.map(noRedirect),
      ...ofScan,
    ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }
}

/** What was found and read. Names no files where everything was looked at. */
interface ReadAll {
  /** Files that were looked at. */
  found: number;
  /** Posts of them that need not be read. */
  unchanged: number;
  layout: Layout;
  problems: { scan: Problem[]; history: Problem[] };
  /** Paths that were looked at, where only some were. */
  looked: string[] | undefined;
  /** When the first of the changed files was changed, where only some files were looked at. */
  changedAt: number | undefined;
}

interface Look {
  scan: Scan;
  known: AsyncIterable<readonly FileRecord[]>;
  /** True where only some files were looked at. */
  isPart: boolean;
  /** True where posts lie elsewhere than before: then the same files become something else. */
  isMoved: boolean;
}

function identityOf({ title, url, basePath, lang, timezone, author, disclaimer, push }: Site): SiteIdentity {
  return {
    title,
    url,
    ...(basePath !== '' && { basePath }),
    lang,
    timezone,
    ...(author !== undefined && { author }),
    ...(disclaimer !== undefined && { disclaimer }),
    ...(push && push.hubs.length > 0 && { hubs: push.hubs }),
    ...(push?.indexNow && { indexNowKey: push.indexNow.key }),
  };
}

const sameAddress = ({ path, url, owner }: Conflict): Problem => ({
  path,
  line: 1,
  severity: 'error',
  message: `has the same address as ${owner}: ${url}; rename one of them or give it a permalink`,
});

const noRedirect = ({ path, url, owner }: Conflict): Problem => ({
  path,
  line: 1,
  severity: 'warning',
  message: `redirect_from: ${url} is the address of ${owner}; it does not redirect`,
});
