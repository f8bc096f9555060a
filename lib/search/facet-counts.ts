import type { SegmentColumns } from './segment-columns.ts';

const ROOT = 0;
/** More than any part of a kind: numbers of listings have 32 bits. */
const PART_LIMIT = 2 ** 32;

/**
 * Numbers for what documents are counted by, their year and their categories together, so that a document is counted by one
 * step. A kind is a path in a tree: the year, then each category. Exact for 2 ** 21 kinds.
 */
export class Kinds {
  readonly #numbers = new Map<number, number>();
  readonly #parents = [ROOT];
  readonly #parts = [0];

  /** Numbers are below this. */
  get limit(): number {
    return this.#parts.length;
  }

  /** The kind of each document of a segment. */
  of({ size, days, categoryEnds, categories }: SegmentColumns): Uint32Array {
    const kinds = new Uint32Array(size);
    for (let n = 0, k = 0; n < size; n++) {
      let kind = this.#child(ROOT, yearOf(days[n] ?? 0));
      for (; k < (categoryEnds[n] ?? 0); k++) kind = this.#child(kind, categories[k] ?? 0);
      kinds[n] = kind;
    }
    return kinds;
  }

  #child(parent: number, part: number): number {
    const key = parent * PART_LIMIT + part;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const kind = this.limit;
    this.#numbers.set(key, kind);
    this.#parents.push(parent);
    this.#parts.push(part);
    return kind;
  }

  /** Takes the counts of kinds apart. @param counts by the number of the kind */
  sum(counts: Uint32Array): { categories: Map<number, number>; years: Map<number, number> } {
    const categories = new Map<number, number>();
    const years = new Map<number, number>();
    for (const [kind, count] of counts.entries()) {
      if (count === 0) continue;
      let at = kind;
      for (; this.#parents[at] !== ROOT; at = this.#parents[at] ?? ROOT) add(categories, this.#parts[at] ?? 0, count);
      add(years, this.#parts[at] ?? 0, count);
    }
    return { categories, years };
  }
}

/** @param day yyyymmdd */
const yearOf = (day: number): number => Math.floor(day / 10_000);

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
