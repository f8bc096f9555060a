/**
 * Posting lists and their encoding. Documents are numbered from 0 in their segment; positions count UTF-16 units of a folded
 * text.
 */
import { type Bitset, setBit } from './bitset.ts';
import { type ByteWriter, VarintReader, varintLength } from './varint.ts';

/** Most documents of one segment. */
export const SEGMENT_LIMIT = 16_384;

/** The posting list of one key in one segment. */
export interface PostingList {
  key: number;
  /** The documents: a byte that names the format, then either differences as varints or a bitmap, whichever is shorter. */
  docs: Uint8Array;
  /**
   * For bigrams, one record for each document in their order: its length in bytes as a varint, then the differences of the
   * ascending positions as varints. Empty for other keys.
   */
  positions: Uint8Array;
  /**
   * For bigrams, the unit that precedes every occurrence in the segment, and the one that follows every occurrence; `VARIES`
   * where there is no such unit, and for other keys. Phrase matching uses them to leave out bigrams whose positions it would
   * otherwise have to compare.
   */
  before: number;
  after: number;
}

/** In place of a neighbour: not the same at every occurrence, or an occurrence has none, at the border of a text. */
export const VARIES = -1;
/** In place of a neighbour: no occurrence has been seen yet. */
export const UNSEEN = -2;

/** The neighbour at all occurrences, from what is known of those so far and the neighbour at one more. */
export const mergeNeighbour = (known: number, unit: number): number =>
  known === unit || known === UNSEEN ? unit : VARIES;

const DIFFERENCES = 0;
const BITMAP = 1;

/** Encodes a set of documents. @param docs ascending; the first `count` of them are meant */
export function writeDocs(out: ByteWriter, docs: ArrayLike<number>, count: number): void {
  let size = 0;
  for (let i = 0, last = 0; i < count; i++) {
    const doc = docs[i] ?? 0;
    size += varintLength(doc - last);
    last = doc;
  }
  const bitmapSize = ((docs[count - 1] ?? 0) >>> 3) + 1;
  if (size <= bitmapSize) {
    out.byte(DIFFERENCES);
    for (let i = 0, last = 0; i < count; i++) {
      const doc = docs[i] ?? 0;
      out.varint(doc - last);
      last = doc;
    }
    return;
  }
  const bitmap = new Uint8Array(bitmapSize);
  for (let i = 0; i < count; i++) {
    const doc = docs[i] ?? 0;
    bitmap[doc >>> 3] = (bitmap[doc >>> 3] ?? 0) | (1 << (doc & 7));
  }
  out.byte(BITMAP);
  out.append(bitmap);
}

/** Most bytes that an encoded set of so many documents can take. */
export const mostDocsBytes = (count: number): number => 1 + count * varintLength(SEGMENT_LIMIT - 1);

/** How many documents an encoded set has. */
export function countDocs(bytes: Uint8Array): number {
  let count = 0;
  if (bytes[0] === BITMAP) {
    for (let i = 1; i < bytes.length; i++) for (let byte = bytes[i] ?? 0; byte !== 0; byte &= byte - 1) count++;
  } else {
    // The last byte of each varint.
    for (let i = 1; i < bytes.length; i++) if ((bytes[i] ?? 0) < 0x80) count++;
  }
  return count;
}

/** Decodes a set of documents, ascending, into `into`. @returns how many there are */
export function readDocs(bytes: Uint8Array, into: Uint16Array): number {
  let count = 0;
  if (bytes[0] === BITMAP) {
    for (let i = 1; i < bytes.length; i++) {
      for (let byte = bytes[i] ?? 0; byte !== 0; byte &= byte - 1) {
        into[count++] = ((i - 1) << 3) + 31 - Math.clz32(byte & -byte);
      }
    }
    return count;
  }
  const reader = new VarintReader(bytes, 1);
  for (let doc = 0; !reader.isAtEnd; ) {
    doc += reader.next();
    into[count++] = doc;
  }
  return count;
}

/** Adds an encoded set of documents to `bits`. */
export function uniteDocs(bits: Bitset, bytes: Uint8Array): void {
  if (bytes[0] === BITMAP) {
    for (let i = 1; i < bytes.length; i++) {
      const word = (i - 1) >>> 2;
      bits[word] = (bits[word] ?? 0) | ((bytes[i] ?? 0) << (((i - 1) & 3) << 3));
    }
    return;
  }
  const reader = new VarintReader(bytes, 1);
  for (let doc = 0; !reader.isAtEnd; ) {
    doc += reader.next();
    setBit(bits, doc);
  }
}

/** Encodes the ascending positions `from` to `to` (exclusive) of one document as a record. */
export function writePositions(out: ByteWriter, positions: Int32Array, from: number, to: number): void {
  let length = 0;
  for (let i = from, last = 0; i < to; i++) {
    const position = positions[i] ?? 0;
    length += varintLength(position - last);
    last = position;
  }
  out.varint(length);
  for (let i = from, last = 0; i < to; i++) {
    const position = positions[i] ?? 0;
    out.varint(position - last);
    last = position;
  }
}
