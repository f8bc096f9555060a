/**
 * Holds what several readers see against one rule: once a state is seen by anybody, nobody who asks later sees an older one. States
 * are numbers that grow; a page tells its own.
 */
export class StateCheck {
  /** The newest state that anybody has seen. */
  #newest = -1;
  #checked = 0;
  readonly #wrong: string[] = [];

  get newest(): number {
    return this.#newest;
  }

  /** Answers that were checked. */
  get checked(): number {
    return this.#checked;
  }

  /** What was wrong with answers, one line each. */
  get wrong(): readonly string[] {
    return this.#wrong;
  }

  /**
   * Asks for a page, and checks it.
   * @param ask gives the text of the page
   * @param listStates the state that each part of the page shows; none where it shows none
   */
  async check(name: string, ask: () => Promise<string>, listStates: (text: string) => number[]): Promise<void> {
    const before = this.#newest;
    const states = [...new Set(listStates(await ask()))];
    const [state = -1] = states;
    this.#checked++;
    if (states.length > 1) this.#wrong.push(`${name} mixes states ${states.join(', ')}`);
    if (state < before) this.#wrong.push(`${name} is of state ${state} after ${before} was seen`);
    this.#newest = Math.max(this.#newest, ...states);
  }
}
