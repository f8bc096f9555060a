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
  /** By list: its key, how many entries it has, the document of its last one. */
  #keys = new Float64Array(1 << 12);
  readonly #counts = new IntList();
  readonly #lastDocs = new IntList();
  /** By entry, in the order of the documents: its list, its document, its position. */
  readonly #lists = new IntList();
  readonly #docs = new IntList();
  readonly #positions = new IntList();
  docCount = 0;

  /** Number of entries so far, by which its memory goes: some 30 bytes each. */
  get size(): number {
    return this.#lists.length;
  }

  /** Adds a document. Its number is the count of those before it. */
  add(document: SearchDocument): void {
    this.#addText('title', document.foldedTitle);
    this.#addText('text', document.foldedText);
    for (const key of document.facets) this.#addOnce(key);
    this.docCount++;
  }

  #addText(field: Field, text: string): void {
    let last = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.#addOnce(characterKey(field, unit));
      if (i > 0) this.#append(this.#listOf(pairKey(field, last, unit)), i - 1);
      last = unit;
    }
  }

  /** Adds the document to a list without positions, unless it is there. */
  #addOnce(key: number): void {
    const list = this.#listOf(key);
    if (this.#lastDocs.values[list] !== this.docCount) this.#append(list, 0);
  }

  #append(list: number, position: number): void {
    this.#lists.push(list);
    this.#docs.push(this.docCount);
    this.#positions.push(position);
    this.#counts.values[list] = (this.#counts.values[list] ?? 0) + 1;
    this.#lastDocs.values[list] = this.docCount;
  }

  #listOf(key: number): number {
    const mask = this.#table.length - 1;
    let slot = hash(key) & mask;
    for (;;) {
      const list = (this.#table[slot] ?? 0) - 1;
      if (list < 0) return this.#newList(key, slot);
      if (this.#keys[list] === key) return list;
      slot = (slot + 1) & mask;
    }
  }

  #newList(key: number, slot: number): number {
    const list = this.#counts.length;
    if (list === this.#keys.length) {
      const grown = new Float64Array(2 * list);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[list] = key;
    this.#counts.push(0);
    this.#lastDocs.push(-1);
    this.#table[slot] = list + 1;
    if (2 * list > this.#table.length) this.#growTable();
    return list;
  }

  #growTable(): void {
    const table = new Int32Array(4 * this.#table.length);
    const mask = table.length - 1;
    for (let list = 0; list < this.#counts.length; list++) {
      let slot = hash(this.#keys[list] ?? 0) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = list + 1;
    }
    this.#table = table;
  }

  /** Entries by list: where each list begins, its documents and its positions. A counting sort, which keeps their order. */
  #sortByList(): { starts: Int32Array; docs: Int32Array; positions: Int32Array } {
    const starts = new Int32Array(this.#counts.length + 1);
    for (let list = 0; list < this.#counts.length; list++) {
      starts[list + 1] = (starts[list] ?? 0) + (this.#counts.values[list] ?? 0);
    }
    const places = starts.slice();
    const docs = new Int32Array(this.size);
    const positions = new Int32Array(this.size);
    const { values: listOf } = this.#lists;
    const { values: docOf } = this.#docs;
    const { values: positionOf } = this.#positions;
    for (let entry = 0; entry < docs.length; entry++) {
      const list = listOf[entry] ?? 0;
      const place = places[list] ?? 0;
      places[list] = place + 1;
      docs[place] = docOf[entry] ?? 0;
      positions[place] = positionOf[entry] ?? 0;
    }
    return { starts, docs, positions };
  }

  /** The lists in ascending order of their keys. Each is valid until the next is asked for. */
  *encode(): Generator<Posting> {
    const { starts, docs, positions } = this.#sortByList();
    const distinct = new Int32Array(this.docCount);
    const out = new ByteWriter();
    for (const key of this.#keys.slice(0, this.#counts.length).sort()) {
      const list = this.#listOf(key);
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
