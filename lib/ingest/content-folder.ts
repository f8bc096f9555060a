import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, matchesGlob, sep } from 'node:path';
import { ArchiveError } from '../archive/index.ts';
import type { FileStamp } from '../archive/open-store.ts';
import type { Problem } from '../content/index.ts';
import type { Site } from '../site.ts';

/** A file of the content folder that may be a post or a category stub, or a resource that posts of a Jekyll site use. */
export interface FoundFile {
  /** Relative to the content folder, with `/` between folders. */
  path: string;
  kind: 'post' | 'stub' | 'resource';
  stamp: FileStamp;
}

/** Where posts lie: below `_posts` folders, or, where there is none, in the whole content folder. */
export type Layout = 'posts-folders' | 'whole-folder';

export interface Scan {
  /** In the order of their paths. */
  files: FoundFile[];
  problems: Problem[];
  layout: Layout;
}

/** Left out by Jekyll unless `_config.yml` says otherwise. */
const DEFAULT_EXCLUDES = [
  'node_modules',
  'vendor/bundle',
  'vendor/cache',
  'vendor/gems',
  'vendor/ruby',
  'Gemfile',
  'Gemfile.lock',
];
const POSTS = '_posts';
const IN_POSTS = /(?:^|\/)_posts\//;
/** What is not a pattern needs no matcher of patterns, which would take longer than all else that is done with a name. */
const PLAIN = /^[\p{L}\p{N}_-]+(?:[./][\p{L}\p{N}_-]+)*$/u;
const STUB = /^category\/[^/]+\.html$/;
/** Includes and data of a Jekyll site, and the folders that hold them. */
const RESOURCE = /^_(?:includes|data)(?:\/|$)/;

/** A path whose last name Jekyll passes over. */
const isSpecial = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^[.#~]|~$/.test(name) || (name.startsWith('_') && name !== POSTS);
};

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/**
 * The content folder. Finds what may be published: files below any `_posts/`, or below the whole folder where there is no
 * `_posts/`, and the stubs of `category/`. Names that begin with `.`, `_`, `#` or `~`, backups (`…~`) and what `exclude`
 * names are passed over, as in Jekyll; only a Jekyll site's `_includes` and `_data` are resources. A link that leads out of the folder is a problem.
 */
export class ContentFolder {
  /** Real path of the folder, without symbolic links. */
  readonly root: string;
  readonly #excludes: string[];
  readonly #excludePatterns: string[];
  /** Names of posts. */
  readonly #postName: RegExp;
  readonly #isJekyll: boolean;

  /** @throws {ArchiveError} where the content folder cannot be read: then nothing may be taken for deleted. */
  constructor({ contentDir, exclude, markdownExtensions, jekyll }: Site) {
    this.#isJekyll = jekyll !== undefined;
    const endings = ['html', 'htm', ...markdownExtensions].map((ending) => RegExp.escape(ending));
    this.#postName = new RegExp(`\\.(?:${endings.join('|')})$`, 'i');
    this.#excludes = [...DEFAULT_EXCLUDES, ...exclude].map((pattern) => pattern.replace(/^\/+|\/+$/g, ''));
    this.#excludePatterns = this.#excludes.filter((pattern) => !PLAIN.test(pattern));
    try {
      this.root = realpathSync(contentDir);
      readdirSync(this.root);
    } catch (error) {
      throw unreadable(contentDir, error);
    }
  }

