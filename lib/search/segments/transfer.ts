/**
 * Posting lists of a segment as pieces of bytes, for stores that keep segments whole. A piece is a run of lists in ascending order
 * of their keys. Each list is its key less the one before it (the first key is told beside the piece), in two varints of 28 and
 * of the remaining bits; its neighbours plus two; the lengths of its documents and positions; then both.
 */
import type { PostingList } from '../postings/posting-list.ts';
import { ByteWriter, VarintReader } from '../postings/varint.ts';

/** Some lists of a segment. */
export interface PostingPiece {
  /** Of the first list. */
  firstKey: number;
  bytes: Uint8Array;
}

/** A piece is closed once it has so many bytes. */
const PIECE_BYTES = 65_536;
const LOW_KEY = 2 ** 28;

/** @param lists in ascending order of their keys. A piece is valid until the next one is asked for. */
export function* encodePieces(lists: Iterable<PostingList>): Generator<PostingPiece> {
  const writer = new ByteWriter();
  let firstKey = 0;
  let lastKey = 0;
  for (const { key, before, after, docs, positions } of lists) {
    if (writer.length === 0) {
      firstKey = key;
      lastKey = key;
    }
    const step = key - lastKey;
    lastKey = key;
    writer.varint(step % LOW_KEY);
    writer.varint(Math.floor(step / LOW_KEY));
    writer.varint(before + 2);
    writer.varint(after + 2);
    writer.varint(docs.length);
    writer.varint(positions.length);
    writer.append(docs);
    writer.append(positions);
    if (writer.length < PIECE_BYTES) continue;
    yield { firstKey, bytes: writer.view() };
    writer.clear();
  }
  if (writer.length > 0) yield { firstKey, bytes: writer.view() };
}

/** The lists of a piece. Their bytes are parts of the piece's. */
export function* decodePiece({ firstKey, bytes }: PostingPiece): Generator<PostingList> {
  const reader = new VarintReader(bytes);
  let key = firstKey;
  while (!reader.isAtEnd) {
    key += reader.next();
    key += LOW_KEY * reader.next();
    const before = reader.next() - 2;
    const after = reader.next() - 2;
    const docsLength = reader.next();
    const positionsLength = reader.next();
    const middle = reader.at + docsLength;
    const end = middle + positionsLength;
    yield { key, before, after, docs: bytes.subarray(reader.at, middle), positions: bytes.subarray(middle, end) };
    reader.at = end;
  }
}
