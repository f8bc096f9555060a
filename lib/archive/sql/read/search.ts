import { foldText, makeExtracts, markMatches, type Query } from '../../../search/index.ts';
import { ALL_MARK, NAMES_MARK, SEARCHES_MARK, searchMark } from '../../marks.ts';
import type { SearchHit, SearchResults, SearchSelection } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';
import { allBy, SUMMARY_COLUMNS, SUMMARY_JOINS, toCategory, toSummaries, toTexts } from './rows.ts';
import { listStockListings } from './stocks/find-stocks.ts';

/** Categories beside the hits of a search at most. */
const MAX_CATEGORIES = 12;

/** @see Archive.search */
export async function search(
  index: Snapshot,
  query: Query,
  { order, limit, offset = 0, cursor }: SearchSelection,
): Promise<SearchResults> {
  const facets = await resolveFacets(index, query);
  index.note(SEARCHES_MARK);
  index.note(searchMark({ ...query, facets }));
  const request = { order, limit, offset, facets, ...(cursor !== undefined && { cursor }) };
  const found = await index.askSearch((searches) => searches.find(query, request));
  return {
    total: found.total,
    hits: await listHits(index, found.articles, query.terms),
    ...(found.next !== undefined && { next: found.next }),
    categories: await listCounted(index, found.categories),
    years: [...found.years].sort(([a], [b]) => b - a).map(([year, count]) => ({ period: String(year), count })),
  };
}

/** The numbers of what a query filters by, for each kind of filter that it has. */
async function resolveFacets(index: Snapshot, { categories, tags, sources, stocks }: Query) {
  const resolve = async (names: readonly string[], list: (name: string) => Promise<number[]>) => {
    const ids: number[] = [];
    for (const name of names) ids.push(...(await list(name)));
    return ids;
  };
  const listNamed = (kind: 'category' | 'tag') => (name: string) => listListings(index, kind, name);
  return {
    ...(categories.length > 0 && { category: await resolve(categories, listNamed('category')) }),
    ...(tags.length > 0 && { tag: await resolve(tags, listNamed('tag')) }),
    ...(sources.length > 0 && { source: await resolve(sources, (name) => listSources(index, name)) }),
    ...(stocks.length > 0 && { stock: await resolve(stocks, (name) => listStockListings(index, name)) }),
  };
}

/** Listings of exactly this name; else of this title; else those whose names differ in case alone. */
async function listListings(index: Snapshot, kind: 'category' | 'tag', name: string): Promise<number[]> {
  index.note(NAMES_MARK);
  for (const [column, value] of [
    ['name', name],
    ['title', name],
    ['folded', name.toLowerCase()],
  ] as const) {
    const rows = await index.all(`SELECT id FROM listings WHERE kind = ? AND ${column} = ?`, kind, value);
    if (rows.length > 0) return rows.map(({ id }) => Number(id));
  }
  return [];
}

async function listSources(index: Snapshot, name: string): Promise<number[]> {
  const rows = await index.all('SELECT id FROM sources WHERE folded = ?', foldText(name));
  // A medium gets its number with its first article.
  if (rows.length === 0) index.note(ALL_MARK);
  return rows.map(({ id }) => Number(id));
}

/** @param ids numbers of the articles in the index */
async function listHits(index: Snapshot, ids: readonly number[], terms: readonly string[]): Promise<SearchHit[]> {
  const query = `SELECT ${SUMMARY_COLUMNS}, a.is_page, a.tags, b.text FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS}
    WHERE a.id`;
  const rows = await allBy(index, 'id', query, ids);
  const summaries = await toSummaries(index, rows);
  return summaries.map(({ publishedAt, ...summary }, place) => {
    const row = rows[place] ?? {};
    return {
      ...summary,
      ...(row.is_page === 0 && { publishedAt }),
      titlePieces: markMatches(String(row.title), terms),
      extracts: makeExtracts(String(row.text), terms),
      tags: toTexts(row.tags),
    };
  });
}

/** The categories with the most hits. @param counts by the number of the listing */
async function listCounted(index: Snapshot, counts: ReadonlyMap<number, number>): Promise<SearchResults['categories']> {
  const most = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).slice(0, MAX_CATEGORIES);
  const ids = most.map(([id]) => id);
  return (await allBy(index, 'id', 'SELECT id, name, title FROM listings WHERE id', ids)).flatMap((row) => {
    const link = toCategory(index, row.name, row.title);
    return link ? [{ ...link, count: counts.get(Number(row.id)) ?? 0 }] : [];
  });
}
