/**
 * The process that alone writes the index while the portal serves: brings it up to date, tells its parent, and goes on
 * watching. Ends with its parent.
 */
import { keepIndexed } from './serve/keep-indexed.ts';

/** What the indexer tells its parent: that there is an index, with the number of posts where it is up to date, or none. */
export type IndexerMessage = { isReady: true; posts?: number } | { isReady: false; error: string };

/** What it tells of an update later: when the first of the files was changed, in milliseconds since 1970. */
export interface PublicationMessage {
  changedAt: number;
}

const tell = (message: IndexerMessage | PublicationMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit());
// Ctrl+C reaches the whole group; the parent decides when its indexer may go.
process.on('SIGINT', () => {});
// One that comes while the first run goes on may ask for settings that this run has not read.
let isReloadWanted = false;
process.once('SIGHUP', () => {
  isReloadWanted = true;
});
try {
  const { posts, reload, close } = await keepIndexed(({ changedAt }) => {
    if (changedAt !== undefined) tell({ changedAt });
  });
  tell({ isReady: true, ...(posts !== undefined && { posts }) });
  if (isReloadWanted) await reload();
  process.on('SIGHUP', reload);
  process.once('SIGTERM', async () => {
    await close();
    process.exit();
  });
} catch (error) {
  tell({ isReady: false, error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
