import { makeExtracts, markMatches, type Query } from '../../../search/index.ts';
import { formatCursor, parseCursor } from '../../../search/top-hits.ts';
import type { SearchHit, SearchResults, SearchSelection } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, toLink, toSummary, toTexts } from './rows.ts';

/** Categories beside the hits of a search at most. */
const MAX_CATEGORIES = 12;

/** @see Archive.search */
export function search(
  index: Connection,
  query: Query,
  { order, limit, offset = 0, cursor }: SearchSelection,
): SearchResults {
  const after = cursor === undefined ? undefined : parseCursor(cursor);
  // One more than is asked for tells whether there is a next page.
  const found = index.search().find(query, order, { offset, limit: limit + 1, ...(after && { after }) });
  const places = found.places.slice(0, limit);
  const last = found.places.length > limit ? places.at(-1) : undefined;
  return {
    total: found.total,
    hits: places.flatMap(({ article }) => readHit(index, article, query.terms) ?? []),
    ...(last && { next: formatCursor(last) }),
    categories: listCounted(index, found.categories),
    years: [...found.years].sort(([a], [b]) => b - a).map(([year, count]) => ({ period: String(year), count })),
  };
}

/** @param id number of the article in the index */
function readHit(index: Connection, id: number, terms: readonly string[]): SearchHit | undefined {
  const row = index
    .sql(
      `SELECT ${SUMMARY_COLUMNS}, a.tags, b.text FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS} WHERE a.id = ?`,
    )
    .get(id);
  return (
    row && {
      ...toSummary(row),
      titlePieces: markMatches(String(row.title), terms),
      extracts: makeExtracts(String(row.text), terms),
      tags: toTexts(row.tags),
    }
  );
}

/** The categories with the most hits. @param counts by the number of the listing */
function listCounted(index: Connection, counts: ReadonlyMap<number, number>): SearchResults['categories'] {
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, MAX_CATEGORIES)
    .flatMap(([id, count]) => {
      const row = index.sql('SELECT name, title FROM listings WHERE id = ?').get(id);
      return row ? [{ ...toLink(row.name, row.title), count }] : [];
    });
}
