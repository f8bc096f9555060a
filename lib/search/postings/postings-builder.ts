import { BigramTable } from './bigram-table.ts';
import { IntList } from './int-list.ts';
import { bigramKey, characterKey, type Field, hasPositions } from './keys.ts';
import { mergeNeighbour, type PostingList, UNSEEN, VARIES, writeDocs, writePositions } from './posting-list.ts';
import { ByteWriter } from './varint.ts';

/** What of a document goes into posting lists. */
export interface PostedDocument {
  foldedTitle: string;
  foldedText: string;
  /** Keys of its categories, tags, sources and stocks. */
  facets: readonly number[];
}

/**
 * Inverts documents: takes them one after another and gives the posting lists of their characters, bigrams and facets. A
 * posting is a document, and for bigrams a position in it, in one list. Postings are collected in the order of the documents and
 * sorted by list at the end. All of it lies in flat arrays of numbers, which are used again after `clear`, so that the garbage
 * collector has nothing to do.
 */
export class PostingsBuilder {
  /** Number of the list of each bigram. */
  readonly #bigrams: Readonly<Record<Field, BigramTable>> = { title: new BigramTable(), text: new BigramTable() };
  /** Number of the list of each character plus 1; 0 where there is none. */
  readonly #characters: Readonly<Record<Field, Int32Array>> = {
    title: new Int32Array(1 << 16),
    text: new Int32Array(1 << 16),
  };
  /** Number of the list of each facet, by its key. */
  readonly #facets = new Map<number, number>();
  /** By list: its key, and the document of its last posting, which is not kept for bigrams. */
  #keys = new Float64Array(1 << 12);
  #lastDocs = new Int32Array(1 << 12);
  /** By list of a bigram: its neighbours, as in `PostingList`. */
  #befores = new Int32Array(1 << 12);
  #afters = new Int32Array(1 << 12);
  #listCount = 0;
  /** By posting, in the order of the documents: its list, its position. */
  readonly #lists = new IntList();
  readonly #positions = new IntList();
  /** By document: how many postings there are up to its end. */
  readonly #ends = new IntList();
  /** By posting, in the order of the lists: its document, its position. */
  #sortedDocs = new Uint16Array(0);
  #sortedPositions = new Int32Array(0);

  get docCount(): number {
    return this.#ends.length;
  }

  /** Postings so far. Each takes some 25 bytes of memory. */
  get postingCount(): number {
    return this.#lists.length;
  }

  /** Forgets all documents. */
  clear(): void {
    for (const field of ['title', 'text'] as const) {
      this.#bigrams[field].clear();
      this.#characters[field].fill(0);
    }
    this.#facets.clear();
    this.#listCount = 0;
    this.#lists.length = 0;
    this.#positions.length = 0;
    this.#ends.length = 0;
  }

  /** Adds a document. Documents are numbered from 0 in the order in which they are added. */
  add(document: PostedDocument): void {
    this.#addText('title', document.foldedTitle);
    this.#addText('text', document.foldedText);
    for (const key of document.facets) this.#addFacet(key);
    this.#ends.push(this.#lists.length);
  }

  #addText(field: Field, text: string): void {
    const characters = this.#characters[field];
    const bigrams = this.#bigrams[field];
    const doc = this.docCount;
    // Each character makes at most one posting, and each bigram one.
    this.#lists.reserve(2 * text.length);
    this.#positions.reserve(2 * text.length);
    const lists = this.#lists.values;
    const positions = this.#positions.values;
    let lastDocs = this.#lastDocs;
    let end = this.#lists.length;
    let beforeLast = VARIES;
    let last = VARIES;
    let lastBigram = -1;
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
        let bigram = bigrams.get(last, unit);
        if (bigram < 0) {
          bigram = this.#newList(bigramKey(field, last, unit));
          bigrams.set(last, unit, bigram);
          lastDocs = this.#lastDocs;
        }
        lists[end] = bigram;
        positions[end++] = i - 1;
        this.#befores[bigram] = mergeNeighbour(this.#befores[bigram] as number, beforeLast);
        if (i > 1) this.#afters[lastBigram] = mergeNeighbour(this.#afters[lastBigram] as number, unit);
        lastBigram = bigram;
      }
      beforeLast = last;
      last = unit;
    }
    if (lastBigram >= 0) this.#afters[lastBigram] = VARIES;
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
    this.#befores[list] = UNSEEN;
    this.#afters[list] = UNSEEN;
    return list;
  }

  /** Sorts the postings by list: where each list begins, then documents and positions. A counting sort, which is stable. */
  #sortByList(): { starts: Int32Array; docs: Uint16Array; positions: Int32Array } {
    const { values: listOf } = this.#lists;
    const starts = new Int32Array(this.#listCount + 1);
    for (let posting = 0; posting < this.postingCount; posting++) {
      const next = (listOf[posting] ?? 0) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let list = 0; list < this.#listCount; list++) starts[list + 1] = (starts[list + 1] ?? 0) + (starts[list] ?? 0);
    const places = starts.slice();
    if (this.#sortedDocs.length < this.postingCount) {
      this.#sortedDocs = new Uint16Array(this.#lists.values.length);
      this.#sortedPositions = new Int32Array(this.#lists.values.length);
    }
    const docs = this.#sortedDocs;
    const positions = this.#sortedPositions;
    const { values: positionOf } = this.#positions;
    for (let doc = 0, posting = 0; doc < this.docCount; doc++) {
      const end = this.#ends.values[doc] ?? 0;
      for (; posting < end; posting++) {
        const list = listOf[posting] ?? 0;
        const place = places[list] ?? 0;
        places[list] = place + 1;
        docs[place] = doc;
        positions[place] = positionOf[posting] ?? 0;
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

  /** The posting lists in ascending order of their keys. Each is valid until the next is asked for. */
  *encode(): Generator<PostingList> {
    const { starts, docs, positions } = this.#sortByList();
    const distinct = new Uint16Array(this.docCount);
    const out = new ByteWriter();
    for (const list of this.#listsByKey()) {
      const key = this.#keys[list] ?? 0;
      const end = starts[list + 1] ?? 0;
      const isBigram = hasPositions(key);
      let count = 0;
      out.clear();
      for (let from = starts[list] ?? 0; from < end; ) {
        const doc = docs[from] ?? 0;
        distinct[count++] = doc;
        let to = from + 1;
        while (to < end && docs[to] === doc) to++;
        if (isBigram) writePositions(out, positions, from, to);
        from = to;
      }
      const positionsLength = out.length;
      writeDocs(out, distinct, count);
      yield {
        key,
        docs: out.view(positionsLength),
        positions: out.view(0, positionsLength),
        before: isBigram ? (this.#befores[list] as number) : VARIES,
        after: isBigram ? (this.#afters[list] as number) : VARIES,
      };
    }
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * numbers.length);
  grown.set(numbers);
  return grown;
}
