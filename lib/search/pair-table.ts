/** Numbers by pairs of UTF-16 units: a hash table with open addresses, in one array. */
export class PairTable {
  /** By slot: the pair, and its number plus 1; 0 is free. */
  #slots = new Int32Array(2 << 12);
  #mask = (1 << 12) - 1;
  #count = 0;

  /** @returns a negative number for a pair without one */
  get(first: number, second: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const pair = (first << 16) | second;
    for (let slot = hash(pair) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[2 * slot + 1] ?? 0) - 1;
      if (number < 0 || slots[2 * slot] === pair) return number;
    }
  }

  /** Gives a pair that has none a number, which must not be negative. */
  set(first: number, second: number, number: number): void {
    if (2 * ++this.#count > this.#mask) this.#grow();
    this.#put((first << 16) | second, number + 1);
  }

  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
  }

  #put(pair: number, entry: number): void {
    let slot = hash(pair) & this.#mask;
    while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[2 * slot] = pair;
    this.#slots[2 * slot + 1] = entry;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 4 * this.#mask + 3;
    this.#slots = new Int32Array(2 * (this.#mask + 1));
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#put(old[i] ?? 0, old[i + 1] ?? 0);
  }
}

function hash(pair: number): number {
  const mixed = Math.imul(pair, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
