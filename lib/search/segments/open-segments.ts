import { FacetBuckets } from '../match/facet-buckets.ts';
import { type Bitset, emptyBitset, hasBit, setBit } from '../postings/bitset.ts';
import { type SegmentColumns, TIMELESS } from './columns.ts';
import type { SegmentStore, StoredSegment } from './segment-store.ts';

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
  tombstones: Bitset | undefined;
}

/** A document of a segment. */
export interface Place {
  segment: Segment;
  document: number;
}

/** The segments of one open index, with their columns in memory. */
export class OpenSegments {
  readonly facetBuckets = new FacetBuckets();
  readonly #store: SegmentStore;
  #known: { version: number; segments: readonly Segment[] } = { version: -1, segments: [] };

  constructor(store: SegmentStore) {
    this.#store = store;
  }

  /** All segments by their ids. Read again when the index has changed: of segments that are known already, only the tombstones. */
  list(): readonly Segment[] {
    const version = this.#store.getVersion();
    if (version === this.#known.version) return this.#known.segments;
    const known = new Map(this.#known.segments.map((segment) => [segment.stamp, segment]));
    const segments = this.#store.listSegments().map((stored): Segment => {
      const { id, stamp, size, tombstones } = stored;
      const { columns, buckets, timeline, timeless } = known.get(stamp) ?? this.#open(stored);
      return { id, stamp, size, columns, buckets, timeline, timeless, tombstones };
    });
    this.#known = { version, segments };
    return segments;
  }

  #open(stored: StoredSegment): Pick<Segment, 'columns' | 'buckets' | 'timeline' | 'timeless'> {
    const columns = this.#store.readColumns(stored);
    const { publishedAt } = columns;
    const documents = Uint16Array.from({ length: stored.size }, (_, document) => document);
    const timeline = documents.filter((document) => publishedAt[document] !== TIMELESS);
    timeline.sort((a, b) => (publishedAt[a] ?? 0) - (publishedAt[b] ?? 0));
    const timeless = emptyBitset(stored.size);
    for (const document of documents) if (publishedAt[document] === TIMELESS) setBit(timeless, document);
    return { columns, buckets: this.facetBuckets.assign(columns), timeline, timeless };
  }

  /** Where an article's document is; `undefined` where the index does not have it. */
  find(article: number): Place | undefined {
    const place = this.#store.findDocument(article);
    const segment = place && this.list().find(({ id }) => id === place.segment);
    return segment && { segment, document: place.document };
  }
}

/** The number of a document's article in the index. */
export const articleOf = ({ segment, document }: Place): number => segment.columns.articles[document] ?? 0;

/** Seconds since 1970, or `TIMELESS`. */
export const publishedAtOf = ({ segment, document }: Place): number => segment.columns.publishedAt[document] ?? 0;

export const isRemoved = ({ segment: { tombstones }, document }: Place): boolean =>
  tombstones !== undefined && hasBit(tombstones, document);
