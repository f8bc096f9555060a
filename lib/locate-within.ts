/** Where a path of a folder really leads: symbolic links within the folder are followed, but neither out of it nor to hidden files. */
import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** True for a path that nothing is ever published from, with `/` between folders: the settings, and what lies below a dot name. */
export const isNeverPublished = (path: string): boolean =>
  path === '_config.yml' || path.split('/').some((name) => name.startsWith('.'));

/**
 * @param root real path of a folder
 * @param real real path of what a path within it leads to
 * @returns that relative to the folder, with `/` between folders; `undefined` for what lies elsewhere
 */
export function placeWithin(root: string, real: string): string | undefined {
  return real.startsWith(root + sep) ? relative(root, real).split(sep).join('/') : undefined;
}

/** Whether a path may be read that leads to a place: what a hidden file is called itself, its caller decides. */
export const mayLeadTo = (path: string, place: string, isHidden: (place: string) => boolean): boolean =>
  place === path || !isHidden(place);

/**
 * The real path of a file or folder within a folder.
 * @param root real path of the folder
 * @param path relative to it, with `/` between folders
 * @returns `undefined` where there is none, or where a link leads out of the folder or to a hidden place
 */
export function locateWithin(root: string, path: string, isHidden = isNeverPublished): string | undefined {
  try {
    const real = realpathSync(join(root, path));
    const place = placeWithin(root, real);
    return place !== undefined && mayLeadTo(path, place, isHidden) ? real : undefined;
  } catch {
    return undefined;
  }
}
