import { foldText, makeExtracts, markMatches, type Query } from '../../../search/index.ts';
import { ALL_MARK, NAMES_MARK, SEARCHES_MARK, searchMark } from '../../marks.ts';
import type { SearchHit, SearchResults, SearchSelection } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, toCategory, toSummary, toTexts } from './rows.ts';

/** Categories beside the hits of a search at most. */
const MAX_CATEGORIES = 12;

/** @see Archive.search */
export function search(
  index: Connection,
  query: Query,
  { order, limit, offset = 0, cursor }: SearchSelection,
): SearchResults {
  const facets = resolveFacets(index, query);
  index.note(SEARCHES_MARK);
  index.note(searchMark({ ...query, facets }));
  const found = index.search().find(query, { order, limit, offset, facets, ...(cursor !== undefined && { cursor }) });
  return {
    total: found.total,
    hits: found.articles.flatMap((article) => readHit(index, article, query.terms) ?? []),
    ...(found.next !== undefined && { next: found.next }),
    categories: listCounted(index, found.categories),
    years: [...found.years].sort(([a], [b]) => b - a).map(([year, count]) => ({ period: String(year), count })),
  };
}

/** The numbers of what a query filters by, for each kind of filter that it has. */
function resolveFacets(index: Connection, { categories, tags, sources }: Query) {
  return {
    ...(categories.length > 0 && { category: categories.flatMap((name) => listListings(index, 'category', name)) }),
    ...(tags.length > 0 && { tag: tags.flatMap((name) => listListings(index, 'tag', name)) }),
    ...(sources.length > 0 && { source: sources.flatMap((name) => listSources(index, name)) }),
  };
}

/** Listings of exactly this name; else of this title; else those whose names differ in case alone. */
function listListings(index: Connection, kind: 'category' | 'tag', name: string): number[] {
  index.note(NAMES_MARK);
  for (const [column, value] of [
    ['name', name],
    ['title', name],
    ['folded', name.toLowerCase()],
  ] as const) {
    const rows = index.sql(`SELECT id FROM listings WHERE kind = ? AND ${column} = ?`).all(kind, value);
    if (rows.length > 0) return rows.map(({ id }) => Number(id));
  }
  return [];
}

function listSources(index: Connection, name: string): number[] {
  const rows = index.sql('SELECT id FROM sources WHERE folded = ?').all(foldText(name));
  // A medium gets its number with its first article.
  if (rows.length === 0) index.note(ALL_MARK);
  return rows.map(({ id }) => Number(id));
}

/** @param id number of the article in the index */
function readHit(index: Connection, id: number, terms: readonly string[]): SearchHit | undefined {
  const row = index
    .sql(
      `SELECT ${SUMMARY_COLUMNS}, a.is_page, a.tags, b.text FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS} WHERE a.id = ?`,
    )
    .get(id);
  if (!row) return undefined;
  const { publishedAt, ...summary } = toSummary(index, row);
  return {
    ...summary,
    ...(row.is_page === 0 && { publishedAt }),
    titlePieces: markMatches(String(row.title), terms),
    extracts: makeExtracts(String(row.text), terms),
    tags: toTexts(row.tags),
  };
}

/** The categories with the most hits. @param counts by the number of the listing */
function listCounted(index: Connection, counts: ReadonlyMap<number, number>): SearchResults['categories'] {
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, MAX_CATEGORIES)
    .flatMap(([id, count]) => {
      const row = index.sql('SELECT name, title FROM listings WHERE id = ?').get(id);
      const link = row && toCategory(index, row.name, row.title);
      return link ? [{ ...link, count }] : [];
    });
}
