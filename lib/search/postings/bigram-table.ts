/** A map from bigrams (two UTF-16 units) to numbers: a hash table with open addressing, in one array. */
export class BigramTable {
  /** Two cells a slot: the bigram, and its number plus 1; 0 marks a free slot. */
  #slots = new Int32Array(2 << 12);
  #mask = (1 << 12) - 1;
  #count = 0;

  /** @returns a negative number for a bigram that is not in the table */
  get(first: number, second: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const bigram = (first << 16) | second;
    for (let slot = hash(bigram) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[2 * slot + 1] ?? 0) - 1;
      if (number < 0 || slots[2 * slot] === bigram) return number;
    }
  }

  /** Adds a bigram that is not in the table. @param number 0 or more */
  set(first: number, second: number, number: number): void {
    if (2 * ++this.#count > this.#mask) this.#grow();
    this.#put((first << 16) | second, number + 1);
  }

  /** Empties the table and keeps its memory. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
  }

  #put(bigram: number, entry: number): void {
    let slot = hash(bigram) & this.#mask;
    while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[2 * slot] = bigram;
    this.#slots[2 * slot + 1] = entry;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = 4 * this.#mask + 3;
    this.#slots = new Int32Array(2 * (this.#mask + 1));
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#put(old[i] ?? 0, old[i + 1] ?? 0);
  }
}

function hash(bigram: number): number {
  const mixed = Math.imul(bigram, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
