import { SEARCH_FILTERS, type SearchAddress } from '../addresses.ts';
import type { Archive, CategoryLink, SearchOrder } from '../archive/index.ts';
import { parseQuery, type Query } from '../search/index.ts';
import { parseLaterPage } from './listing.ts';
import type { NotFoundPage, SearchPage } from './page.ts';

/** Hits on a page. */
const PAGE_SIZE = 20;
/** Pages that a search has at most: further on, narrowing it leads sooner to what is looked for. */
const MAX_PAGES = 500;
/** Categories that are offered where nothing is found. */
const SIMILAR_CATEGORIES = 6;

/** What a search is asked for, from the parameters of its page or of the interface for programs; empty ones are absent. */
export function parseSearch(parameters: URLSearchParams): SearchAddress {
  const search: SearchAddress = { q: parameters.get('q')?.trim() ?? '' };
  for (const name of SEARCH_FILTERS) {
    const value = parameters.get(name)?.trim();
    if (value) search[name] = value;
  }
  return parameters.get('sort')?.trim() === 'date' ? { ...search, sort: 'date' } : search;
}

export const orderOf = ({ sort }: SearchAddress): SearchOrder => (sort === 'date' ? 'date' : 'relevance');

/** The search without its order, as `parseQuery` takes it. */
export function fieldsOf({ sort: _, ...fields }: SearchAddress): Omit<SearchAddress, 'sort'> {
  return fields;
}

/** Reads `/search?q=…`. */
export async function readSearch(archive: Archive, parameters: URLSearchParams): Promise<SearchPage | NotFoundPage> {
  const search = parseSearch(parameters);
  const pageText = parameters.get('page');
  const page = pageText === null ? 1 : parseLaterPage(pageText);
  if (page === undefined || page > MAX_PAGES) return { kind: 'not-found' };
  const { q, ...filters } = fieldsOf(search);
  const query = parseQuery(q, filters);
  if (!query) return { kind: 'search', search };
  if ('reason' in query) return { kind: 'search', search, problem: query };
  const results = await archive.search(query, {
    order: orderOf(search),
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const pageCount = Math.min(MAX_PAGES, Math.max(1, Math.ceil(results.total / PAGE_SIZE)));
  if (page > pageCount) return { kind: 'not-found' };
  const similar = results.total === 0 ? await listSimilar(archive, query) : [];
  return { kind: 'search', search, query, found: { results, page, pageCount, similar } };
}

/** Categories that somebody who finds nothing may have meant. */
async function listSimilar(archive: Archive, { terms, categories }: Query): Promise<CategoryLink[]> {
  const similar = await Promise.all(
    [terms.join(''), ...categories].map((text) => archive.listSimilarCategories(text, SIMILAR_CATEGORIES)),
  );
  const unique = new Map(similar.flat().map((category) => [category.name, category]));
  return [...unique.values()].slice(0, SIMILAR_CATEGORIES);
}
