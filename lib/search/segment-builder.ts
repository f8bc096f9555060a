import { IntList } from './int-list.ts';
import { characterKey, type Field, pairKey } from './keys.ts';
import { ByteWriter, lengthOf, type Posting, writeDocs } from './postings.ts';

/** A document as it goes into the index. */
export interface SearchDocument {
  foldedTitle: string;
  foldedText: string;
  /** Keys of its categories, tags and source. */
  facets: readonly number[];
}

/** Keys from here on have no positions. */
const FIRST_WITHOUT_POSITIONS = characterKey('text', 0);

/**
 * Inverts documents: takes their texts one after another and gives, for each character and each pair of adjacent characters,
 * the documents that hold it. Works on flat arrays of numbers, so that a document costs no objects.
 */
export class SegmentBuilder {
  /** Number of each key's list plus 1, by the key's hash; 0 is free. */
  #table = new Int32Array(1 << 16);
  /** The same for keys of single characters, by the character. */
  readonly #characters: Readonly<Record<Field, Int32Array>> = {
    title: new Int32Array(1 << 16),
    text: new Int32Array(1 << 16),
  };
  /** By list: its key, how many entries it has, the document of its last one. */
  #keys = new Float64Array(1 << 12);
  readonly #counts = new IntList();
  readonly #lastDocs = new IntList();
  /** By entry, in the order of the documents: its list, its position. */
  readonly #lists = new IntList();
  readonly #positions = new IntList();
  /** By document: how many entries there are up to its end. */
  readonly #ends = new IntList();

  get docCount(): number {
    return this.#ends.length;
  }

  /** Number of entries so far, by which its memory goes: some 25 bytes each. */
  get size(): number {
    return this.#lists.length;
  }

  /** Adds a document. Its number is the count of those before it. */
  add(document: SearchDocument): void {
    this.#addText('title', document.foldedTitle);
    this.#addText('text', document.foldedText);
    for (const key of document.facets) this.#addOnce(this.#listOf(key));
    this.#ends.push(this.#lists.length);
  }

  #addText(field: Field, text: string): void {
    const characters = this.#characters[field];
    const firstPair = pairKey(field, 0, 0);
    let last = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let list = (characters[unit] ?? 0) - 1;
      if (list < 0) {
        list = this.#newList(characterKey(field, unit));
        characters[unit] = list + 1;
      }
      this.#addOnce(list);
      if (i > 0) this.#append(this.#listOf(firstPair + last * 0x10000 + unit), i - 1);
      last = unit;
    }
  }

  /** Adds the document to a list without positions, unless it is there. */
  #addOnce(list: number): void {
    if (this.#lastDocs.values[list] !== this.docCount) this.#append(list, 0);
  }

  #append(list: number, position: number): void {
    this.#lists.push(list);
    this.#positions.push(position);
    const { values: counts } = this.#counts;
    counts[list] = (counts[list] ?? 0) + 1;
    this.#lastDocs.values[list] = this.#ends.length;
  }

  /** The list of a key that is no single character's. */
  #listOf(key: number): number {
    const table = this.#table;
    const keys = this.#keys;
    const mask = table.length - 1;
    let slot = hash(key) & mask;
    for (;;) {
      const list = (table[slot] ?? 0) - 1;
      if (list < 0) {
        const added = this.#newList(key);
        table[slot] = added + 1;
        if (2 * added > table.length) this.#growTable();
        return added;
      }
      if (keys[list] === key) return list;
      slot = (slot + 1) & mask;
    }
  }

  #newList(key: number): number {
    const list = this.#counts.length;
    if (list === this.#keys.length) {
      const grown = new Float64Array(2 * list);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[list] = key;
    this.#counts.push(0);
    this.#lastDocs.push(-1);
    return list;
  }

  #growTable(): void {
    const table = new Int32Array(4 * this.#table.length);
    const mask = table.length - 1;
    for (const entry of this.#table) {
      if (entry === 0) continue;
      let slot = hash(this.#keys[entry - 1] ?? 0) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = entry;
    }
    this.#table = table;
  }

  /** Entries by list: where each list begins, its documents and its positions. A counting sort, which keeps their order. */
  #sortByList(): { starts: Int32Array; docs: Uint16Array; positions: Int32Array } {
    const starts = new Int32Array(this.#counts.length + 1);
    for (let list = 0; list < this.#counts.length; list++) {
      starts[list + 1] = (starts[list] ?? 0) + (this.#counts.values[list] ?? 0);
    }
    const places = starts.slice();
    const docs = new Uint16Array(this.size);
    const positions = new Int32Array(this.size);
    const { values: listOf } = this.#lists;
    const { values: positionOf } = this.#positions;
    for (let doc = 0, entry = 0; doc < this.docCount; doc++) {
      const end = this.#ends.values[doc] ?? 0;
      for (; entry < end; entry++) {
        const list = listOf[entry] ?? 0;
        const place = places[list] ?? 0;
        places[list] = place + 1;
        docs[place] = doc;
        positions[place] = positionOf[entry] ?? 0;
      }
    }
    return { starts, docs, positions };
  }

  /** Numbers of the lists in ascending order of their keys. */
  #listsByKey(): Int32Array {
    const keys = this.#keys.subarray(0, this.#counts.length);
    const byKey = new Map<number, number>();
    for (const [list, key] of keys.entries()) byKey.set(key, list);
    return Int32Array.from(keys.slice().sort(), (key) => byKey.get(key) ?? 0);
  }

  /** The lists in ascending order of their keys. Each is valid until the next is asked for. */
  *encode(): Generator<Posting> {
    const { starts, docs, positions } = this.#sortByList();
    const distinct = new Uint16Array(this.docCount);
    const out = new ByteWriter();
    for (const list of this.#listsByKey()) {
      const key = this.#keys[list] ?? 0;
      const end = starts[list + 1] ?? 0;
      const hasPositions = key < FIRST_WITHOUT_POSITIONS;
      let count = 0;
      out.clear();
      for (let from = starts[list] ?? 0; from < end; ) {
        const doc = docs[from] ?? 0;
        distinct[count++] = doc;
        let to = from + 1;
        while (to < end && docs[to] === doc) to++;
        if (hasPositions) writeRecord(out, positions, from, to);
        from = to;
      }
      const positionsLength = out.length;
      writeDocs(out, distinct, count);
      yield { key, docs: out.view(positionsLength), positions: out.view().subarray(0, positionsLength) };
    }
  }
}

/** Writes the ascending positions `from` to `to` as one record. */
function writeRecord(out: ByteWriter, positions: Int32Array, from: number, to: number): void {
  let length = 0;
  for (let i = from, last = 0; i < to; i++) {
    const position = positions[i] ?? 0;
    length += lengthOf(position - last);
    last = position;
  }
  out.number(length);
  for (let i = from, last = 0; i < to; i++) {
    const position = positions[i] ?? 0;
    out.number(position - last);
    last = position;
  }
}

function hash(key: number): number {
  const mixed = Math.imul((key | 0) ^ Math.imul((key / 0x1_0000_0000) | 0, 0x9e37_79b1), 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
