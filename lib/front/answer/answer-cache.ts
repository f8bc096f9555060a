import { LRUCache } from 'lru-cache';
import { type ArchiveChanges, isQuestion, isTouched, type Mark } from '../../archive/index.ts';
import type { Sendable } from './answer.ts';

/** Size of the cache, with the compressed variants of the answers. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What one mark of an answer takes in memory, with its place among the addresses by their marks. */
const BYTES_OF_A_MARK = 100;
/** Largest answer that is kept. Only parts of the sitemap can be larger. */
const MAX_ANSWER_BYTES = MAX_BYTES / 4;

/** A finished answer with the parts of the archive that it was made from. */
interface Entry {
  answer: Sendable;
  marks: readonly Mark[];
  /** True once a reader has got it from the cache. */
  isAsked: boolean;
}

/**
 * Finished answers by canonical address. All are exact in one state of the archive: a change drops those that depend on a part
 * that it touches, and leaves the others. There is no time to live. Concurrent requests for one address share one request
 * to the upstream.
 */
export class AnswerCache {
  readonly #entries = new LRUCache<string, Entry>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ANSWER_BYTES,
    sizeCalculation: ({ answer, marks }, url) => answer.size + 2 * url.length + BYTES_OF_A_MARK * marks.length,
    dispose: ({ marks }, url) => this.#forget(url, marks),
  });
  /** Addresses by what their answers depend on. */
  readonly #urls = new Map<Mark, Set<string>>();
  readonly #questions = new Set<Mark>();
  readonly #underWay = new Map<string, Promise<Sendable>>();

  /** Goes over to another state. @param changes that lead to it; everything, where `undefined` */
  advance(changes: readonly ArchiveChanges[] | undefined): void {
    // Requests from this moment on must not share an answer of the state before.
    this.#underWay.clear();
    if (!changes) this.#entries.clear();
    for (const url of (changes ?? []).flatMap((change) => [...this.#listTouched(change)])) this.#entries.delete(url);
  }

  get(url: string): Sendable | undefined {
    const entry = this.#entries.get(url);
    if (entry) entry.isAsked = true;
    return entry?.answer;
  }

  /** The kept answer without counting as a reader. */
  peek(url: string): Sendable | undefined {
    return this.#entries.peek(url)?.answer;
  }

  /** Addresses whose answers changes touch, of those that readers have asked for more than once: the last asked for first. */
  listAsked(changes: ArchiveChanges): string[] {
    const touched = this.#listTouched(changes);
    return [...this.#entries.keys()].filter((url) => touched.has(url) && this.#entries.peek(url)?.isAsked);
  }

  /** Keeps an answer that is exact in the present state. @param marks what it depends on */
  set(url: string, answer: Sendable, marks: readonly Mark[]): void {
    this.#entries.set(url, { answer, marks, isAsked: false });
    if (!this.#entries.has(url)) return;
    for (const mark of marks) {
      const urls = this.#urls.get(mark);
      if (urls) urls.add(url);
      else this.#urls.set(mark, new Set([url]));
      if (isQuestion(mark)) this.#questions.add(mark);
    }
  }

  /** Makes the answer for an address, or waits for the one that is being made. */
  async share(url: string, make: () => Promise<Sendable>): Promise<Sendable> {
    const waiting = this.#underWay.get(url);
    if (waiting) return waiting;
    const made = make();
    this.#underWay.set(url, made);
    try {
      return await made;
    } finally {
      if (this.#underWay.get(url) === made) this.#underWay.delete(url);
    }
  }

  #listTouched(changes: ArchiveChanges): Set<string> {
    const touched = new Set<string>();
    const add = (mark: Mark): void => {
      for (const url of this.#urls.get(mark) ?? []) touched.add(url);
    };
    for (const mark of changes.marks) add(mark);
    for (const mark of this.#questions) if (isTouched(mark, changes)) add(mark);
    return touched;
  }

  #forget(url: string, marks: readonly Mark[]): void {
    for (const mark of marks) {
      const urls = this.#urls.get(mark);
      urls?.delete(url);
      if (urls?.size !== 0) continue;
      this.#urls.delete(mark);
      this.#questions.delete(mark);
    }
  }
}
