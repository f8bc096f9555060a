import { setTimeout as sleep } from 'node:timers/promises';
import type { ArchiveChanges } from '../archive/index.ts';
import { isComparable, type PortalState } from './state.ts';

/** The archive, as the front follows it. */
export interface StateSource {
  /** The newest state. Called before each answer. */
  getState(): Promise<PortalState>;
  /**
   * What has changed since a state of the same day; `undefined` where everything may have.
   * @param upTo a state that is known: the changes lead at least to it
   */
  listChanges(after: PortalState, upTo: PortalState): Promise<ArchiveChanges | undefined>;
}

/** A state that is known and not shown yet. */
export interface Step {
  state: PortalState;
  /** Milliseconds since 1970. */
  shownFrom: number;
  /** What changed up to it after the step before; more where several states were noticed at once. */
  changes: ArchiveChanges;
}

export interface ShownStateListener {
  /** States are known that will be shown: the last of them. */
  onNext(step: Step): void;
  /** Another state is shown from now on. @param steps that lead to it from the one before; `undefined` where everything may have changed */
  onShow(state: PortalState, steps: readonly Step[] | undefined): void;
}

/** A state whose time lies farther ahead was made by another clock, and is shown at once. Milliseconds. */
const LONGEST_WAIT = 2_000;

/**
 * The state that readers see: of all that the archive has committed, the last one whose time has come (`shownFrom` of its
 * changes). The rule needs no agreement between processes: each front of an archive shows the same state at the same time, as far
 * as their clocks agree. The time between is for making answers of the new state before anybody may see it.
 */
export class ShownState {
  readonly #source: StateSource;
  readonly #listener: ShownStateListener;
  readonly #now: () => number;
  #current: PortalState | undefined;
  #steps: Step[] = [];
  #following: Promise<PortalState | undefined> | undefined;

  /** @param now the clock: milliseconds since 1970 */
  constructor(source: StateSource, now: () => number, listener: ShownStateListener) {
    this.#source = source;
    this.#now = now;
    this.#listener = listener;
  }

  /** The state that is shown, as last read. */
  get current(): PortalState | undefined {
    return this.#current;
  }

  /**
   * The state at the end of this turn of the event loop; all requests of one turn share one look at the archive.
   * @returns `undefined` where the archive cannot be read
   */
  follow(): Promise<PortalState | undefined> {
    this.#following ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#following = undefined;
        // If the state cannot be read, the upstream meets the same failure, and its answer reports it.
        resolve(this.#look().catch(() => undefined));
      });
    });
    return this.#following;
  }

  /** What has changed after a state, up to the newest one. @see StateSource */
  listChanges(after: PortalState, upTo: PortalState): Promise<ArchiveChanges | undefined> {
    return this.#source.listChanges(after, upTo);
  }

  /** Waits until a state is shown that the archive has committed, or can no longer be. */
  async waitFor(state: PortalState): Promise<void> {
    for (;;) {
      const current = await this.follow();
      if (!current || !isComparable(current, state) || current.number >= state.number) return;
      const step = this.#steps.find(({ state: { number } }) => number >= state.number);
      if (!step) return;
      await sleep(Math.max(1, step.shownFrom - this.#now()));
    }
  }

  async #look(): Promise<PortalState | undefined> {
    const newest = await this.#source.getState();
    const known = this.#steps.at(-1)?.state ?? this.#current;
    if (!known || known.day !== newest.day) this.#show(newest, undefined);
    else if (known.origin !== newest.origin) await this.#goOver(known, newest);
    else if (newest.number > known.number) {
      const changes = await this.#source.listChanges(known, newest);
      // Another look may have gone further meanwhile; it must not be taken back.
      if ((this.#steps.at(-1)?.state ?? this.#current) === known) this.#add(known, newest, changes);
    }
    this.#showDue();
    return this.#current;
  }

  /** Goes over to a state of another writer at once: it says nothing of when the states between were to be shown. */
  async #goOver(known: PortalState, newest: PortalState): Promise<void> {
    const changes = await this.#source.listChanges(known, newest);
    if ((this.#steps.at(-1)?.state ?? this.#current) !== known) return;
    if (!changes) return this.#show(newest, undefined);
    const state = { ...newest, ...changes.state };
    const steps = [...this.#steps, { state, shownFrom: 0, changes }];
    this.#steps = [];
    this.#show(state, steps);
  }

  #add(known: PortalState, newest: PortalState, changes: ArchiveChanges | undefined): void {
    if (!changes) {
      this.#show(newest, undefined);
      return;
    }
    for (let number = known.number + 1; number <= changes.state.number; number++) {
      const time = changes.shownFrom.get(number) ?? 0;
      const shownFrom = time > this.#now() + LONGEST_WAIT ? 0 : time;
      this.#steps.push({ state: { ...known, number }, shownFrom, changes });
    }
    // Answers are made of the newest state, whichever is shown first.
    const last = this.#steps.at(-1);
    if (last && last.shownFrom > this.#now()) this.#listener.onNext(last);
  }

  #showDue(): void {
    const now = this.#now();
    const due = this.#steps.findLastIndex(({ shownFrom }) => shownFrom <= now);
    const steps = this.#steps.splice(0, due + 1);
    const last = steps.at(-1);
    if (last) this.#show(last.state, steps);
  }

  #show(state: PortalState, steps: readonly Step[] | undefined): void {
    if (!steps) this.#steps = [];
    this.#current = state;
    this.#listener.onShow(state, steps);
  }
}
