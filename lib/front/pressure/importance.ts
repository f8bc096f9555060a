import { findOwnAddress } from '../../addresses.ts';
import { simplifiedPath } from '../../traditional/addresses.ts';

/** The home page and articles, then listings and documents, then searches: under pressure the first go before the others. */
export type Importance = 0 | 1 | 2;

const SEARCHES = ['/search', '/api/search', '/api/suggest'];

/** @param path canonical */
export function importanceOf(path: string): Importance {
  const plain = simplifiedPath(path);
  const own = findOwnAddress(plain);
  if (plain === '/' || !own) return 0;
  return SEARCHES.includes(own.path) ? 2 : 1;
}
