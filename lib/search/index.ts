/**
 * Full-text search over articles, exact for any language without a tokenizer: an inverted index of characters and bigrams
 * (pairs of adjacent characters) in which a longer term is a phrase match of its bigrams. It finds what a scan of every folded text
 * would find.
 *
 * - `text/` folds texts for comparison and highlights matches.
 * - `query.ts` reads what a reader typed.
 * - `postings/` builds, encodes and merges posting lists.
 * - `segments/` keeps documents in immutable segments: their tables, their columns in memory, which ones are merged.
 * - `match/` matches terms against a segment, ranks hits and counts facets.
 * - `related/` finds copies of a story and related articles.
 *
 * Articles, categories, tags, sources and stocks are numbers here; what they are called is the caller's business.
 */
export { isCursor } from './match/top-hits.ts';
export { parseQuery, QUERY_LIMITS, type Query, type QueryProblem } from './query.ts';
export { type ArticlePair, areCopies, type ComparableText, type CopySearch, toComparable } from './related/copies.ts';
export { SearchIndex } from './search-index.ts';
export { SearchIndexWriter } from './search-index-writer.ts';
export { foldText } from './text/fold.ts';
export { makeExtracts, markMatches, type Piece } from './text/highlight.ts';
export { type SearchText, toSearchText } from './text/search-text.ts';