  /** Everything that the folder holds. @throws {ArchiveError} where a folder within cannot be read */
  scan(): Scan {
    const walk = new Walk(this.root, this.#postName, (path) => this.#isPassedOver(path));
    walk.visit('', [this.root]);
    return walk.result();
  }

  /** The paths of all posts, in no particular order, and where posts lie. Much faster than a scan: no file is looked at. */
  listPosts(): { paths: string[]; layout: Layout } {
    const walk = new Walk(
      this.root,
      this.#postName,
      (path) => this.#isPassedOver(path),
      () => UNSTAMPED,
    );
    walk.visit('', [this.root]);
    return walk.posts();
  }

  /**
   * What these files and folders hold, at a cost that does not depend on the rest; nothing for what does not exist.
   * `undefined` where only a whole scan can tell: the first `_posts` of a folder that had none.
   */
  scanPart(paths: readonly string[], layout: Layout): Scan | undefined {
    const walk = new Walk(this.root, this.#postName, (path) => this.#isPassedOver(path));
    for (const path of paths) {
      const names = path.split('/');
      const isPassedOver = names.some((_, i) => this.#isPassedOver(names.slice(0, i + 1).join('/')));
      if (path !== '' && !isPassedOver) walk.visitOne(path);
    }
    const scan = walk.result(layout);
    return scan.layout === layout ? scan : undefined;
  }

  #isPassedOver(path: string): boolean {
    if (this.#isJekyll && RESOURCE.test(path)) return /\/[.#~][^/]*$|~$/.test(path);
    return isSpecial(path) || this.#isExcluded(path);
  }

  #isExcluded(path: string): boolean {
    return (
      this.#excludes.some(
        (name) => path.startsWith(name) && (path.length === name.length || path[name.length] === '/'),
      ) || this.#excludePatterns.some((pattern) => matchesGlob(path, pattern))
    );
  }
}

const unreadable = (folder: string, cause: unknown): ArchiveError =>
  new ArchiveError(`CONTENT_DIR: content folder ${folder}: cannot be read; the index stays as it is`, { cause });

/** Stamp of a file below a folder; `undefined` for what is none. */
type StampReader = (root: string, path: string) => FileStamp | undefined;

const readStamp: StampReader = (root, path) => {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  return stat?.isFile()
    ? { size: stat.size, modified: stat.mtimeMs, changed: stat.ctimeMs, inode: stat.ino }
    : undefined;
};

/** For walks that want paths alone. */
const UNSTAMPED: FileStamp = { size: 0, modified: 0, changed: 0, inode: 0 };

/** One walk through the content folder. */
class Walk {
  readonly #root: string;
  readonly #postName: RegExp;
  readonly #isPassedOver: (path: string) => boolean;
  readonly #stampOf: StampReader;
  readonly #inPosts: FoundFile[] = [];
  readonly #elsewhere: FoundFile[] = [];
  readonly #stubs: FoundFile[] = [];
  readonly #resources: FoundFile[] = [];
  readonly #problems: Problem[] = [];
  #hasPostsFolder = false;

  constructor(root: string, postName: RegExp, isPassedOver: (path: string) => boolean, stampOf = readStamp) {
    this.#root = root;
    this.#stampOf = stampOf;
    this.#postName = postName;
    this.#isPassedOver = isPassedOver;
  }

  #postsOf(layout: Layout): FoundFile[] {
    return layout === 'posts-folders' ? this.#inPosts : this.#elsewhere;
  }

  posts(): { paths: string[]; layout: Layout } {
    const layout = this.#hasPostsFolder ? 'posts-folders' : 'whole-folder';
    return { paths: this.#postsOf(layout).map(({ path }) => path), layout };
  }

  result(known?: Layout): Scan {
    const layout = this.#hasPostsFolder || known === 'posts-folders' ? 'posts-folders' : 'whole-folder';
    const posts = this.#postsOf(layout);
    return { files: [...posts, ...this.#stubs, ...this.#resources].sort(byPath), problems: this.#problems, layout };
  }

  visit(folder: string, ancestors: readonly string[]): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(this.#root, folder), { withFileTypes: true });
    } catch (error) {
      throw unreadable(join(this.#root, folder), error);
    }
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (this.#isPassedOver(path)) continue;
      if (entry.isSymbolicLink()) this.#visitLink(path, ancestors);
      else if (entry.isDirectory()) this.#visitFolder(path, join(this.#root, path), ancestors);
      else if (this.#isWanted(path)) this.#add(path);
    }
  }

  /** One file or folder, wherever it lies; nothing where it does not exist. */
  visitOne(path: string): void {
    if (statSync(join(this.#root, path), { throwIfNoEntry: false })) this.#visitLink(path, [this.#root]);
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
    if (!target.startsWith(this.#root + sep)) {
      this.#report(path, 'a link that leads out of the content folder: copy the file instead');
      return;
    }
    if (statSync(target).isDirectory()) this.#visitFolder(path, target, ancestors);
    else if (this.#isWanted(path)) this.#add(path);
  }

  #isWanted(path: string): boolean {
    return this.#postName.test(path) || RESOURCE.test(path);
  }

  #report(path: string, message: string): void {
    this.#problems.push({ path, line: 1, severity: 'error', message });
  }

  #add(path: string): void {
    const stamp = this.#stampOf(this.#root, path);
    if (!stamp) return;
    const file = { path, stamp };
    if (RESOURCE.test(path)) this.#resources.push({ ...file, kind: 'resource' });
    else if (IN_POSTS.test(path)) {
      this.#hasPostsFolder = true;
      this.#inPosts.push({ ...file, kind: 'post' });
    } else if (STUB.test(path)) this.#stubs.push({ ...file, kind: 'stub' });
    else this.#elsewhere.push({ ...file, kind: 'post' });
  }
}
