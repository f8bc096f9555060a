import { readdirSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { FileStamp } from '../../archive/open-store.ts';
import type { Collection, Problem } from '../../content/index.ts';
import type { Site } from '../../site.ts';
import { EntryFilter } from './entry-filter.ts';
import { type NameTest, unreadable, Walk, withoutStamp } from './walk.ts';

/**
 * A file of the content folder. `post`: a post; `stub`: may make a category exist; `resource`: posts of a Jekyll site may use it;
 * `file`: a page or a document of a collection where it begins with front matter, and a static file where it does not.
 */
export interface FoundFile {
  /** Relative to the content folder, with `/` between folders. */
  path: string;
  kind: 'post' | 'stub' | 'resource' | 'file';
  stamp: FileStamp;
  /** Of a `file`: the published collection in whose folder it lies. */
  collection?: Collection;
}

/** Where posts lie: below `_posts` folders, or, where there is none, in the whole content folder. */
export type Layout = 'posts-folders' | 'whole-folder';

export interface Scan {
  /** In the order of their paths. */
  files: FoundFile[];
  problems: Problem[];
  layout: Layout;
}

/** The path of a file relative to the content folder, with `/` between folders; `undefined` for a file elsewhere. */
export function pathInContent({ contentDir }: Site, file: string): string | undefined {
  const path = relative(contentDir, file).split(sep).join('/');
  return path === '' || path === '..' || path.startsWith('../') ? undefined : path;
}

/**
 * The content folder. Finds what may be published, as Jekyll's reader does: posts below any `_posts/` (or below the whole folder
 * where there is no `_posts/`), the stubs of `category/`, documents of collections, and every other file. What `EntryFilter` names
 * is passed over; only a Jekyll site's `_includes` and `_data` are resources. A link that leads out of the folder is a problem.
 */
export class ContentFolder {
  /** Real path of the folder, without symbolic links. */
  readonly root: string;
  readonly #filter: EntryFilter;
  readonly #site: Site;

  /** @throws {ArchiveError} where the content folder cannot be read: then nothing may be taken for deleted. */
  constructor(site: Site) {
    this.#filter = new EntryFilter(site);
    this.#site = site;
    try {
      this.root = realpathSync(site.contentDir);
      readdirSync(this.root);
    } catch (error) {
      throw unreadable(site.contentDir, error);
    }
  }

  /** Everything that the folder holds. @throws {ArchiveError} where a folder within cannot be read */
  scan(): Scan {
    const walk = this.#startWalk();
    walk.visit('', [this.root]);
    for (const path of this.#filter.includedFiles) walk.visitFile(path);
    return walk.result();
  }

  /** Where posts lie. Looks at no more folders than it takes to come by a `_posts` folder, and at no file. */
  findLayout(): Layout {
    return new Walk(this.root, this.#site, this.#filter, withoutStamp).findLayout();
  }

  /**
   * The paths of the files of folders that are not passed over, in no particular order. Much faster than a scan: no file is looked at, not
   * even whether its name means that it is passed over.
   * @param isWanted tells by folder and name which files to list; all where absent
   */
  listPaths(isWanted?: NameTest): string[] {
    return new Walk(this.root, this.#site, this.#filter, withoutStamp).listPaths(isWanted);
  }

  /**
   * What these files and folders hold, at a cost that does not depend on the rest; nothing for what does not exist.
   * `undefined` where only a whole scan can tell: the first `_posts` of a folder that had none.
   */
  scanPart(paths: readonly string[], layout: Layout): Scan | undefined {
    const walk = this.#startWalk();
    for (const path of paths) {
      if (path !== '' && !this.#filter.isUnreachable(path)) walk.visitOne(path);
    }
    const scan = walk.result(layout);
    return scan.layout === layout ? scan : undefined;
  }

  /** Which of these files, which need not exist, would be posts and which might be pages. The others are neither. */
  listKinds(paths: readonly string[]): Map<string, 'post' | 'page'> {
    const walk = new Walk(this.root, this.#site, this.#filter, withoutStamp);
    for (const path of paths) if (!this.#filter.isUnreachable(path)) walk.add(path);
    return new Map(walk.texts().map(({ path, kind }) => [path, kind === 'post' ? 'post' : 'page']));
  }

  #startWalk(): Walk {
    return new Walk(this.root, this.#site, this.#filter);
  }
}
