import { SEARCH_FILTERS, type SearchAddress } from '../../lib/addresses.ts';
import type { SearchOrder } from '../../lib/archive/index.ts';
import { readQuery } from './request.ts';

/** The search that the parameters of the search page or of the API ask for. Empty parameters are absent. */
export function readSearch(parameters: Record<string, string | string[] | undefined>): SearchAddress {
  const query = readQuery(parameters);
  const search: SearchAddress = { q: query.q ?? '' };
  for (const name of SEARCH_FILTERS) if (query[name]) search[name] = query[name];
  return query.sort === 'date' ? { ...search, sort: 'date' } : search;
}

export const orderOf = ({ sort }: SearchAddress): SearchOrder => (sort === 'date' ? 'date' : 'relevance');

/** The search without its order, as `parseQuery` takes it. */
export function fieldsOf({ sort: _, ...fields }: SearchAddress): Omit<SearchAddress, 'sort'> {
  return fields;
}
