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
export function keepPhrase(found: Bitset, [rarest, ...rest]: readonly TermBigram[]): void {
  if (!rarest) throw new RangeError('expected a bigram');
  const lead = new PositionCursor(rarest);
  const others = rest.map((bigram) => new PositionCursor(bigram));
  forEachBit(found, (doc) => {
    lead.open(doc);
    for (const other of others) other.open(doc);
    for (let start = lead.advance(0); start !== NOWHERE; ) {
      const next = advanceAll(others, start);
      if (next === start) return;
      start = next === NOWHERE ? NOWHERE : lead.advance(next);
    }
    clearBit(found, doc);
  });
}

/** Behind every place. */
const NOWHERE = 2 ** 30;

/** `start` where the term begins there by all cursors; else the next place where it may begin by one of them. */
function advanceAll(cursors: readonly PositionCursor[], start: number): number {
  for (const cursor of cursors) {
    const next = cursor.advance(start);
    if (next !== start) return next;
  }
  return start;
}

/** Reads the positions of a bigram, document by document. */
class PositionCursor extends VarintReader {
  readonly #offset: number;
  readonly #docs: Uint16Array;
  #passedDocs = 0;
  #end = 0;
  #position = 0;
  #start = -1;

  constructor({ offset, docs, positions }: TermBigram) {
    super(positions);
    this.#offset = offset;
    this.#docs = new Uint16Array(countDocs(docs));
    readDocs(docs, this.#docs);
  }

  /** Goes on to a document, which the bigram is in. */
  open(doc: number): void {
    do {
      this.at = this.#end;
      const length = this.next();
      this.#end = this.at + length;
    } while (this.#docs[this.#passedDocs++] !== doc);
    this.#position = 0;
    this.#start = -1;
  }

  /** The first place at or after `start` at which the term would begin by this bigram; `NOWHERE` where there is none. */
  advance(start: number): number {
    while (this.#start < start) {
      if (this.at === this.#end) return NOWHERE;
      this.#position += this.next();
      this.#start = this.#position - this.#offset;
    }
    return this.#start;
  }
}
