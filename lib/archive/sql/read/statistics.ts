import type { Statistics } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';

/** @see Archive.getStatistics */
export async function getStatistics(index: Snapshot): Promise<Statistics> {
  const articles = await index.get("SELECT count FROM listings WHERE kind = 'all' AND name = ''");
  const files = await index.get(
    `SELECT count(*) AS all_files, sum(errors) AS with_errors FROM (
       SELECT path, max(CASE WHEN severity = 'error' THEN 1 ELSE 0 END) AS errors FROM problems GROUP BY path
     ) AS files_with_problems`,
  );
  const errors = Number(files?.with_errors ?? 0);
  return { articles: Number(articles?.count ?? 0), errors, warnings: Number(files?.all_files ?? 0) - errors };
}
