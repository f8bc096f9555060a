/** The door for stores that keep the segments of a search index: their tables, what they are made of, and how they travel. */
export { sameBits, toBitset } from '../postings/bitset.ts';
export type { PostingList } from '../postings/posting-list.ts';
export { decodeColumns, type SegmentColumns, TIMELESS, UNDATED } from './columns.ts';
export { SEARCH_SCHEMA } from './schema.ts';
export {
  type Draft,
  type SegmentReader,
  SegmentStore,
  type StoredSegment,
  type WholeSegment,
} from './segment-store.ts';
export { decodePiece, encodePieces } from './transfer.ts';
