import { codeMark } from '../../../marks.ts';
import { allIn } from '../../many-rows.ts';
import type { Snapshot } from '../../snapshot.ts';
import type { EntryPlace, EntryRange } from '../listings/places.ts';
import { toTexts } from '../rows.ts';

/**
 * Numbers of the articles at some places of a mix, newest first. Its places are the entries of all its listings in one order, so
 * that counts of days find a place as in any other listing; an article is shown at the first of its places, and a wire post is not
 * where its media post is in the mix too.
 */
export async function listMixArticles(
  index: Snapshot,
  { ids, mix = [] }: EntryRange,
  { from, to, skipped }: EntryPlace,
  limit: number,
): Promise<number[]> {
  // The place before the first one tells whether both are of one article.
  const before = Math.min(skipped, 1);
  // With an order of their own PostgreSQL merges the entries of the listings, and SQLite does so anyway: neither sorts or reads them all.
  const entries = ids.map(
    (_, i) => `SELECT * FROM (SELECT rank, path, article FROM entries
      WHERE listing = ? AND (rank, path) >= (?, ?) AND rank <= ? ORDER BY rank, path) e${i}`,
  );
  const rows = await index.all(
    `${entries.join(' UNION ALL ')} ORDER BY rank, path LIMIT ? OFFSET ?`,
    ...ids.flatMap((id) => [id, from.rank, from.path, to]),
    limit + before,
    skipped - before,
  );
  const articles = rows.map((row) => Number(row.article));
  const first = articles.filter((article, i) => i >= before && article !== articles[i - 1]);
  const hidden = await findShownByTwin(index, first, mix);
  return first.filter((article) => !hidden.has(article));
}

/** The wire posts among articles that have a media post in one of these categories. */
async function findShownByTwin(
  index: Snapshot,
  articles: readonly number[],
  categories: readonly string[],
): Promise<Set<number>> {
  const rows = await allIn(
    index,
    'SELECT a.id, a.code, m.categories FROM articles a LEFT JOIN articles m ON m.code = a.code AND m.is_wire = 0 WHERE a.id IN',
    articles,
    'AND a.is_wire = 1 AND a.code IS NOT NULL',
  );
  const hidden = new Set<number>();
  for (const { id, code, categories: names } of rows) {
    index.note(codeMark(String(code)));
    if (names !== null && toTexts(names).some((name) => categories.includes(name))) hidden.add(Number(id));
  }
  return hidden;
}
