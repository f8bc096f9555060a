import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { JekyllSite, MAX_POST_BYTES, type SiteFiles } from '../../content/index.ts';
import type { ReadContext } from '../read-files.ts';

/** Files that the posts of a Jekyll site use. A link that leads out of the content folder, or to a file beyond the limit of posts, is none. */
class FolderFiles implements SiteFiles {
  readonly #root: string;

  /** @param root real path of the content folder, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  read(path: string): Uint8Array | undefined {
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
      const path = this.#locate(folder);
      const entries = path === undefined ? [] : readdirSync(path, { withFileTypes: true });
      return entries
        .filter(({ name }) => !/^[.#~]|~$/.test(name))
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort();
    } catch {
      return [];
    }
  }

  /** Throws for what does not exist. */
  #locate(path: string): string | undefined {
    const real = realpathSync(join(this.#root, path));
    return real.startsWith(this.#root + sep) ? real : undefined;
  }
}

let current: { run: string; site: JekyllSite } | undefined;

/**
 * The Jekyll site of a content folder; `undefined` for a plain archive. What it has read is kept for one run, in which a process
 * reads many posts.
 */
export function siteOfRun({ run, contentDir, settings, listings }: ReadContext): JekyllSite | undefined {
  if (!settings.jekyll) return undefined;
  if (current?.run !== run) current = { run, site: new JekyllSite(new FolderFiles(contentDir), settings, listings) };
  return current.site;
}
