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
}

/** The facts of a segment's documents, a column for each. */
export interface SegmentColumns {
  size: number;
  /** The latest of `publishedAt`. */
  newest: number;
  publishedAt: Float64Array;
  articles: Uint32Array;
  days: Uint32Array;
  /** Where the categories of each document end in `categories`; they begin where those of the one before end. */
  categoryEnds: Uint32Array;
  categories: Uint32Array;
}

/** Columns as bytes: in the order of `SegmentColumns`, little-endian. */
export function encodeColumns(documents: readonly DocumentFacts[]): Uint8Array {
  const size = documents.length;
  const categories = documents.flatMap((document) => document.categories);
  const bytes = new Uint8Array(20 * size + 4 * categories.length);
  const columns = viewOf(bytes, size);
  let end = 0;
  for (const [i, document] of documents.entries()) {
    columns.publishedAt[i] = document.publishedAt;
    columns.articles[i] = document.article;
    columns.days[i] = document.day;
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
    categoryEnds: new Uint32Array(buffer, byteOffset + 16 * size, size),
    categories: new Uint32Array(buffer, byteOffset + 20 * size, byteLength / 4 - 5 * size),
  };
}

/** Categories of the n-th document. */
export function categoriesOf({ categoryEnds, categories }: SegmentColumns, n: number): Uint32Array {
  return categories.subarray(n === 0 ? 0 : categoryEnds[n - 1], categoryEnds[n]);
}

/** The facts of the n-th document. */
export function factsOf(columns: SegmentColumns, n: number): DocumentFacts {
  return {
    article: columns.articles[n] ?? 0,
    publishedAt: columns.publishedAt[n] ?? 0,
    day: columns.days[n] ?? 0,
    categories: [...categoriesOf(columns, n)],
  };
}
