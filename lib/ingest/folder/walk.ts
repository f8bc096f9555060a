import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ArchiveError } from '../../archive/errors.ts';
import type { FileStamp } from '../../archive/open-store.ts';
import type { Problem } from '../../content/index.ts';
import { mayLeadTo, placeWithin } from '../../locate-within.ts';
import type { Site } from '../../site.ts';
import type { FoundFile, Layout, Scan } from './content-folder.ts';
import type { EntryFilter } from './entry-filter.ts';

const POSTS = '_posts';
const IN_POSTS = /(?:^|\/)_posts\//;
const IN_DRAFTS = /(?:^|\/)_drafts\//;
const STUB = /^category\/[^/]+\.html$/;
/** What the name of a post of a Jekyll site begins with. */
const POST_DATE = /(?:^|\/)\d{2,4}-\d{1,2}-\d{1,2}-[^/]*$/;
/** What is meant for a date at the beginning of a name. A post with a wrong one is an error, and no page. */
const NUMBER = /(?:^|\/)(?!404\.)\d[^/]*$/;

/** A name whose bytes are not UTF-8 reads with this character, and leads to no file. */
const NOT_UTF8 = '\ufffd';

export const unreadable = (folder: string, cause: unknown): ArchiveError =>
  new ArchiveError(`CONTENT_DIR: content folder ${folder}: cannot be read; the index stays as it is`, { cause });

/** Stamp of a file below a folder; `undefined` for what is none, or is not there. */
type StampReader = (root: string, path: string) => FileStamp | undefined;

const readStamp: StampReader = (root, path) => {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  return stat?.isFile()
    ? { size: stat.size, modified: stat.mtimeMs, changed: stat.ctimeMs, inode: stat.ino }
    : undefined;
};

/** For walks that want paths alone. */
export const withoutStamp: StampReader = () => ({ size: 0, modified: 0, changed: 0, inode: 0 });

/** Whether a file is wanted, by its folder, relative to the content folder, and its name. */
export type NameTest = (folder: string, name: string) => boolean;

/** What a walk does that looks at no file: list those that are wanted, or find out where posts lie. */
type Quest = { isWanted: NameTest; paths: string[] } | 'layout';

/** One walk through the content folder. */
export class Walk {
  readonly #root: string;
  readonly #filter: EntryFilter;
  readonly #stampOf: StampReader;
  /** Names of posts. */
  readonly #postName: RegExp;
  readonly #isJekyll: boolean;
  /** Files of `_posts` folders, stubs and resources. */
  readonly #known: FoundFile[] = [];
  /** Files that are posts where there is no `_posts` folder. */
  readonly #elsewhere: FoundFile[] = [];
  readonly #problems: Problem[] = [];
  #hasPostsFolder = false;
  #quest: Quest | undefined;

  constructor(root: string, { markdownExtensions, jekyll }: Site, filter: EntryFilter, stampOf = readStamp) {
    this.#root = root;
    this.#stampOf = stampOf;
    this.#filter = filter;
    this.#isJekyll = jekyll !== undefined;
    const endings = ['html', 'htm', ...markdownExtensions].map((ending) => RegExp.escape(ending));
    this.#postName = new RegExp(`\\.(?:${endings.join('|')})$`, 'i');
  }

