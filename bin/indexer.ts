/**
 * The process that alone writes the index while the portal serves: brings it up to date, tells its parent, and goes on
 * watching. Ends with its parent.
 */
import { keepUpToDate } from './ingest/keep-up-to-date.ts';

/** What the indexer tells its parent: that there is an index, with the number of posts where it is up to date, or none. */
export type IndexerMessage = { isReady: true; posts?: number } | { isReady: false; error: string };

const tell = (message: IndexerMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit());
// Ctrl+C reaches the whole group; the parent decides when its indexer may go.
process.on('SIGINT', () => {});
const stop = new AbortController();
try {
  await keepUpToDate(stop.signal, (posts) => {
    // Before, there is nothing that would have to be completed.
    process.once('SIGTERM', () => stop.abort());
    tell({ isReady: true, ...(posts !== undefined && { posts }) });
  });
  process.exit();
} catch (error) {
  tell({ isReady: false, error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
