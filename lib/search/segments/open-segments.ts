import { FacetBuckets } from '../match/facet-buckets.ts';
import { type Bitset, emptyBitset, hasBit, setBit } from '../postings/bitset.ts';
import { type SegmentColumns, TIMELESS } from './columns.ts';
import type { SegmentReader, StoredSegment } from './segment-store.ts';

/** A segment with what a reader holds of it in memory. */
export interface Segment {
  id: number;
  stamp: string;
  /** Documents, removed ones included. */
  size: number;
  columns: SegmentColumns;
  /** The facet bucket of each document. */
  buckets: Uint32Array;
  /** Its documents that have a date, by the time of publication, the oldest first. */
  timeline: Uint16Array;
  /** Its documents without a date. */
  timeless: Bitset;
  /** Its documents by the numbers of their articles. */
  byArticle: Uint16Array;
  tombstones: Bitset | undefined;
}

/** A document of a segment. */
export interface Place {
  segment: Segment;
  document: number;
}

type OpenedColumns = Pick<Segment, 'columns' | 'buckets' | 'timeline' | 'timeless' | 'byArticle'>;

/** The segments of one open index, with their columns in memory. */
export class OpenSegments {
  readonly facetBuckets = new FacetBuckets();
  readonly #store: SegmentReader;
  #known: { version: number | string; segments: readonly Segment[] } = { version: -1, segments: [] };
  /** What was read of segments, by their stamps: of each as soon as it is, since the store may not have the next one yet. */
  readonly #opened = new Map<string, OpenedColumns>();

  constructor(store: SegmentReader) {
    this.#store = store;
  }

  /** All segments by their ids. Read again when the index has changed: of segments that are known already, only the tombstones. */
  list(): readonly Segment[] {
    const version = this.#store.getVersion();
    if (version === this.#known.version) return this.#known.segments;
    const segments = this.#store.listSegments().map((stored): Segment => {
      const { id, stamp, size, tombstones } = stored;
      const opened = this.#opened.get(stamp) ?? this.#open(stored);
      this.#opened.set(stamp, opened);
      return { id, stamp, size, tombstones, ...opened };
    });
    const stamps = new Set(segments.map(({ stamp }) => stamp));
    for (const stamp of this.#opened.keys()) if (!stamps.has(stamp)) this.#opened.delete(stamp);
    this.#known = { version, segments };
    return segments;
  }

  #open(stored: StoredSegment): OpenedColumns {
    const columns = this.#store.readColumns(stored);
    const { publishedAt, articles } = columns;
    const timeless = emptyBitset(stored.size);
    for (const [document, time] of publishedAt.entries()) if (time === TIMELESS) setBit(timeless, document);
    return {
      columns,
      buckets: this.facetBuckets.assign(columns),
      timeline: sortDocuments(stored.size, publishedAt).filter((document) => publishedAt[document] !== TIMELESS),
      timeless,
      byArticle: sortDocuments(stored.size, articles),
    };
  }

  /** Where an article's document is; `undefined` where the index does not have it. */
  find(article: number): Place | undefined {
    for (const segment of this.list().toReversed()) {
      const place = { segment, document: findByArticle(segment, article) };
      // A segment may hold an earlier version of the article, with its tombstone.
      if (articleOf(place) === article && !isRemoved(place)) return place;
    }
    return undefined;
  }
}

/** Numbers of documents in the order of one of their columns. */
function sortDocuments(size: number, column: Uint32Array | Float64Array): Uint16Array {
  const documents = Uint16Array.from({ length: size }, (_, document) => document);
  return documents.sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
}

/** The document of an article, or of one that comes close to it. */
function findByArticle({ columns: { articles }, byArticle }: Segment, article: number): number {
  let low = 0;
  let high = byArticle.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((articles[byArticle[middle] ?? 0] ?? 0) < article) low = middle + 1;
    else high = middle;
  }
  return byArticle[low] ?? 0;
}

/** The number of a document's article in the index. */
export const articleOf = ({ segment, document }: Place): number => segment.columns.articles[document] ?? 0;

/** Seconds since 1970, or `TIMELESS`. */
export const publishedAtOf = ({ segment, document }: Place): number => segment.columns.publishedAt[document] ?? 0;

export const isRemoved = ({ segment: { tombstones }, document }: Place): boolean =>
  tombstones !== undefined && hasBit(tombstones, document);
