import { type Posting, SEVERAL } from './index.ts';

/** Lists of a segment that is not written yet, in few large arrays. */
export class PackedPostings {
  #keys = new Float64Array(1 << 12);
  #ends = new Uint32Array(1 << 13);
  /** By key: what stands before it and behind it. */
  #neighbours = new Int32Array(1 << 13);
  #bytes: Uint8Array;
  #keyCount = 0;
  #length = 0;

  /**
   * @param postings in ascending order of their keys
   * @param expectedBytes which they take, about
   */
  constructor(postings: Iterable<Posting>, expectedBytes: number) {
    this.#bytes = new Uint8Array(expectedBytes);
    for (const { key, docs, positions, before, after } of postings) {
      if (this.#keyCount === this.#keys.length) {
        this.#keys = grown(this.#keys, new Float64Array(2 * this.#keyCount));
        this.#ends = grown(this.#ends, new Uint32Array(4 * this.#keyCount));
        this.#neighbours = grown(this.#neighbours, new Int32Array(4 * this.#keyCount));
      }
      this.#append(docs);
      this.#ends[2 * this.#keyCount] = this.#length;
      this.#append(positions);
      this.#ends[2 * this.#keyCount + 1] = this.#length;
      this.#neighbours[2 * this.#keyCount] = before;
      this.#neighbours[2 * this.#keyCount + 1] = after;
      this.#keys[this.#keyCount++] = key;
    }
    // What was made room for in vain is given back.
    this.#bytes = this.#bytes.slice(0, this.#length);
  }

  #append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, new Uint8Array(2 * (this.#length + bytes.length)));
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  *[Symbol.iterator](): Generator<Posting> {
    let from = 0;
    for (let i = 0; i < this.#keyCount; i++) {
      const middle = this.#ends[2 * i] ?? 0;
      const to = this.#ends[2 * i + 1] ?? 0;
      yield {
        key: this.#keys[i] ?? 0,
        docs: this.#bytes.subarray(from, middle),
        positions: this.#bytes.subarray(middle, to),
        before: this.#neighbours[2 * i] ?? SEVERAL,
        after: this.#neighbours[2 * i + 1] ?? SEVERAL,
      };
      from = to;
    }
  }
}

function grown<Numbers extends Float64Array | Uint32Array | Int32Array | Uint8Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}
