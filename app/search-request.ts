import type { SearchAddress } from '../lib/addresses.ts';
import type { SearchOrder } from '../lib/archive/index.ts';
import { readQuery } from './request.ts';

const FILTERS = ['category', 'tag', 'source', 'after', 'before'] as const;

/** What a search is asked for, from the parameters of its page or of the interface for programs; empty ones are absent. */
export function readSearch(parameters: Record<string, string | string[] | undefined>): SearchAddress {
  const query = readQuery(parameters);
  const search: SearchAddress = { q: query.q ?? '' };
  for (const name of FILTERS) if (query[name]) search[name] = query[name];
  return query.sort === 'date' ? { ...search, sort: 'date' } : search;
}

export const orderOf = ({ sort }: SearchAddress): SearchOrder => (sort === 'date' ? 'date' : 'relevance');

/** The search without its order, as `parseQuery` takes it. */
export function fieldsOf({ sort: _, ...fields }: SearchAddress): Omit<SearchAddress, 'sort'> {
  return fields;
}
