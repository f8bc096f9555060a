/**
 * How the search index keeps lists: the documents under a key, and where in each of them a pair stands. Documents are numbered
 * from 0 in their segment; positions count UTF-16 units of a folded text.
 */
import { type Bits, setBit } from './bits.ts';

/** Documents that one segment holds at most. */
export const SEGMENT_LIMIT = 16_384;

/** The list of one key in one segment. */
export interface Posting {
  key: number;
  /** A set of documents: a byte that names the form, then differences as variable-length numbers, or a bit for each. */
  docs: Uint8Array;
  /**
   * For pairs, a record for each document, in their order: its length in bytes, then differences of ascending positions, all
   * as variable-length numbers. Empty for other keys.
   */
  positions: Uint8Array;
  /** For pairs, the unit that stands before it, and the one that stands behind it, wherever it occurs; `SEVERAL` for other keys. */
  before: number;
  after: number;
}

/** In place of a neighbour that is not the same everywhere, or not there: at the border of a text. */
export const SEVERAL = -1;
/** In place of a neighbour of which nothing is known yet. */
export const UNKNOWN = -2;

/** What is known of a neighbour by one more place. */
export const meet = (known: number, unit: number): number => (known === unit || known === UNKNOWN ? unit : SEVERAL);

const DIFFERENCES = 0;
const BITMAP = 1;

/** Bytes that grow as they are written. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  length = 0;

  #reserve(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + count));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** Seven bits a byte, the lowest first; the last byte is below 128. */
  number(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.length++] = rest;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written from `start` on; valid until the next call. */
  view(start = 0): Uint8Array {
    return this.#bytes.subarray(start, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

/** Bytes that a number takes. */
export const lengthOf = (value: number): number => (value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4);

/** Writes a set of documents in the shorter of both forms. @param docs ascending; the first `count` count */
export function writeDocs(out: ByteWriter, docs: ArrayLike<number>, count: number): void {
  let size = 0;
  for (let i = 0, last = 0; i < count; i++) {
    const doc = docs[i] ?? 0;
    size += lengthOf(doc - last);
    last = doc;
  }
  const bitmapSize = ((docs[count - 1] ?? 0) >>> 3) + 1;
  if (size <= bitmapSize) {
    out.byte(DIFFERENCES);
    for (let i = 0, last = 0; i < count; i++) {
      const doc = docs[i] ?? 0;
      out.number(doc - last);
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

/** Bytes that a set of so many documents takes at most. */
export const mostBytesOf = (count: number): number => 1 + count * lengthOf(SEGMENT_LIMIT - 1);

/** How many documents a set has. */
export function countDocs(bytes: Uint8Array): number {
  let count = 0;
  if (bytes[0] === BITMAP) {
    for (let i = 1; i < bytes.length; i++) for (let byte = bytes[i] ?? 0; byte !== 0; byte &= byte - 1) count++;
  } else {
    // The last byte of each number.
    for (let i = 1; i < bytes.length; i++) if ((bytes[i] ?? 0) < 0x80) count++;
  }
  return count;
}

/** Reads a set of documents, ascending, into `into`. @returns how many */
export function readDocs(bytes: Uint8Array, into: Uint16Array): number {
  let count = 0;
  if (bytes[0] === BITMAP) {
    for (let i = 1; i < bytes.length; i++) {
      let byte = bytes[i] ?? 0;
      while (byte !== 0) {
        into[count++] = ((i - 1) << 3) + 31 - Math.clz32(byte & -byte);
        byte &= byte - 1;
      }
    }
    return count;
  }
  let doc = 0;
  for (let i = 1; i < bytes.length; ) {
    let byte = bytes[i++] ?? 0;
    let difference = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[i++] ?? 0;
      difference |= (byte & 0x7f) << shift;
    }
    doc += difference;
    into[count++] = doc;
  }
  return count;
}

/** Adds a set of documents to `bits`. */
export function uniteDocs(bits: Bits, bytes: Uint8Array): void {
  if (bytes[0] === BITMAP) {
    for (let i = 1; i < bytes.length; i++) {
      const word = (i - 1) >>> 2;
      bits[word] = (bits[word] ?? 0) | ((bytes[i] ?? 0) << (((i - 1) & 3) << 3));
    }
    return;
  }
  let doc = 0;
  for (let i = 1; i < bytes.length; ) {
    let byte = bytes[i++] ?? 0;
    let difference = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[i++] ?? 0;
      difference |= (byte & 0x7f) << shift;
    }
    doc += difference;
    setBit(bits, doc);
  }
}

/** A place in a list of position records. */
export class PositionReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  #number(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }

  /** Passes over the next record. */
  skip(): void {
    const length = this.#number();
    this.#at += length;
  }

  /** The next record, its length included. */
  record(): Uint8Array {
    const start = this.#at;
    this.skip();
    return this.#bytes.subarray(start, this.#at);
  }
}
