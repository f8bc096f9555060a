import { ArchiveError } from '../archive/index.ts';
import type { ArchiveWriter, FileOutcome, FileRecord, FileStamp } from '../archive/open-store.ts';
import type { PublishedReading, ReadResult } from './archive-reader.ts';
import type { FoundFile } from './folder/content-folder.ts';
import { type ChangeListener, NotedChanges } from './noted-changes.ts';

/**
 * A file that changed less than this before it was looked at, in milliseconds, may change again and keep its times: file
 * systems count time in steps, of 2 s the longest (FAT). Its bytes are compared at the next look, as git does with "racily
 * clean" entries.
 */
const RACY_SPAN = 2_000;

/** What decides about a reading beside the file itself. */
export interface OutcomeSettings {
  /** When the update began, before any file was looked at. */
  now: Date;
  /** True where posts dated in the future are published at once. */
  future: boolean;
  /** True where posts use other files, and some of them are known already. */
  hasUses: boolean;
  changes: ChangeListener | undefined;
}

/** Writes what each file has become, and settles which of the files that claim one address has it: the first by path. */
export class Outcomes {
  readonly counts = { added: 0, changed: 0, removed: 0, same: 0 };
  /** True once readers see something else. */
  isVisible = false;
  /** Addresses that lost their article. */
  readonly freed = new Set<string>();
  /** Addresses about which it was decided who has them. */
  readonly contested = new Set<string>();
  /** Files whose change makes something else of posts that use them. */
  readonly touched = new Set<string>();
  /** Files that were read and list others (`site.posts`). */
  readonly listers = new Set<string>();
  /** True once a page or a document of a collection is not what it was. */
  havePagesChanged = false;
  readonly #writer: ArchiveWriter;
  readonly #nowMilliseconds: number;
  readonly #nowSeconds: number;
  readonly #publishesFuture: boolean;
  readonly #hasUses: boolean;
  readonly #noted: NotedChanges;

  constructor(writer: ArchiveWriter, { now, future, hasUses, changes }: OutcomeSettings) {
    this.#writer = writer;
    this.#nowMilliseconds = now.getTime();
    this.#nowSeconds = Math.floor(now.getTime() / 1000);
    this.#publishesFuture = future;
    this.#hasUses = hasUses;
    this.#noted = new NotedChanges(writer, changes);
  }

  async settle({ file, digest, reading }: ReadResult): Promise<void> {
    if (!LEAVES_WITHDRAWAL.has(reading.kind) && (await this.#writer.forgetWithdrawal(file.path))) this.isVisible = true;
    switch (reading.kind) {
      case 'gone':
        // Removed since the folder was scanned: the next update sees that.
        return;
      case 'same': {
        const known = await this.#writer.getFile(file.path);
        if (known) await this.#writer.putFile({ ...known, stamp: this.#stampOf(file) });
        if (isPost(file)) this.counts.same++;
        return;
      }
      case 'stub':
        await this.#writer.putStub(file.path, reading.stub);
        await this.#writer.setProblems(file.path, []);
        await this.#putFile(file, digest, reading.stub ? 'stub' : 'other');
        this.isVisible = true;
        return;
      case 'resource':
        await this.#writer.setProblems(file.path, reading.problem ? [reading.problem] : []);
        await this.#putFile(file, digest, 'resource');
        this.#touchResource(file.path);
        return;
      case 'static':
        await this.#writer.setProblems(file.path, reading.problem ? [reading.problem] : []);
        await this.#withdraw(file.path);
        if (reading.address === undefined) return this.#putFile(file, digest, 'other');
        return this.#putFile(file, digest, 'static', {
          url: reading.address,
          ...(reading.picture && { picture: reading.picture }),
        });
      case 'passed-over':
      case 'source':
        await this.#writer.setProblems(file.path, reading.kind === 'source' ? [] : [reading.problem]);
        await this.#withdraw(file.path);
        return this.#putFile(file, digest, 'other');
      case 'unreadable':
      case 'rejected':
        return this.#reject(file, digest, reading);
      case 'unpublished':
        await this.#writer.setProblems(file.path, []);
        await this.#putFile(file, digest, 'unpublished');
        return this.#withdraw(file.path);
      case 'retracted':
        return this.#settleRetracted(file, digest, reading);
      case 'article':
      case 'page':
        return this.#settlePublished(file, digest, reading);
      default:
        reading satisfies never;
    }
  }

