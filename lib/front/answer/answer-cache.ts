import { LRUCache } from 'lru-cache';
import type { Answer } from './answer.ts';

/** Size of the cache, with the compressed variants of the answers. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Largest answer that is kept. Only parts of the sitemap can be larger. */
const MAX_ANSWER_BYTES = MAX_BYTES / 4;

/**
 * Finished answers by canonical address. All are valid for one state of the archive and are dropped when the state changes;
 * there is no time to live. Concurrent requests for one address share one request to the upstream.
 */
export class AnswerCache {
  readonly #answers = new LRUCache<string, Answer>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ANSWER_BYTES,
    sizeCalculation: (answer, url) => Math.ceil(answer.size + 2 * url.length),
  });
  readonly #underWay = new Map<string, Promise<Answer>>();
  #state: string | undefined;

  /** The answer for an address in this state of the archive, if there is one. */
  get(url: string, state: string): Answer | undefined {
    return state === this.#state ? this.#answers.get(url) : undefined;
  }

  /**
   * Makes the answer for an address, or waits for the one that is being made.
   * @param state of the archive, read before the call
   * @param isKept decides whether an answer enters the cache
   */
  async make(
    url: string,
    state: string,
    make: () => Promise<Answer>,
    isKept: (answer: Answer) => boolean,
  ): Promise<Answer> {
    if (state !== this.#state) {
      this.#state = state;
      this.#answers.clear();
      // Requests from this moment on must not share an answer of the old state.
      this.#underWay.clear();
    }
    const waiting = this.#underWay.get(url);
    if (waiting) return waiting;
    const made = make();
    this.#underWay.set(url, made);
    try {
      const answer = await made;
      if (isKept(answer) && state === this.#state) this.#answers.set(url, answer);
      return answer;
    } finally {
      if (this.#underWay.get(url) === made) this.#underWay.delete(url);
    }
  }
}
