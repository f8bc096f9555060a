import { LRUCache } from 'lru-cache';
import type { Answer } from './answer.ts';

/** Most bytes of finished answers that are kept, their compressed forms included. */
const MAX_BYTES = 64 * 1024 * 1024;
/** One answer may take a quarter of them: a part of the sitemap does, and is no loss. */
const MAX_ANSWER_BYTES = MAX_BYTES / 4;

/**
 * Finished answers, each valid for one state of the archive: when the state changes, all of them are dropped. Exact, without
 * a time to live. One request at a time is under way for an address; the others wait for it.
 */
export class AnswerCache {
  readonly #answers = new LRUCache<string, Answer>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ANSWER_BYTES,
    sizeCalculation: (answer, url) => Math.ceil(answer.size + 2 * url.length),
  });
  readonly #underWay = new Map<string, Promise<Answer>>();
  #state: string | undefined;

  /** The answer for an address in this state of the archive, if it is kept. */
  get(url: string, state: string): Answer | undefined {
    return state === this.#state ? this.#answers.get(url) : undefined;
  }

  /**
   * Makes the answer for an address, or waits for the one that is being made.
   * @param state of the archive, read before
   * @param isKept tells which answers are kept
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
      // Whoever asks from now on wants the new state.
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