  async #settlePublished(file: FoundFile, digest: string, reading: PublishedReading): Promise<void> {
    const { warnings, uses, searchText, changesAt = Number.POSITIVE_INFINITY } = reading;
    const {
      url,
      publishedAt,
      expiresAt = Number.POSITIVE_INFINITY,
    } = reading.kind === 'article' ? reading.article : reading.page;
    await this.#writer.setProblems(file.path, warnings);
    const isFirst = !this.listers.has(file.path);
    await this.#setUses(file.path, uses);
    if (this.#isFuture(publishedAt)) {
      await this.#putFile(file, digest, 'pending', { dueAt: publishedAt });
      return this.#withdraw(file.path);
    }
    if (expiresAt <= this.#nowSeconds) {
      await this.#putFile(file, digest, 'expired');
      return this.#withdraw(file.path);
    }
    const owner = await this.#writer.getOwner(url);
    if (owner !== undefined && owner !== file.path) {
      this.contested.add(url);
      if (owner < file.path) {
        await this.#withdraw(file.path);
        return this.#putFile(file, digest, 'shadowed', { url });
      }
      await this.#shadow(owner, url);
    }
    const oldUrl = await this.#writer.getUrl(file.path);
    if (oldUrl !== undefined && oldUrl !== url) this.#free(oldUrl);
    if (oldUrl !== url) this.#touch(file.path);
    await this.#noted.notePublished(file.path, oldUrl, reading);
    if (reading.kind === 'article') await this.#writer.putArticle(reading.article, searchText);
    else await this.#writer.putPage(reading.page, searchText);
    const dueAt = Math.min(expiresAt, changesAt);
    await this.#putFile(file, digest, reading.kind, Number.isFinite(dueAt) ? { dueAt } : {});
    this.isVisible = true;
    if (reading.kind === 'page') this.havePagesChanged = true;
    else if (oldUrl === undefined) this.counts.added++;
    else if (isFirst) this.counts.changed++;
  }

  async #settleRetracted(
    file: FoundFile,
    digest: string,
    { retraction, publishedAt, warnings }: Extract<ReadResult['reading'], { kind: 'retracted' }>,
  ): Promise<void> {
    await this.#writer.setProblems(file.path, warnings);
    await this.#writer.setUses(file.path, []);
    await this.#withdraw(file.path);
    // Readers have never seen it.
    if (this.#isFuture(publishedAt)) return this.#putFile(file, digest, 'pending', { dueAt: publishedAt });
    const withdrawnAt = retraction.withdrawnAt ?? Math.floor(file.stamp.modified / 1000);
    await this.#writer.putWithdrawal({ ...retraction, withdrawnAt, isDeleted: false });
    await this.#putFile(file, digest, 'retracted');
    this.isVisible = true;
  }

  #isFuture(publishedAt: number | undefined): publishedAt is number {
    return publishedAt !== undefined && publishedAt > this.#nowSeconds && !this.#publishesFuture;
  }

  async #setUses(path: string, uses: readonly string[]): Promise<void> {
    if (uses.some((use) => use.startsWith('site:'))) this.listers.add(path);
    await this.#writer.setUses(path, uses);
  }

  /** Reports a defect. An earlier good version of the file stays published. */
  async #reject(
    file: FoundFile,
    digest: string,
    reading: Extract<ReadResult['reading'], { kind: 'unreadable' | 'rejected' }>,
  ): Promise<void> {
    const { kind, problem } = reading;
    if (reading.kind === 'rejected') await this.#setUses(file.path, reading.uses);
    const isKept = (await this.#writer.getUrl(file.path)) !== undefined;
    const message = isKept ? `${problem.message} (the earlier version stays)` : problem.message;
    await this.#writer.setProblems(file.path, [{ ...problem, message }]);
    const record = this.#record(file, digest, isKept ? 'kept' : 'rejected');
    // What could not be read is tried again at each look: the cause may lie outside the file.
    await this.#put(kind === 'unreadable' ? { ...record, stamp: undefined } : record);
  }

  /** Takes an address from the file that has it, for one whose path comes first. */
  async #shadow(owner: string, url: string): Promise<void> {
    const record = await this.#writer.getFile(owner);
    if (!record)
      throw new ArchiveError(`the index has an article of ${owner} but not the file: run finews index --full`);
    await this.#remove(owner);
    const { dueAt: _, ...rest } = record;
    await this.#writer.putFile({ ...rest, outcome: 'shadowed', url });
  }

  /** Removes everything that came from a file. */
  async forget(record: FileRecord): Promise<void> {
    await this.#writer.deleteFile(record.path);
    await this.#writer.rememberDeleted(record.path, this.#nowSeconds);
    if (record.outcome === 'static') {
      this.isVisible = true;
      this.#touch(record.path);
    }
    if (record.outcome === 'resource') this.#touchResource(record.path);
    if (record.outcome === 'stub') {
      await this.#writer.putStub(record.path, undefined);
      this.isVisible = true;
    }
    await this.#withdraw(record.path);
  }

  async #withdraw(path: string): Promise<void> {
    const url = await this.#remove(path);
    if (url === undefined) return;
    this.#touch(path);
    this.#free(url);
    this.isVisible = true;
  }

  /** @returns the address that became free */
  async #remove(path: string): Promise<string | undefined> {
    await this.#noted.noteLeaving(path);
    const removed = await this.#writer.remove(path);
    if (removed?.isPage) this.havePagesChanged = true;
    else if (removed) this.counts.removed++;
    return removed?.url;
  }

  #touchResource(path: string): void {
    this.#touch(path);
    // Any other one is a document of a collection.
    if (!/^_(?:includes|data)\//.test(path)) this.havePagesChanged = true;
  }

  #touch(path: string): void {
    if (this.#hasUses) this.touched.add(path);
  }

  #free(url: string): void {
    this.freed.add(url);
    this.contested.add(url);
  }

  async #putFile(
    file: FoundFile,
    digest: string,
    outcome: FileOutcome,
    rest: Pick<FileRecord, 'url' | 'dueAt' | 'picture'> = {},
  ): Promise<void> {
    await this.#put({ ...this.#record(file, digest, outcome), ...rest });
  }

  async #put(record: FileRecord): Promise<void> {
    // What a file that is served becomes is seen by readers, and so is what becomes such a file.
    if (!(await this.#writer.putFile(record))) return;
    this.isVisible = true;
    this.#touch(record.path);
  }

  #record(file: FoundFile, digest: string, outcome: FileOutcome): FileRecord {
    return { path: file.path, stamp: this.#stampOf(file), digest, outcome };
  }

  /** The stamp by which the next look may know that the file is the same, if it is old enough for that. */
  #stampOf({ stamp }: FoundFile): FileStamp | undefined {
    return Math.max(stamp.modified, stamp.changed) > this.#nowMilliseconds - RACY_SPAN ? undefined : stamp;
  }
}

/** Readings of files that say nothing of whether a withdrawn post may be read again. */
const LEAVES_WITHDRAWAL: ReadonlySet<ReadResult['reading']['kind']> = new Set([
  'gone',
  'same',
  'unreadable',
  'rejected',
  'retracted',
]);

/** False for what stands beside posts and stubs: it counts as neither. */
export const isPost = ({ kind }: FoundFile): boolean => kind === 'post' || kind === 'stub';
