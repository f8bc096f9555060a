import { type PostingList, VARIES } from './posting-list.ts';

/** Posting lists that are not written yet, packed into a few large arrays so that they cost the garbage collector nothing. */
export class PostingBuffer {
  #keys = new Float64Array(1 << 12);
  /** Two cells a list: where its documents and its positions end in `#bytes`. */
  #ends = new Uint32Array(1 << 13);
  /** Two cells a list: `before` and `after`. */
  #neighbours = new Int32Array(1 << 13);
  #bytes: Uint8Array;
  #count = 0;
  #length = 0;

  /**
   * @param lists in ascending order of their keys; each is copied before the next is asked for
   * @param expectedBytes an estimate of their size
   */
  constructor(lists: Iterable<PostingList>, expectedBytes: number) {
    this.#bytes = new Uint8Array(expectedBytes);
    for (const { key, docs, positions, before, after } of lists) {
      if (this.#count === this.#keys.length) {
        this.#keys = grown(this.#keys, new Float64Array(2 * this.#count));
        this.#ends = grown(this.#ends, new Uint32Array(4 * this.#count));
        this.#neighbours = grown(this.#neighbours, new Int32Array(4 * this.#count));
      }
      this.#append(docs);
      this.#ends[2 * this.#count] = this.#length;
      this.#append(positions);
      this.#ends[2 * this.#count + 1] = this.#length;
      this.#neighbours[2 * this.#count] = before;
      this.#neighbours[2 * this.#count + 1] = after;
      this.#keys[this.#count++] = key;
    }
    // Gives back what the estimate was too large by.
    this.#bytes = this.#bytes.slice(0, this.#length);
  }

  #append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, new Uint8Array(2 * (this.#length + bytes.length)));
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  *[Symbol.iterator](): Generator<PostingList> {
    let from = 0;
    for (let i = 0; i < this.#count; i++) {
      const middle = this.#ends[2 * i] ?? 0;
      const to = this.#ends[2 * i + 1] ?? 0;
      yield {
        key: this.#keys[i] ?? 0,
        docs: this.#bytes.subarray(from, middle),
        positions: this.#bytes.subarray(middle, to),
        before: this.#neighbours[2 * i] ?? VARIES,
        after: this.#neighbours[2 * i + 1] ?? VARIES,
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
