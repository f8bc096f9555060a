import { IntList } from './int-list.ts';
import { characterKey, type Field, pairKey } from './keys.ts';
import { PairTable } from './pair-table.ts';
import { ByteWriter, lengthOf, meet, type Posting, SEVERAL, UNKNOWN, writeDocs } from './postings.ts';

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
 * the documents that hold it. Works on flat arrays of numbers, so that a document costs no objects; they serve again after
 * `clear`, since a garbage collector that sees many megabytes come and go looks through everything else each time.
 */
export class SegmentBuilder {
  /** Number of each pair's list. */
  readonly #pairs: Readonly<Record<Field, PairTable>> = { title: new PairTable(), text: new PairTable() };
  /** Number of each character's list plus 1. */
  readonly #characters: Readonly<Record<Field, Int32Array>> = {
    title: new Int32Array(1 << 16),
    text: new Int32Array(1 << 16),
  };
  /** Number of each facet's list. */
  readonly #facets = new Map<number, number>();
  /** By list: its key, and the document of its last entry, which lists of pairs do without. */
  #keys = new Float64Array(1 << 12);
  #lastDocs = new Int32Array(1 << 12);
  /** By list of a pair: its neighbours. */
  #befores = new Int32Array(1 << 12);
  #afters = new Int32Array(1 << 12);
  #listCount = 0;
  /** By entry, in the order of the documents: its list, its position. */
  readonly #lists = new IntList();
  readonly #positions = new IntList();
  /** By document: how many entries there are up to its end. */
  readonly #ends = new IntList();
  /** By entry, in the order of the lists: its document, its position. */
  #sortedDocs = new Uint16Array(0);
  #sortedPositions = new Int32Array(0);

  get docCount(): number {
    return this.#ends.length;
  }

  /** Number of entries so far, by which its memory goes: some 25 bytes each. */
  get size(): number {
    return this.#lists.length;
  }

  /** Forgets all documents. */
  clear(): void {
    for (const field of ['title', 'text'] as const) {
      this.#pairs[field].clear();
      this.#characters[field].fill(0);
    }
    this.#facets.clear();
    this.#listCount = 0;
    this.#lists.length = 0;
    this.#positions.length = 0;
    this.#ends.length = 0;
  }

  /** Adds a document. Its number is the count of those before it. */
  add(document: SearchDocument): void {
    this.#addText('title', document.foldedTitle);
    this.#addText('text', document.foldedText);
    for (const key of document.facets) this.#addFacet(key);
    this.#ends.push(this.#lists.length);
  }

  #addText(field: Field, text: string): void {
    const characters = this.#characters[field];
    const pairs = this.#pairs[field];
    const doc = this.docCount;
    // Each character is an entry at the most, and each pair is one.
    this.#lists.reserve(2 * text.length);
    this.#positions.reserve(2 * text.length);
    const lists = this.#lists.values;
    const positions = this.#positions.values;
    let lastDocs = this.#lastDocs;
    let end = this.#lists.length;
    let beforeLast = SEVERAL;
    let last = SEVERAL;
    let lastPair = -1;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let list = (characters[unit] ?? 0) - 1;
      if (list < 0) {
        list = this.#newList(characterKey(field, unit));
        characters[unit] = list + 1;
        lastDocs = this.#lastDocs;
      }
      if (lastDocs[list] !== doc) {
        lastDocs[list] = doc;
        lists[end] = list;
        positions[end++] = 0;
      }
      if (i > 0) {
        let pair = pairs.get(last, unit);
        if (pair < 0) {
          pair = this.#newList(pairKey(field, last, unit));
          pairs.set(last, unit, pair);
          lastDocs = this.#lastDocs;
        }
        lists[end] = pair;
        positions[end++] = i - 1;
        this.#befores[pair] = meet(this.#befores[pair] as number, beforeLast);
        if (i > 1) this.#afters[lastPair] = meet(this.#afters[lastPair] as number, unit);
        lastPair = pair;
      }
      beforeLast = last;
      last = unit;
    }
    if (lastPair >= 0) this.#afters[lastPair] = SEVERAL;
    this.#lists.length = end;
    this.#positions.length = end;
  }

  #addFacet(key: number): void {
    const list = this.#facets.get(key) ?? this.#newList(key);
    this.#facets.set(key, list);
    if (this.#lastDocs[list] === this.docCount) return;
    this.#lastDocs[list] = this.docCount;
    this.#lists.push(list);
    this.#positions.push(0);
  }

  #newList(key: number): number {
    const list = this.#listCount++;
    if (list === this.#keys.length) {
      const keys = new Float64Array(2 * list);
      keys.set(this.#keys);
      this.#keys = keys;
      this.#lastDocs = doubled(this.#lastDocs);
      this.#befores = doubled(this.#befores);
      this.#afters = doubled(this.#afters);
    }
    this.#keys[list] = key;
    this.#lastDocs[list] = -1;
    this.#befores[list] = UNKNOWN;
    this.#afters[list] = UNKNOWN;
    return list;
  }

  /** Entries by list: where each list begins, its documents and its positions. A counting sort, which keeps their order. */
  #sortByList(): { starts: Int32Array; docs: Uint16Array; positions: Int32Array } {
    const { values: listOf } = this.#lists;
    const starts = new Int32Array(this.#listCount + 1);
    for (let entry = 0; entry < this.size; entry++) {
      const next = (listOf[entry] ?? 0) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let list = 0; list < this.#listCount; list++) starts[list + 1] = (starts[list + 1] ?? 0) + (starts[list] ?? 0);
    const places = starts.slice();
    if (this.#sortedDocs.length < this.size) {
      this.#sortedDocs = new Uint16Array(this.#lists.values.length);
      this.#sortedPositions = new Int32Array(this.#lists.values.length);
    }
    const docs = this.#sortedDocs;
    const positions = this.#sortedPositions;
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
    const keys = this.#keys.subarray(0, this.#listCount);
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
      yield {
        key,
        docs: out.view(positionsLength),
        positions: out.view().subarray(0, positionsLength),
        before: hasPositions ? (this.#befores[list] as number) : SEVERAL,
        after: hasPositions ? (this.#afters[list] as number) : SEVERAL,
      };
    }
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * numbers.length);
  grown.set(numbers);
  return grown;
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
