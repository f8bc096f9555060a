import type { UpdateReport } from '../../lib/ingest/index.ts';
import { log } from '../../lib/log.ts';
import { startPushing, targetsOf } from '../../lib/push/index.ts';
import { readSite, type Site } from '../../lib/site.ts';
import { reportMessage, reportUpdate } from '../index-content.ts';
import { KeepUpToDate } from '../ingest/keep-up-to-date.ts';
import { listChangedSettings } from './changed-settings.ts';
import { RESTART } from './signals.ts';

/** An index that follows the content folder. */
export interface KeptIndex {
  /** Of the first run; `undefined` where it failed and the state of an earlier run is served, or where another process works. */
  posts: number | undefined;
  site: Site;
  /** Reads `_config.yml` again and does what follows from it. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Brings the index up to date, keeps it so, and tells search engines and hubs what changes. Of several processes with one database, one
 * does; the others resolve once there is an index, and take over when that one ends.
 * @param onUpdate called after each update but the first
 * @param stop ends it, also while it waits for an index
 */
export async function keepIndexed(
  onUpdate: (report: UpdateReport) => void = () => {},
  stop?: AbortSignal,
): Promise<KeptIndex> {
  let site = readSite(process.env);
  const read = (): typeof site => {
    site = readSite(process.env);
    return site;
  };
  const report = (update: UpdateReport): void => {
    reportUpdate(update);
    onUpdate(update);
  };
  const keeping = new KeepUpToDate({ readSite: read, onUpdate: report, onMessage: reportMessage });
  // What fails then, `start` says.
  stop?.addEventListener('abort', () => void keeping.close().catch(() => {}), { once: true });
  const posts = await keeping.start();
  if (site.push?.baidu && site.push.baidu.token === undefined) {
    reportMessage('BAIDU_PUSH_TOKEN: is not set; nothing is pushed to Baidu', 'push-message');
  }
  const pushing = startPushing({
    dataDir: site.dataDir,
    listTargets: () => targetsOf(site),
    onMessage: (message) => reportMessage(message, 'push-message'),
  });
  const reload = async (): Promise<void> => {
    const old = site;
    try {
      await keeping.reload();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reportMessage(`${message}; the settings stay as they are`, 'settings-wrong');
      return;
    }
    const changed = listChangedSettings(old, site);
    const what = changed.length === 0 ? 'none has changed' : `changed: ${changed.join(', ')}`;
    log({
      level: 'info',
      event: 'settings-read',
      message: `the settings of _config.yml were read again, ${what}; ${RESTART}`,
      fields: { changed: changed.join(' ') },
    });
  };
  const close = async (): Promise<void> => {
    pushing.close();
    await keeping.close();
  };
  return { posts, site, reload, close };
}
