import type { ArchiveState } from '../../archive.ts';

/** The number of the epoch in which a state was made. An origin is `epoch:nonce`. */
const epochOf = ({ origin }: ArchiveState): number => Number.parseInt(origin, 10) || 0;

/**
 * Whether who has seen a state may be shown another one: the same, or one that was made after it. False for a state of a server that
 * went another way within the same epoch.
 */
export function isAtLeast(state: ArchiveState, least: ArchiveState): boolean {
  if (state.origin === least.origin) return state.number >= least.number;
  return epochOf(state) > epochOf(least);
}

/** The newest states that were seen on any server, each with the time at which it was first seen. */
export class SeenStates {
  /** From the oldest to the newest. */
  #states: { state: ArchiveState; since: number }[] = [];
  readonly #longest: number;

  /** @param longest time in milliseconds that is told apart; a server that lags more does so for an unknown time */
  constructor(longest: number) {
    this.#longest = longest;
  }

  get newest(): ArchiveState | undefined {
    return this.#states.at(-1)?.state;
  }

  /** @param now milliseconds of the clock that `lagOf` is asked with */
  note(state: ArchiveState, now: number): void {
    const { newest } = this;
    if (newest && isAtLeast(newest, state)) return;
    this.#states.push({ state, since: now });
    // One that is older than what is told apart stands for all before it.
    while (this.#states[1] && this.#states[1].since < now - this.#longest) this.#states.shift();
  }

  /** For how long there has been a newer state than a server has, in milliseconds. */
  lagOf(state: ArchiveState, now: number): number {
    const missed = this.#states.find((seen) => !isAtLeast(state, seen.state));
    return missed ? now - missed.since : 0;
  }
}
