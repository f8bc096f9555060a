/**
 * What was read ahead of rows, by the value of a column: many in one question, where a question for each would take a round trip. An
 * update that changes such a row notes it here.
 */
export class KnownRows<Known> {
  readonly #rows = new Map<string, Known | undefined>();

  /** Forgets what was read before. @param values for which there is nothing but `rows` */
  fill(values: readonly string[], rows: Iterable<readonly [string, Known]>): void {
    this.#rows.clear();
    for (const value of values) this.#rows.set(value, undefined);
    for (const [value, row] of rows) this.#rows.set(value, row);
  }

  /** True where it is known whether there is a row. */
  has(value: string): boolean {
    return this.#rows.has(value);
  }

  /** True where it is known that there is no row. */
  lacks(value: string): boolean {
    return this.#rows.has(value) && this.#rows.get(value) === undefined;
  }

  get(value: string): Known | undefined {
    return this.#rows.get(value);
  }

  /** Notes what a row has become. Of what was not read ahead nothing is kept. */
  note(value: string, row: Known | undefined): void {
    if (this.#rows.has(value)) this.#rows.set(value, row);
  }
}
