/**
 * Full-text search by single characters and overlapping pairs: finds what a scan of every text would find. Knows texts, queries
 * and lists of documents; where the lists lie is the archive's business.
 */
export { allBits, type Bits, countBits, countKinds, forEachBit, intersect, noBits, setBit, subtract } from './bits.ts';
export { foldSpaced, foldText } from './fold.ts';
export { makeExtracts, markMatches, type Piece } from './highlight.ts';
export { type Facet, type Field, facetKey, KEY_LIMIT, pairKey } from './keys.ts';
export { type Matches, matchTerms, type PairList, type SegmentLists } from './match.ts';
export { type MergeInput, mergePostings } from './merge.ts';
export { isSameHeadline, listShingles, measureSimilarity, SIGNATURE_BYTES, toHeadline } from './minhash.ts';
export { countDocs, mostBytesOf, type Posting, readDocs, SEGMENT_LIMIT, SEVERAL, uniteDocs } from './postings.ts';
export {
  isEmptyQuery,
  MAX_QUERY_LENGTH,
  MAX_TERMS,
  parseFields,
  parseQuery,
  type Query,
  type QueryProblem,
} from './query.ts';
export { type SearchText, toSearchText } from './search-text.ts';
export { SegmentBuilder } from './segment-builder.ts';
