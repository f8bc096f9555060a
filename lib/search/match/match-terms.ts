import {
  type Bitset,
  countBits,
  emptyBitset,
  fullBitset,
  hasAny,
  intersect,
  subtract,
  unite,
} from '../postings/bitset.ts';
import { bigramKey, characterKey, type Field } from '../postings/keys.ts';
import { type PostingList, uniteDocs } from '../postings/posting-list.ts';
import { keepPhrase } from './phrase-match.ts';

/** A posting list without its positions. */
export type BigramList = Pick<PostingList, 'docs' | 'before' | 'after'>;

/** The posting lists of one segment, as matching reads them; encoded as in `PostingList`. */
export interface SegmentPostings {
  /** Documents of the segment, removed ones included. */
  readonly docCount: number;
  /** `undefined` where there is no list of this key. */
  docs(key: number): Uint8Array | undefined;
  bigram(key: number): BigramList | undefined;
  /** Of a bigram that has a list. */
  positions(key: number): Uint8Array;
  /** Documents whose field holds a term: from a cache, or made now and put there. Not to be changed. */
  cached(field: Field, term: string, make: () => Bitset): Bitset;
}

/** Documents of a segment that match, and how well. */
export interface Matches {
  /** Hold every term, in the title or in the text, and no excluded one. */
  all: Bitset;
  /** Of these: at least one term is in the title. */
  someInTitle: Bitset;
  /** Of these: every term is in the title. */
  allInTitle: Bitset;
  /** The terms are in the title as one phrase, in the order of the query. */
  exactInTitle: Bitset;
  /** The terms are in the text as one phrase. */
  exactInText: Bitset;
}

/**
 * Finds the documents of a segment that hold all terms and no excluded one.
 * @param within the documents to look among: all of them match where there are no terms. Changed
 * @returns `undefined` where none matches
 */
export function matchTerms(
  postings: SegmentPostings,
  { terms, excluded }: { terms: readonly string[]; excluded: readonly string[] },
  within: Bitset,
): Matches | undefined {
  const all = within;
  if (!hasAny(all)) return undefined;
  const someInTitle = emptyBitset(postings.docCount);
  const allInTitle = all.slice();
  let exactInText = emptyBitset(postings.docCount);
  // The longest term first: it is likely to be the rarest, and leaves the fewest documents to look at.
  for (const term of terms.toSorted((a, b) => b.length - a.length)) {
    const inTitle = matchField(postings, 'title', term, all);
    const inText = matchField(postings, 'text', term, all);
    unite(someInTitle, inTitle);
    intersect(allInTitle, inTitle);
    if (terms.length === 1) exactInText = inText.slice();
    unite(inText, inTitle);
    if (!intersect(all, inText)) return undefined;
  }
  for (const term of excluded) {
    for (const field of ['title', 'text'] as const) subtract(all, matchField(postings, field, term, all));
  }
  if (!hasAny(all)) return undefined;
  const exactInTitle = terms.length === 1 ? allInTitle.slice() : emptyBitset(postings.docCount);
  if (terms.length > 1) {
    for (const whole of [terms.join(''), terms.join(' ')]) {
      unite(exactInTitle, matchField(postings, 'title', whole, allInTitle));
      unite(exactInText, matchField(postings, 'text', whole, all));
    }
  }
  if (terms.length === 0) allInTitle.fill(0);
  return { all, someInTitle, allInTitle, exactInTitle, exactInText };
}

/** From so many documents on a segment's matches of longer terms are cached: below, making them again costs no more. */
const LEAST_CACHED = 4_096;
/** They are cached where at least one in so many of the documents is looked at. */
const CACHED_SHARE = 4;

/** Documents, of those in `within`, whose title or text holds a folded term of one UTF-16 unit or more. */
function matchField(postings: SegmentPostings, field: Field, term: string, within: Bitset): Bitset {
  const isCostly = term.length > 2 && postings.docCount >= LEAST_CACHED;
  if (!isCostly || CACHED_SHARE * countBits(within) < postings.docCount) {
    return findTerm(postings, field, term, within.slice());
  }
  const found = postings
    .cached(field, term, () => findTerm(postings, field, term, fullBitset(postings.docCount)))
    .slice();
  intersect(found, within);
  return found;
}

/** @param found the documents to look among; changed */
function findTerm(postings: SegmentPostings, field: Field, term: string, found: Bitset): Bitset {
  /** Keeps what is in an encoded set too. @returns whether anything is left */
  const narrow = (docs: Uint8Array | undefined): boolean => {
    if (!docs) return false;
    const bits = emptyBitset(postings.docCount);
    uniteDocs(bits, docs);
    return intersect(found, bits);
  };
  if (!hasAny(found)) return found;
  if (term.length === 1) {
    return narrow(postings.docs(characterKey(field, term.charCodeAt(0)))) ? found : found.fill(0);
  }
  const keyOf = (at: number): number => bigramKey(field, term.charCodeAt(at), term.charCodeAt(at + 1));
  const bigrams: BigramList[] = [];
  for (let at = 0; at + 1 < term.length; at++) {
    const bigram = postings.bigram(keyOf(at));
    if (!bigram || !narrow(bigram.docs)) return found.fill(0);
    bigrams.push(bigram);
  }
  const chosen = chooseBigrams(term, bigrams);
  if (chosen.length === 1) return found;
  const read = chosen.map((offset) => ({
    offset,
    docs: (bigrams[offset] as BigramList).docs,
    positions: postings.positions(keyOf(offset)),
  }));
  read.sort((a, b) => a.positions.length - b.positions.length);
  keepPhrase(found, read);
  return found;
}

/**
 * Chooses the fewest bigrams of a term whose positions tell whether it occurs. A bigram that always has the same neighbour,
 * the one that the term has there, brings the next bigram of the term along, and that one's neighbour likewise: each bigram
 * covers a stretch of the term. The chosen ones' stretches cover the term, so one bigram often is enough. Where no neighbour is
 * constant, every second bigram and the last one are chosen.
 * @param bigrams all of the term, in their order
 * @returns offsets in the term, ascending
 */
function chooseBigrams(term: string, bigrams: readonly BigramList[]): number[] {
  /** By bigram: the last and the first unit of the term that it covers. */
  const ends: number[] = [];
  for (let at = bigrams.length - 1; at >= 0; at--) {
    ends[at] = bigrams[at]?.after === term.charCodeAt(at + 2) ? (ends[at + 1] ?? 0) : at + 1;
  }
  const begins: number[] = [];
  for (let at = 0; at < bigrams.length; at++) {
    begins[at] = bigrams[at]?.before === term.charCodeAt(at - 1) ? (begins[at - 1] ?? 0) : at;
  }
  const chosen: number[] = [];
  for (let end = -1; end < term.length - 1; ) {
    let best = -1;
    for (let at = 0; at < bigrams.length; at++) {
      if ((begins[at] ?? 0) <= end + 1 && (ends[at] ?? 0) > (ends[best] ?? end)) best = at;
    }
    chosen.push(best);
    end = ends[best] ?? term.length;
  }
  return chosen;
}
