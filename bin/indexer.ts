/**
 * The process that alone writes the index while the portal serves: brings it up to date, tells its parent, and goes on
 * watching. Ends with its parent.
 */
import { readSite } from '../lib/site.ts';
import { indexContent, printProblems, summarize } from './index-content.ts';
import { watchContent } from './watch-content.ts';

/** What the indexer tells its parent: the content folder is indexed, or cannot be. */
export type IndexerMessage = { posts: number } | { error: string };

const tell = (message: IndexerMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit());
// Ctrl+C reaches the whole group; the parent decides when its indexer may go.
process.on('SIGINT', () => {});
try {
  const site = readSite(process.env);
  const report = await indexContent(site);
  printProblems(report.problems);
  console.error(summarize(report));
  const watch = await watchContent(site, report.nextDueAt);
  tell({ posts: report.posts });
  process.once('SIGTERM', async () => {
    await watch.close();
    process.exit();
  });
} catch (error) {
  tell({ error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
