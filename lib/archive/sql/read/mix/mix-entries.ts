import { codeMark } from '../../../marks.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { EntryPlace, EntryRange } from '../listings.ts';

/**
 * Numbers of the articles at some places of a mix, newest first. Its places are the entries of all its listings in one order, so
 * that counts of days find a place as in any other listing; an article is shown at the first of its places, and a wire post is not
 * where its media post is in the mix too.
 */
export async function listMixArticles(
  index: Snapshot,
  { ids }: EntryRange,
  { ranks, skipped }: EntryPlace,
  limit: number,
): Promise<number[]> {
  // The place before the first one tells whether both are of one article.
  const before = Math.min(skipped, 1);
  const entries = ids.map(() => 'SELECT rank, path, article FROM entries WHERE listing = ? AND rank > ? AND rank <= ?');
  const rows = await index.all(
    `${entries.join(' UNION ALL ')} ORDER BY rank, path LIMIT ? OFFSET ?`,
    ...ids.flatMap((id) => [id, ...ranks]),
    limit + before,
    skipped - before,
  );
  const articles = rows.map((row) => Number(row.article));
  const first = articles.filter((article, i) => i >= before && article !== articles[i - 1]);
  const hidden = await findShownByTwin(index, ids, first);
  return first.filter((article) => !hidden.has(article));
}

/** The wire posts among articles whose media post is in one of the listings. */
async function findShownByTwin(
  index: Snapshot,
  listings: readonly number[],
  articles: readonly number[],
): Promise<Set<number>> {
  if (articles.length === 0) return new Set();
  const placesOf = (values: readonly number[]): string => values.map(() => '?').join(', ');
  const rows = await index.all(
    `SELECT a.id, a.code, CASE WHEN EXISTS (
       SELECT 1 FROM articles m JOIN entries e ON e.rank = m.rank AND e.path = m.path
       WHERE m.code = a.code AND m.is_wire = 0 AND e.listing IN (${placesOf(listings)})) THEN 1 ELSE 0 END AS is_hidden
     FROM articles a WHERE a.id IN (${placesOf(articles)}) AND a.is_wire = 1 AND a.code IS NOT NULL`,
    ...listings,
    ...articles,
  );
  for (const { code } of rows) index.note(codeMark(String(code)));
  return new Set(rows.filter((row) => Number(row.is_hidden) === 1).map((row) => Number(row.id)));
}
