/** Checks whether a content folder can be read and watched. Changes nothing. */
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import type { Finding } from '../../archive/diagnose/index.ts';
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
  return [{ level: 'ok', check, message: `${contentDir} can be read` }, await diagnoseWatching(site)];
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
