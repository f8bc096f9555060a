/** Milliseconds. */
const FIRST = 1_000;
const LONGEST = 10_000;

/** What a line ends with that says why a process does not begin yet. It is said once. */
export const WAITING = 'trying again until it works';

/** Pauses between attempts at what fails, each twice as long as the one before. */
export class GrowingPause {
  #next = FIRST;

  /** The next pause, in milliseconds. */
  next(): number {
    const pause = this.#next;
    this.#next = Math.min(2 * pause, LONGEST);
    return pause;
  }

  reset(): void {
    this.#next = FIRST;
  }
}
