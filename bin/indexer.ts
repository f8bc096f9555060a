/**
 * The process that alone writes the index while the portal serves: brings it up to date, tells its parent, and goes on
 * watching. Ends with its parent.
 */
import { watchContent } from '../lib/ingest/index.ts';
import { readSite } from '../lib/site.ts';
import { indexFirst, reportMessage, reportUpdate } from './index-content.ts';

/** What the indexer tells its parent: that there is an index, with the number of posts where it is up to date, or none. */
export type IndexerMessage = { isReady: true; posts?: number } | { isReady: false; error: string };

const tell = (message: IndexerMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit());
// Ctrl+C reaches the whole group; the parent decides when its indexer may go.
process.on('SIGINT', () => {});
try {
  const first = await indexFirst(readSite(process.env));
  const watch = await watchContent(
    { readSite: () => readSite(process.env), onUpdate: reportUpdate, onMessage: reportMessage },
    first,
  );
  tell({ isReady: true, ...(!(first instanceof Error) && { posts: first.posts }) });
  process.once('SIGTERM', async () => {
    await watch.close();
    process.exit();
  });
} catch (error) {
  tell({ isReady: false, error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
