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
  /** True where a folder of interest was created. On Linux the watcher does not see into the folders within it. */
  hasNewFolder: boolean;
}

/**
 * Watches a folder with all folders within.
 * @param root real path of the folder
 * @param isPassedOver tells of a path relative to the folder whether what lies there is of no interest
 * @throws where the system cannot watch it (a limit on watches, a folder that does not exist)
 */
export async function subscribeTo(
  root: string,
  isPassedOver: (path: string) => boolean,
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
        hasNewFolder ||= type === 'create' && !isPassedOver(changed) && isFolder(path);
      }
      onChange({ paths, hasNewFolder });
    },
    backend && { backend },
  );
}

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
