import type { ArchiveError } from '../../lib/archive/index.ts';
import { type UpdateReport, watchContent } from '../../lib/ingest/index.ts';
import { startPushing, targetsOf } from '../../lib/push/index.ts';
import { readSite } from '../../lib/site.ts';
import { indexFirst, reportMessage, reportUpdate } from '../index-content.ts';

/** An index that follows the content folder. */
export interface KeptIndex {
  /** What the first run gave; what it failed with, where the state of an earlier run is served meanwhile. */
  first: UpdateReport | ArchiveError;
  contentDir: string;
  close(): Promise<void>;
}

/**
 * Brings the index up to date, keeps it so, and tells search engines and hubs what changes.
 * @param onUpdate called after each update but the first
 */
export async function keepIndexed(onUpdate: (report: UpdateReport) => void = () => {}): Promise<KeptIndex> {
  let site = readSite(process.env);
  const first = await indexFirst(site);
  const read = (): typeof site => {
    site = readSite(process.env);
    return site;
  };
  const report = (update: UpdateReport): void => {
    reportUpdate(update);
    onUpdate(update);
  };
  const watch = await watchContent({ readSite: read, onUpdate: report, onMessage: reportMessage }, first);
  if (site.push?.baidu && site.push.baidu.token === undefined) {
    reportMessage('BAIDU_PUSH_TOKEN: is not set; nothing is pushed to Baidu');
  }
  const pushing = startPushing({
    dataDir: site.dataDir,
    listTargets: () => targetsOf(site),
    onMessage: reportMessage,
  });
  const close = async (): Promise<void> => {
    pushing.close();
    await watch.close();
  };
  return { first, contentDir: site.contentDir, close };
}