  result(known?: Layout): Scan {
    const { files, layout } = this.#list(known);
    return { files: files.sort(byPath), problems: this.#problems, layout };
  }

  /** The posts and what may be pages, in no particular order. */
  texts(): FoundFile[] {
    return this.#list().files.filter(
      ({ path, kind }) => kind === 'post' || (kind === 'file' && this.#postName.test(path)),
    );
  }

  /** The paths of all wanted files, whatever their names mean, in no particular order. */
  listPaths(isWanted: NameTest = () => true): string[] {
    const paths: string[] = [];
    this.#quest = { isWanted, paths };
    this.visit('', [this.#root]);
    const linked = this.#list().files.map(({ path }) => path);
    return [...paths, ...linked.filter((path) => isWanted(posix.dirname(path), posix.basename(path)))];
  }

  /** Where posts lie. */
  findLayout(): Layout {
    this.#quest = 'layout';
    this.visit('', [this.#root]);
    return this.#list().layout;
  }

  #list(known?: Layout): { files: FoundFile[]; layout: Layout } {
    const layout = this.#hasPostsFolder ? 'posts-folders' : (known ?? 'whole-folder');
    if (layout === 'posts-folders') return { files: [...this.#known, ...this.#elsewhere], layout };
    const elsewhere = this.#elsewhere.map(
      (file): FoundFile => (this.#isPost(file.path) ? { ...file, kind: 'post' } : file),
    );
    return { files: [...this.#known, ...elsewhere], layout };
  }

  visit(folder: string, ancestors: readonly string[]): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(this.#root, folder), { withFileTypes: true });
    } catch (error) {
      if (!folder.includes(NOT_UTF8)) throw unreadable(join(this.#root, folder), error);
      this.#report(folder, 'a name that is not UTF-8: rename it');
      return;
    }
    const quest = this.#quest;
    for (const entry of entries) {
      if (quest === 'layout' && this.#hasPostsFolder) return;
      if (quest && entry.isFile()) {
        if (quest !== 'layout' && quest.isWanted(folder, entry.name)) quest.paths.push(pathOf(folder, entry.name));
        continue;
      }
      const path = pathOf(folder, entry.name);
      if (this.#filter.isPassedOver(path)) continue;
      if (entry.isSymbolicLink()) this.#visitLink(path, ancestors);
      else if (entry.isDirectory()) this.#visitFolder(path, join(this.#root, path), ancestors);
      else this.#add(path);
    }
  }

  /** One file or folder, wherever it lies; nothing where it does not exist. */
  visitOne(path: string): void {
    if (statSync(join(this.#root, path), { throwIfNoEntry: false })) this.#visitLink(path, [this.#root]);
  }

  /** One file; nothing where there is none, or a folder is. */
  visitFile(path: string): void {
    if (statSync(join(this.#root, path), { throwIfNoEntry: false })?.isFile()) this.#visitLink(path, [this.#root]);
  }

  #visitFolder(path: string, real: string, ancestors: readonly string[]): void {
    if (path.split('/').includes(POSTS)) this.#hasPostsFolder = true;
    // A link to a folder above itself would lead round for ever.
    if (!ancestors.includes(real)) this.visit(path, [...ancestors, real]);
  }

  #visitLink(path: string, ancestors: readonly string[]): void {
    let target: string;
    try {
      target = realpathSync(join(this.#root, path));
    } catch {
      this.#report(path, 'a link that leads nowhere: remove it');
      return;
    }
    const place = placeWithin(this.#root, target);
    if (place === undefined) {
      this.#report(path, 'a link that leads out of the content folder: copy the file instead');
      return;
    }
    if (!mayLeadTo(path, place, (hidden) => this.#filter.isHidden(hidden))) {
      this.#report(path, `a link to ${place}, which is never published: copy the file instead`);
    } else if (statSync(target).isDirectory()) this.#visitFolder(path, target, ancestors);
    else this.#add(path);
  }

  /** A file that is not passed over. */
  add(path: string): void {
    this.#add(path);
  }

  #report(path: string, message: string): void {
    this.#problems.push({ path, line: 1, severity: 'error', message });
  }

  #add(path: string): void {
    const isInPosts = IN_POSTS.test(path);
    const isDraft = IN_DRAFTS.test(path);
    // Jekyll publishes nothing else that lies there.
    if ((isInPosts || isDraft) && !this.#postName.test(path)) return;
    const stamp = this.#stampOf(this.#root, path);
    if (!stamp) {
      if (path.includes(NOT_UTF8)) this.#report(path, 'a name that is not UTF-8: rename it');
      return;
    }
    const file = { path, stamp };
    if (this.#filter.isResource(path)) this.#known.push({ ...file, kind: 'resource' });
    else if (isInPosts) {
      this.#hasPostsFolder = true;
      this.#known.push({ ...file, kind: 'post' });
    } else if (isDraft) this.#known.push({ ...file, kind: 'post' });
    else if (STUB.test(path)) this.#known.push({ ...file, kind: 'stub' });
    else {
      const collection = this.#filter.collectionOf(path);
      this.#elsewhere.push({ ...file, kind: 'file', ...(collection && { collection }) });
    }
  }

  /** Whether a file outside `_posts` is a post where there is no such folder. The others may be pages. */
  #isPost(path: string): boolean {
    return this.#postName.test(path) && (this.#isJekyll ? POST_DATE : NUMBER).test(path);
  }
}

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const pathOf = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
