import { type Bitset, clearBit, forEachBit } from '../postings/bitset.ts';
import { countDocs, readDocs } from '../postings/posting-list.ts';
import { VarintReader } from '../postings/varint.ts';

/** A bigram of a term, with its postings in one segment. */
export interface TermBigram {
  /** Distance from the beginning of the term. */
  offset: number;
  docs: Uint8Array;
  positions: Uint8Array;
}

/**
 * Keeps those documents in which all bigrams of a term occur at their distances from each other. Their positions are read side
 * by side (a leapfrog join), no further than the first place where all agree.
 * @param found documents that have all the bigrams; changed
 * @param bigrams at least one, the rarest first: the others are read no further than it asks for
 */
export function keepPhrase(found: Bitset, bigrams: readonly TermBigram[]): void {
  const cursors = bigrams.map((bigram) => new PositionCursor(bigram));
  forEachBit(found, (doc) => {
    for (const cursor of cursors) cursor.open(doc);
    if (!agree(cursors)) clearBit(found, doc);
  });
}

/** Behind every place. */
const NOWHERE = 2 ** 30;

/** Whether all cursors have the term begin at one place of the document that they are at. */
function agree(cursors: readonly PositionCursor[]): boolean {
  let start = 0;
  for (let agreed = 0; agreed < cursors.length; ) {
    const found = (cursors[agreed] as PositionCursor).advance(start);
    if (found === NOWHERE) return false;
    if (found === start) agreed++;
    else {
      start = found;
      agreed = agreed === 0 ? 1 : 0;
    }
  }
  return true;
}

/** Reads the positions of a bigram, document by document. */
class PositionCursor {
  readonly #offset: number;
  readonly #docs: Uint16Array;
  readonly #reader: VarintReader;
  #passedDocs = 0;
  #end = 0;
  #position = 0;
  #start = -1;

  constructor({ offset, docs, positions }: TermBigram) {
    this.#offset = offset;
    this.#docs = new Uint16Array(countDocs(docs));
    readDocs(docs, this.#docs);
    this.#reader = new VarintReader(positions);
  }

  /** Goes on to a document, which the bigram is in. */
  open(doc: number): void {
    do {
      this.#reader.at = this.#end;
      const length = this.#reader.next();
      this.#end = this.#reader.at + length;
    } while (this.#docs[this.#passedDocs++] !== doc);
    this.#position = 0;
    this.#start = -1;
  }

  /** The first place at or after `start` at which the term would begin by this bigram; `NOWHERE` where there is none. */
  advance(start: number): number {
    while (this.#start < start) {
      if (this.#reader.at === this.#end) return NOWHERE;
      this.#position += this.#reader.next();
      this.#start = this.#position - this.#offset;
    }
    return this.#start;
  }
}
