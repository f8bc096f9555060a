import { SIGNATURE_BYTES } from './index.ts';

/** What the search knows of one document beside its words. */
export interface DocumentFacts {
  /** Number of the article in the index. */
  article: number;
  /** Instant of publication, in seconds since 1970. */
  publishedAt: number;
  /** The same as a day in the site's zone: yyyymmdd. */
  day: number;
  /** Numbers of the listings of its categories. */
  categories: readonly number[];
  /** Of its text; `undefined` for a short one. */
  signature: Uint8Array | undefined;
}

/** The facts of a segment's documents, a column for each. */
export interface SegmentColumns {
  size: number;
  /** The latest of `publishedAt`. */
  newest: number;
  publishedAt: Float64Array;
  articles: Uint32Array;
  days: Uint32Array;
  /** `NUMBERS_OF_SIGNATURE` each, all 0 for a document without a signature. */
  signatures: Uint32Array;
  /** Where the categories of each document end in `categories`; they begin where those of the one before end. */
  categoryEnds: Uint32Array;
  categories: Uint32Array;
}

/** Numbers of 32 bits that a signature takes. */
export const NUMBERS_OF_SIGNATURE = SIGNATURE_BYTES / 4;
const BYTES_EACH = 20 + SIGNATURE_BYTES;

/** Columns as bytes: in the order of `SegmentColumns`, little-endian. */
export function encodeColumns(documents: readonly DocumentFacts[]): Uint8Array {
  const size = documents.length;
  const categories = documents.flatMap((document) => document.categories);
  const bytes = new Uint8Array(BYTES_EACH * size + 4 * categories.length);
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

/** Reads what `encodeColumns` wrote. */
export function decodeColumns(bytes: Uint8Array, size: number): SegmentColumns {
  // Numbers of eight bytes lie at multiples of eight.
  const columns = viewOf(bytes.byteOffset % 8 === 0 ? bytes : bytes.slice(), size);
  return { ...columns, newest: columns.publishedAt.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array, size: number): Omit<SegmentColumns, 'newest'> {
  return {
    size,
    publishedAt: new Float64Array(buffer, byteOffset, size),
    articles: new Uint32Array(buffer, byteOffset + 8 * size, size),
    days: new Uint32Array(buffer, byteOffset + 12 * size, size),
    signatures: new Uint32Array(buffer, byteOffset + 16 * size, NUMBERS_OF_SIGNATURE * size),
    categoryEnds: new Uint32Array(buffer, byteOffset + (16 + SIGNATURE_BYTES) * size, size),
    categories: new Uint32Array(buffer, byteOffset + BYTES_EACH * size, (byteLength - BYTES_EACH * size) / 4),
  };
}

/** Categories of the n-th document. */
export function categoriesOf({ categoryEnds, categories }: SegmentColumns, n: number): Uint32Array {
  return categories.subarray(n === 0 ? 0 : categoryEnds[n - 1], categoryEnds[n]);
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
    categories: [...categoriesOf(columns, n)],
    signature: signatureOf(columns, n),
  };
}
