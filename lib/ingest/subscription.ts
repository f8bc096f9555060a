import { lstatSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { type AsyncSubscription, type BackendType, subscribe } from '@parcel/watcher';

/**
 * The system's own way to watch a folder. Left to itself the library first looks for Watchman, each time through a shell that
 * it does not wait for.
 */
const BACKENDS: Partial<Record<NodeJS.Platform, BackendType>> = {
  darwin: 'fs-events',
  linux: 'inotify',
  win32: 'windows',
};

/** What changed in a folder. */
export interface FolderChange {
  /** Relative to the folder, with `/` between names; empty for the folder itself. */
  paths: string[];
  /** True where a folder was created. On Linux the watcher does not see into the folders within it. */
  hasNewFolder: boolean;
}

/**
 * Watches a folder with all folders within.
 * @param root real path of the folder
 * @throws where the system cannot watch it (a limit on watches, a folder that does not exist)
 */
export async function subscribeTo(
  root: string,
  onChange: (change: FolderChange) => void,
  onError: (error: Error) => void,
): Promise<AsyncSubscription> {
  const backend = BACKENDS[process.platform];
  return subscribe(
    root,
    (error, events) => {
      if (error) onError(error);
      const paths: string[] = [];
      let hasNewFolder = false;
      for (const { type, path } of events) {
        const changed = relative(root, path).split(sep).join('/');
        paths.push(changed);
        hasNewFolder ||= type === 'create' && isFolderOfContent(path, changed);
      }
      onChange({ paths, hasNewFolder });
    },
    backend && { backend },
  );
}

/** Of names that begin with `.`, `_`, `#` or `~` (git's own folders, a built site) only these hold posts or what posts use. */
const isFolderOfContent = (path: string, relativePath: string): boolean =>
  !/(?:^|\/)(?:[.#~]|_(?!(?:posts|includes|data)(?:\/|$)))/.test(relativePath) &&
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
