import type { Importance } from './importance.ts';

/** A request that waits for a worker. */
export interface Turn {
  /** True if it must be the only request of its worker. Such turns go before all others. */
  isAlone: boolean;
  importance: Importance;
}

/** Requests that wait, the important ones first, and those of the same importance in the order in which they came. */
export class TurnQueue<T extends Turn> {
  readonly #turns: T[] = [];

  /** Places before which a turn of an importance would stand in line. */
  countBefore(importance: Importance): number {
    const place = this.#turns.findIndex((turn) => !turn.isAlone && turn.importance > importance);
    return place < 0 ? this.#turns.length : place;
  }

  add(turn: T): void {
    if (turn.isAlone) this.#turns.unshift(turn);
    else this.#turns.splice(this.countBefore(turn.importance), 0, turn);
  }

  remove(turn: T): void {
    const place = this.#turns.indexOf(turn);
    if (place >= 0) this.#turns.splice(place, 1);
  }

  /** @returns a copy, in order */
  list(): T[] {
    return [...this.#turns];
  }
}
