import assert from 'node:assert/strict';
import { parseQuery, type Query } from '../../../lib/search/index.ts';

/** What a reader looks for who types a text. @throws where the text is no query */
export function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query || 'reason' in query) assert.fail(`${text} is no query: ${JSON.stringify(query)}`);
  return query;
}

/** Finds every article with a date. */
export const EVERYTHING = queryOf('after:1900');
