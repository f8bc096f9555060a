import {
  decodeColumns,
  type PostingList,
  type SegmentColumns,
  type SegmentReader,
  type StoredSegment,
} from '../../../search/segments/index.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { SegmentList, SegmentRow } from './segment-rows.ts';

/** Bytes of lists that are lent before a question at most; all are given back when there are more. */
const MOST_LENT_BYTES = 64 * 1024 * 1024;

const listId = (stamp: string, key: number): string => `${stamp} ${key}`;

/** A search needs the columns of a segment that is not here. */
export class MissingColumns extends Error {
  readonly segment: SegmentRow;
  constructor(segment: SegmentRow) {
    super(`the columns of segment ${segment.stamp} are not here`);
    this.segment = segment;
  }
}

/** A search needs posting lists of segments that are not here. */
export class MissingLists extends Error {
  readonly stamps: readonly string[];
  readonly keys: readonly number[];
  constructor(stamps: readonly string[], keys: readonly number[]) {
    super(`posting lists of ${stamps.length} segments are not here`);
    this.stamps = stamps;
    this.keys = keys;
  }
}

/**
 * Segments of a state: those that are copied, and those of which columns and lists are lent by the database. Throws
 * `MissingColumns` and `MissingLists` for what has not been lent yet; the same question is then asked again.
 */
export class LentSegments implements SegmentReader {
  readonly #cache: SegmentCache;
  readonly #columns = new Map<string, Uint8Array>();
  /** By stamp and key; `undefined` for a list that the segment does not have. */
  readonly #lists = new Map<string, PostingList | undefined>();
  #lentBytes = 0;
  #version = '';
  #segments: StoredSegment[] = [];
  /** Segments that are not copied, by the numbers below 0 that they have meanwhile. */
  #missing = new Map<number, SegmentRow>();

  constructor(cache: SegmentCache) {
    this.#cache = cache;
  }

  /** Turns to a state. @returns the segments that are not copied */
  use(state: string, rows: readonly SegmentRow[]): SegmentRow[] {
    // A copy may come, or go and come back under another number.
    const version = `${state} ${this.#cache.store.getVersion()} ${this.#cache.changeCount}`;
    if (version !== this.#version) {
      const copied = new Map(this.#cache.store.listSegments().map(({ id, stamp }) => [stamp, id]));
      this.#missing = new Map();
      this.#segments = rows.map((row) => {
        const id = copied.get(row.stamp) ?? -1 - this.#missing.size;
        if (id < 0) this.#missing.set(id, row);
        return { ...row, id };
      });
      this.#version = version;
    }
    return [...this.#missing.values()];
  }

  /** To be called before a question, which then has all that it is lent. */
  limitLent(): void {
    if (this.#lentBytes <= MOST_LENT_BYTES && this.#missing.size > 0) return;
    this.#lists.clear();
    this.#columns.clear();
    this.#lentBytes = 0;
  }

  lendColumns(stamp: string, columns: Uint8Array): void {
    this.#columns.set(stamp, columns);
  }

  /** @param lists those of the lists that there are */
  lendLists({ stamps, keys }: MissingLists, lists: Iterable<SegmentList>): void {
    for (const stamp of stamps) for (const key of keys) this.#lists.set(listId(stamp, key), undefined);
    this.#lentBytes += 100 * stamps.length * keys.length;
    for (const { stamp, list } of lists) {
      // Without the rest of the piece that it came in.
      const own = { ...list, docs: list.docs.slice(), positions: list.positions.slice() };
      this.#lists.set(listId(stamp, list.key), own);
      this.#lentBytes += own.docs.length + own.positions.length;
    }
  }

  getVersion(): string {
    return this.#version;
  }

  listSegments(): readonly StoredSegment[] {
    return this.#segments;
  }

  readColumns(segment: { id: number; size: number }): SegmentColumns {
    const row = this.#missing.get(segment.id);
    if (!row) return this.#cache.store.readColumns(segment);
    const columns = this.#columns.get(row.stamp);
    if (!columns) throw new MissingColumns(row);
    this.#columns.delete(row.stamp);
    return decodeColumns(columns, row.size);
  }

  willRead(segments: readonly number[], keys: readonly number[]): void {
    const stamps = segments.flatMap((segment) => this.#missing.get(segment)?.stamp ?? []);
    const unlent = keys.filter((key) => stamps.some((stamp) => !this.#lists.has(listId(stamp, key))));
    if (unlent.length > 0) throw new MissingLists(stamps, unlent);
  }

  /** A search that does not tell what it will read reads a list of one key from all segments. */
  #lent(row: SegmentRow, key: number): PostingList | undefined {
    const id = listId(row.stamp, key);
    if (this.#lists.has(id)) return this.#lists.get(id);
    const others = [...this.#missing.values()].map(({ stamp }) => stamp);
    throw new MissingLists(
      others.filter((stamp) => !this.#lists.has(listId(stamp, key))),
      [key],
    );
  }

  readDocs(segment: number, key: number): Uint8Array | undefined {
    const row = this.#missing.get(segment);
    return row ? this.#lent(row, key)?.docs : this.#cache.store.readDocs(segment, key);
  }

  readShortDocs(segment: number, key: number, mostBytes: number): Uint8Array | null | undefined {
    const row = this.#missing.get(segment);
    if (!row) return this.#cache.store.readShortDocs(segment, key, mostBytes);
    const docs = this.#lent(row, key)?.docs;
    return docs && docs.length > mostBytes ? null : docs;
  }

  readBigram(segment: number, key: number): Pick<PostingList, 'docs' | 'before' | 'after'> | undefined {
    const row = this.#missing.get(segment);
    return row ? this.#lent(row, key) : this.#cache.store.readBigram(segment, key);
  }

  readPositions(segment: number, key: number): Uint8Array {
    const row = this.#missing.get(segment);
    if (!row) return this.#cache.store.readPositions(segment, key);
    return this.#lent(row, key)?.positions ?? new Uint8Array();
  }
}
