/** Checks whether a content folder can be read and watched. Changes nothing. */
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { type Finding, judgeFreeSpace } from '../../archive/diagnose/index.ts';
import type { Site } from '../../site.ts';
import { EntryFilter } from '../folder/entry-filter.ts';
import { subscribeTo } from '../folder/subscription.ts';

export async function diagnoseContent(site: Site): Promise<Finding[]> {
  const { contentDir } = site;
  const check = 'content folder';
  try {
    accessSync(contentDir, constants.R_OK | constants.X_OK);
    if (readdirSync(contentDir).length === 0) {
      return [
        { level: 'error', check, message: `CONTENT_DIR: ${contentDir} is empty; mount its disk, or put posts into it` },
      ];
    }
  } catch (error) {
    return [{ level: 'error', check, message: `CONTENT_DIR: ${contentDir} cannot be read (${reasonOf(error)})` }];
  }
  return [
    { level: 'ok', check, message: `${contentDir} can be read` },
    ...(await diagnoseDisk(site)),
    await diagnoseWatching(site),
  ];
}

/** Of the content folder's disk, where that is another than the data folder's and new posts can be written to it. */
async function diagnoseDisk({ contentDir, dataDir }: Site): Promise<Finding[]> {
  const deviceOf = (folder: string): number | undefined => statSync(folder, { throwIfNoEntry: false })?.dev;
  if (deviceOf(contentDir) === deviceOf(dataDir) || isReadOnlyDisk(contentDir)) return [];
  return [await judgeFreeSpace(contentDir, 0, ' for new posts')];
}

function isReadOnlyDisk(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS';
  }
}

async function diagnoseWatching(site: Site): Promise<Finding> {
  const check = 'watching';
  try {
    const filter = new EntryFilter(site);
    const root = realpathSync(site.contentDir);
    const subscription = await subscribeTo(
      root,
      (path) => filter.isUnreachable(path),
      () => {},
      () => {},
    );
    await subscription.unsubscribe();
    return { level: 'ok', check, message: 'the system tells of changed files' };
  } catch (error) {
    const message = `the system does not tell of changed files (${reasonOf(error)}); they are looked for every few seconds`;
    return { level: 'warning', check, message: `${message}; on Linux raise fs.inotify.max_user_watches` };
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
