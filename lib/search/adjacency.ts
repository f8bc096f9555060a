import { type Bits, clearBit, hasBit } from './bits.ts';
import { readDocs } from './postings.ts';

/** One pair of a term in one segment. */
export interface TermPair {
  /** Distance from the beginning of the term. */
  at: number;
  /** Its documents, and its records for them, as `postings.ts` describes both. */
  docs: Uint8Array;
  positions: Uint8Array;
}

/** Before every place where a term may begin. */
const UNREAD = -(2 ** 30);

/**
 * Keeps those of the documents in which all pairs of a term stand at their distances from each other. A document's records are
 * read side by side, each up to where the others are, and no further than the first place where the term is. It may be in
 * nearly every document, and this loop is what a search for it takes: so two pairs lead, whose state is in local variables,
 * and the others are asked only where those agree.
 * @param found documents that have all the pairs; changed
 * @param pairs at least two
 */
export function keepAdjacent(found: Bits, docCount: number, [a, b, ...rest]: readonly TermPair[]): void {
  if (!a || !b) throw new RangeError('expected two pairs or more');
  const bytesA = a.positions;
  const bytesB = b.positions;
  const docsA = listDocs(a, docCount);
  const docsB = listDocs(b, docCount);
  const others = rest.map((pair) => new Follower(pair, docCount));
  // Not `-a.at`, which makes floating-point numbers of all that is added to it where it is 0.
  const beforeA = 0 - a.at;
  const beforeB = 0 - b.at;
  let nextB = 0;
  let endA = 0;
  let endB = 0;
  for (const doc of docsA) {
    let byte = bytesA[endA++] as number;
    let number = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytesA[endA++] as number;
      number |= (byte & 0x7f) << shift;
    }
    let atA = endA;
    endA += number;
    if (!hasBit(found, doc)) continue;

    let atB = endB;
    for (let isThere = false; !isThere; ) {
      byte = bytesB[endB++] as number;
      number = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = bytesB[endB++] as number;
        number |= (byte & 0x7f) << shift;
      }
      atB = endB;
      endB += number;
      isThere = docsB[nextB++] === doc;
    }
    for (const other of others) other.open(doc);

    // Where the term would begin by the position read last.
    let startA = beforeA;
    let startB = UNREAD;
    let isHere = false;
    while (atA < endA) {
      byte = bytesA[atA++] as number;
      number = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = bytesA[atA++] as number;
        number |= (byte & 0x7f) << shift;
      }
      startA += number;
      while (startB < startA && atB < endB) {
        byte = bytesB[atB++] as number;
        number = byte & 0x7f;
        for (let shift = 7; byte >= 0x80; shift += 7) {
          byte = bytesB[atB++] as number;
          number |= (byte & 0x7f) << shift;
        }
        startB = Math.max(startB, beforeB) + number;
      }
      if (startA === startB && allReach(others, startA)) {
        isHere = true;
        break;
      }
    }
    if (!isHere) clearBit(found, doc);
  }
}

/** A function of its own: what a closure sees is no longer kept in registers. */
function allReach(followers: readonly Follower[], start: number): boolean {
  for (const follower of followers) if (!follower.reaches(start)) return false;
  return true;
}

function listDocs({ docs }: TermPair, docCount: number): Uint16Array {
  const list = new Uint16Array(docCount);
  return list.subarray(0, readDocs(docs, list));
}

/** A pair that is asked whether it stands where others do. */
class Follower {
  readonly #before: number;
  readonly #docs: Uint16Array;
  readonly #bytes: Uint8Array;
  #passed = 0;
  #at = 0;
  #end = 0;
  #start = UNREAD;

  constructor(pair: TermPair, docCount: number) {
    this.#before = 0 - pair.at;
    this.#docs = listDocs(pair, docCount);
    this.#bytes = pair.positions;
  }

  #number(): number {
    let byte = this.#bytes[this.#at++] as number;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = this.#bytes[this.#at++] as number;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }

  /** Goes on to the record of a document, which the pair is in. */
  open(doc: number): void {
    do {
      this.#at = this.#end;
      const length = this.#number();
      this.#end = this.#at + length;
    } while (this.#docs[this.#passed++] !== doc);
    this.#start = UNREAD;
  }

  /** Whether the term may begin here; asked in ascending order. */
  reaches(start: number): boolean {
    while (this.#start < start && this.#at < this.#end) {
      this.#start = Math.max(this.#start, this.#before) + this.#number();
    }
    return this.#start === start;
  }
}
