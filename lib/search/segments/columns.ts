import { SIGNATURE_BYTES } from '../related/minhash.ts';

/**
 * `publishedAt` of a document without a date: later than all of time, so that it comes before dated ones that match as well. A power
 * of two between the latest instant of a date and a step of relevance.
 */
export const TIMELESS = 2 ** 43;
/** `day` of a document without a date: outside of every range of days. */
export const UNDATED = 0;

/** What the index knows of a document beside its posting lists. */
export interface DocumentFacts {
  /** Number of the article in the index. */
  article: number;
  /** Instant of publication, in seconds since 1970, or `TIMELESS`. */
  publishedAt: number;
  /** The same as a day in the site's zone (yyyymmdd), or `UNDATED`. */
  day: number;
  /** Numbers of the listings of its categories. */
  categories: readonly number[];
  /** Of its text; `undefined` for a short one. */
  signature: Uint8Array | undefined;
}

/** The facts of a segment's documents, one column for each fact. */
export interface SegmentColumns {
  size: number;
  /** The latest of `publishedAt`, `TIMELESS` included. */
  newest: number;
  publishedAt: Float64Array;
  articles: Uint32Array;
  days: Uint32Array;
  /** `SIGNATURE_WORDS` for each document, all 0 for one without a signature. */
  signatures: Uint32Array;
  /** Where the categories of each document end in `categories`. They begin where those of the document before end. */
  categoryEnds: Uint32Array;
  categories: Uint32Array;
}

/** Words of 32 bits in a signature. */
export const SIGNATURE_WORDS = SIGNATURE_BYTES / 4;
/** Bytes of a document in all columns but `categories`. */
const DOCUMENT_BYTES = 20 + SIGNATURE_BYTES;

/** Encodes columns: one after another in the order of `SegmentColumns`, each a little-endian array. */
export function encodeColumns(documents: readonly DocumentFacts[]): Uint8Array {
  const size = documents.length;
  const categories = documents.flatMap((document) => document.categories);
  const bytes = new Uint8Array(DOCUMENT_BYTES * size + 4 * categories.length);
  const columns = viewOf(bytes, size);
  let end = 0;
  for (const [i, document] of documents.entries()) {
    columns.publishedAt[i] = document.publishedAt;
    columns.articles[i] = document.article;
    columns.days[i] = document.day;
    if (document.signature) bytes.set(document.signature, columns.signatures.byteOffset + SIGNATURE_BYTES * i);
    end += document.categories.length;
    columns.categoryEnds[i] = end;
  }
  columns.categories.set(categories);
  return bytes;
}

/** Decodes what `encodeColumns` made. @param size number of documents */
export function decodeColumns(bytes: Uint8Array, size: number): SegmentColumns {
  // A Float64Array must begin at a multiple of eight bytes.
  const columns = viewOf(bytes.byteOffset % 8 === 0 ? bytes : bytes.slice(), size);
  return { ...columns, newest: columns.publishedAt.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array, size: number): Omit<SegmentColumns, 'newest'> {
  return {
    size,
    publishedAt: new Float64Array(buffer, byteOffset, size),
    articles: new Uint32Array(buffer, byteOffset + 8 * size, size),
    days: new Uint32Array(buffer, byteOffset + 12 * size, size),
    signatures: new Uint32Array(buffer, byteOffset + 16 * size, SIGNATURE_WORDS * size),
    categoryEnds: new Uint32Array(buffer, byteOffset + (16 + SIGNATURE_BYTES) * size, size),
    categories: new Uint32Array(buffer, byteOffset + DOCUMENT_BYTES * size, (byteLength - DOCUMENT_BYTES * size) / 4),
  };
}

function signatureOf({ signatures: { buffer, byteOffset } }: SegmentColumns, n: number): Uint8Array | undefined {
  const signature = new Uint8Array(buffer, byteOffset + SIGNATURE_BYTES * n, SIGNATURE_BYTES);
  return signature.some((byte) => byte !== 0) ? signature : undefined;
}

/** The facts of the n-th document. */
export function factsOf(columns: SegmentColumns, n: number): DocumentFacts {
  return {
    article: columns.articles[n] ?? 0,
    publishedAt: columns.publishedAt[n] ?? 0,
    day: columns.days[n] ?? 0,
    categories: [...columns.categories.subarray(n === 0 ? 0 : columns.categoryEnds[n - 1], columns.categoryEnds[n])],
    signature: signatureOf(columns, n),
  };
}

/** From the earliest to the latest time of dated documents; both 0 where there are none. */
export function spanOf(documents: readonly DocumentFacts[]): { oldest: number; newest: number } {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (const { publishedAt } of documents) {
    if (publishedAt === TIMELESS) continue;
    oldest = Math.min(oldest, publishedAt);
    newest = Math.max(newest, publishedAt);
  }
  return oldest > newest ? { oldest: 0, newest: 0 } : { oldest, newest };
}
