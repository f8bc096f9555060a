import { readdirSync, readFileSync, statSync } from 'node:fs';
import { JekyllSite, MAX_POST_BYTES, type SiteFiles } from '../../content/index.ts';
import { locateWithin } from '../../locate-within.ts';
import type { ReadContext } from '../read-files.ts';
import { EntryFilter } from './entry-filter.ts';

/**
 * Files that the posts of a Jekyll site use. A link that leads out of the content folder or to a hidden file, or to a file beyond the limit of
 * posts, is none.
 */
class FolderFiles implements SiteFiles {
  readonly #root: string;
  readonly #filter: EntryFilter;

  /** @param root real path of the content folder, without symbolic links */
  constructor(root: string, filter: EntryFilter) {
    this.#root = root;
    this.#filter = filter;
  }

  read(path: string): Uint8Array | undefined {
    if (this.#filter.isHidden(path)) return undefined;
    try {
      const file = this.#locate(path);
      const stat = file === undefined ? undefined : statSync(file);
      return file !== undefined && stat?.isFile() && stat.size <= MAX_POST_BYTES ? readFileSync(file) : undefined;
    } catch {
      return undefined;
    }
  }

  list(folder: string): readonly string[] {
    try {
      const file = folder === '' ? this.#root : this.#locate(folder);
      const entries = file === undefined ? [] : readdirSync(file, { withFileTypes: true });
      return entries
        .filter(({ name }) => !this.#filter.isPassedOver(folder === '' ? name : `${folder}/${name}`))
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort();
    } catch {
      return [];
    }
  }

  mayPublish(path: string): boolean {
    return this.#filter.mayPublish(path);
  }

  #locate(path: string): string | undefined {
    return locateWithin(this.#root, path, (place) => this.#filter.isHidden(place));
  }
}

let current: { run: string; site: JekyllSite } | undefined;

/**
 * The Jekyll site of a content folder; `undefined` for a plain archive. What it has read is kept for one run, in which a process
 * reads many posts.
 */
export function siteOfRun({ run, contentDir, settings, entries, listings }: ReadContext): JekyllSite | undefined {
  if (!settings.jekyll) return undefined;
  if (current?.run !== run) {
    const files = new FolderFiles(contentDir, new EntryFilter(entries));
    current = { run, site: new JekyllSite(files, settings, listings) };
  }
  return current.site;
}
