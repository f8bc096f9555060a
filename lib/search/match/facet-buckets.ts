import { type SegmentColumns, UNDATED } from '../segments/columns.ts';

const ROOT = 0;
/** More than any year or number of a category. */
const PART_LIMIT = 2 ** 32;

/**
 * Counts hits by year and by category in one step for each hit. Documents of the same year with the same categories share a
 * bucket; hits are counted by bucket, and the buckets' counts are added up at the end. Buckets are the nodes of a tree: the path
 * from the root is the year, then each category. Exact for 2 ** 21 buckets.
 */
export class FacetBuckets {
  readonly #numbers = new Map<number, number>();
  readonly #parents = [ROOT];
  readonly #parts = [0];

  /** Numbers of buckets are below this. */
  get limit(): number {
    return this.#parts.length;
  }

  /** The bucket of each document of a segment. */
  assign({ size, days, categoryEnds, categories }: SegmentColumns): Uint32Array {
    const buckets = new Uint32Array(size);
    for (let n = 0, k = 0; n < size; n++) {
      let bucket = this.#child(ROOT, yearOf(days[n] ?? 0));
      for (; k < (categoryEnds[n] ?? 0); k++) bucket = this.#child(bucket, categories[k] ?? 0);
      buckets[n] = bucket;
    }
    return buckets;
  }

  #child(parent: number, part: number): number {
    const key = parent * PART_LIMIT + part;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const bucket = this.limit;
    this.#numbers.set(key, bucket);
    this.#parents.push(parent);
    this.#parts.push(part);
    return bucket;
  }

  /** Adds up the counts of buckets by category and by year, of which documents without a date have none. @param counts by the number of the bucket */
  sum(counts: Uint32Array): { categories: Map<number, number>; years: Map<number, number> } {
    const categories = new Map<number, number>();
    const years = new Map<number, number>();
    for (const [bucket, count] of counts.entries()) {
      if (count === 0) continue;
      let at = bucket;
      for (; this.#parents[at] !== ROOT; at = this.#parents[at] ?? ROOT) add(categories, this.#parts[at] ?? 0, count);
      const year = this.#parts[at] ?? UNDATED;
      if (year !== UNDATED) add(years, year, count);
    }
    return { categories, years };
  }
}

/** @param day yyyymmdd */
const yearOf = (day: number): number => Math.floor(day / 10_000);

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
