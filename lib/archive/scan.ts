import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, matchesGlob, sep } from 'node:path';
import type { Problem } from '../content/index.ts';
import { ArchiveError } from './errors.ts';

/** A file of the content folder that may be a post or a category stub. */
export interface FoundFile {
  /** Relative to the content folder, with `/` between folders. */
  path: string;
  kind: 'post' | 'stub';
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

export interface Scan {
  /** In the order of their paths. */
  files: FoundFile[];
  problems: Problem[];
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
const POST = /\.(?:md|markdown|html)$/;
const STUB = /^category\/[^/]+\.html$/;

/**
 * Finds what may be published: files below any `_posts/`, or below the whole folder where there is no `_posts/`, and the
 * stubs of `category/`. Names that begin with `.`, `_`, `#` or `~`, backups (`…~`) and what `exclude` names are passed
 * over, as in Jekyll. A link that leads out of the folder is a problem.
 * @throws {ArchiveError} where the content folder cannot be read: then nothing may be taken for deleted.
 */
export function scanContent(contentDir: string, exclude: readonly string[]): Scan {
  const excludes = [...DEFAULT_EXCLUDES, ...exclude].map((pattern) => pattern.replace(/^\/+|\/+$/g, ''));
  const isExcluded = (path: string): boolean =>
    excludes.some((pattern) => path === pattern || path.startsWith(`${pattern}/`) || matchesGlob(path, pattern));
  const inPosts: FoundFile[] = [];
  const elsewhere: FoundFile[] = [];
  const stubs: FoundFile[] = [];
  const problems: Problem[] = [];
  let hasPostsFolder = false;
  let root: string;
  try {
    root = realpathSync(contentDir);
  } catch (error) {
    throw new ArchiveError(`content folder ${contentDir}: cannot be read; the index stays as it is`, { cause: error });
  }

  function visit(folder: string, isBelowPosts: boolean, ancestors: readonly string[]): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch (error) {
      throw new ArchiveError(`content folder ${join(root, folder)}: cannot be read; the index stays as it is`, {
        cause: error,
      });
    }
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (/^[.#~]|~$/.test(entry.name) || (entry.name.startsWith('_') && entry.name !== '_posts') || isExcluded(path))
        continue;
      const target = entry.isSymbolicLink() ? followLink(path) : undefined;
      if (entry.isSymbolicLink() && target === undefined) continue;
      const isFolder = target ? statSync(target).isDirectory() : entry.isDirectory();
      if (isFolder) {
        const real = target ?? join(root, path);
        if (entry.name === '_posts') hasPostsFolder = true;
        // A link to a folder above itself would lead round for ever.
        if (!ancestors.includes(real)) visit(path, isBelowPosts || entry.name === '_posts', [...ancestors, real]);
      } else if (POST.test(entry.name)) {
        add(path, isBelowPosts);
      }
    }
  }

  function followLink(path: string): string | undefined {
    try {
      const target = realpathSync(join(root, path));
      if (target.startsWith(root + sep)) return target;
      problems.push({
        path,
        line: 1,
        severity: 'error',
        message: 'a link that leads out of the content folder: copy the file instead',
      });
    } catch {
      problems.push({ path, line: 1, severity: 'error', message: 'a link that leads nowhere: remove it' });
    }
    return undefined;
  }

  function add(path: string, isBelowPosts: boolean): void {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat?.isFile()) return;
    const file = { path, size: stat.size, modified: stat.mtimeMs };
    if (isBelowPosts) inPosts.push({ ...file, kind: 'post' });
    else if (STUB.test(path)) stubs.push({ ...file, kind: 'stub' });
    else elsewhere.push({ ...file, kind: 'post' });
  }

  if (!lstatSync(root).isDirectory()) throw new ArchiveError(`content folder ${contentDir}: is not a folder`);
  visit('', false, [root]);
  const files = [...(hasPostsFolder ? inPosts : elsewhere), ...stubs];
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), problems };
}
