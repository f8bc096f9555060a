/** Disjoint sets of numbers (union-find with path halving): connected components that grow link by link. */
export class Components {
  /** Each number that was joined, with one that is nearer to what stands for its set: itself, where it does. */
  readonly #parents = new Map<number, number>();

  /** Whether a number was joined with another one. */
  has(number: number): boolean {
    return this.#parents.has(number);
  }

  /** The number that stands for the set of a number. */
  find(number: number): number {
    let current = number;
    for (;;) {
      const parent = this.#parents.get(current) ?? current;
      if (parent === current) return current;
      const above = this.#parents.get(parent) ?? parent;
      this.#parents.set(current, above);
      current = above;
    }
  }

  join(a: number, b: number): void {
    const root = this.find(b);
    this.#parents.set(root, root);
    this.#parents.set(this.find(a), root);
  }

  /** The sets of two numbers and more. */
  list(): number[][] {
    return [...Map.groupBy(this.#parents.keys(), (number) => this.find(number)).values()];
  }

  /** Every number that was joined. */
  keys(): number[] {
    return [...this.#parents.keys()];
  }
}
