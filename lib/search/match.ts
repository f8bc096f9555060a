import { keepAdjacent } from './adjacency.ts';
import { allBits, type Bits, countBits, hasAny, intersect, noBits, subtract, unite } from './bits.ts';
import { characterKey, type Field, pairKey } from './keys.ts';
import { type Posting, uniteDocs } from './postings.ts';

/** What is known of a pair in one segment without its positions, as `postings.ts` describes it. */
export type PairList = Pick<Posting, 'docs' | 'before' | 'after'>;

/** The lists of one segment. */
export interface SegmentLists {
  /** How many documents it has, those that are no longer there included. */
  readonly docCount: number;
  /** Set of documents under a key, as `postings.ts` describes it; `undefined` where there is none. */
  docs(key: number): Uint8Array | undefined;
  /** The same of a pair, with what stands next to it. */
  pair(key: number): PairList | undefined;
  /** The position records of a pair that has documents. */
  positions(key: number): Uint8Array;
  /** Documents whose field holds a term, remembered from an earlier search or made now. Not to be changed. */
  remember(field: Field, term: string, make: () => Bits): Bits;
}

/** Documents of a segment that hold what is looked for, and how well. */
export interface Matches {
  /** Everything is in the title or in the text. */
  all: Bits;
  /** At least one term is in the title. */
  someInTitle: Bits;
  /** Every term is in the title. */
  allInTitle: Bits;
  /** The terms stand in the title as one, next to each other. */
  exactInTitle: Bits;
  /** The same in the text. */
  exactInText: Bits;
}

/**
 * Finds the documents of a segment that hold all terms and no excluded one.
 * @param within the documents that come into question; all of them are in the result where there are no terms. Changed
 */
export function matchTerms(
  lists: SegmentLists,
  { terms, excluded }: { terms: readonly string[]; excluded: readonly string[] },
  within: Bits,
): Matches | undefined {
  const all = within;
  if (!hasAny(all)) return undefined;
  const someInTitle = noBits(lists.docCount);
  const allInTitle = all.slice();
  let exactInText = noBits(lists.docCount);
  // The longest is the rarest, and leaves the least to look at.
  for (const term of terms.toSorted((a, b) => b.length - a.length)) {
    const inTitle = matchField(lists, 'title', term, all);
    const inText = matchField(lists, 'text', term, all);
    unite(someInTitle, inTitle);
    intersect(allInTitle, inTitle);
    if (terms.length === 1) exactInText = inText.slice();
    unite(inText, inTitle);
    if (!intersect(all, inText)) return undefined;
  }
  for (const term of excluded) {
    for (const field of ['title', 'text'] as const) subtract(all, matchField(lists, field, term, all));
  }
  if (!hasAny(all)) return undefined;
  const exactInTitle = terms.length === 1 ? allInTitle.slice() : noBits(lists.docCount);
  if (terms.length > 1) {
    for (const whole of [terms.join(''), terms.join(' ')]) {
      unite(exactInTitle, matchField(lists, 'title', whole, allInTitle));
      unite(exactInText, matchField(lists, 'text', whole, all));
    }
  }
  if (terms.length === 0) allInTitle.fill(0);
  return { all, someInTitle, allInTitle, exactInTitle, exactInText };
}

/** Documents, of those in question, whose title or text holds a folded term of one UTF-16 unit or more. */
function matchField(lists: SegmentLists, field: Field, term: string, within: Bits): Bits {
  const isCostly = term.length > 2 && lists.docCount >= FEWEST_REMEMBERED;
  if (!isCostly || WIDE * countBits(within) < lists.docCount) return findTerm(lists, field, term, within.slice());
  // What takes long and is asked of most documents is asked of all, once for all searches.
  const found = lists.remember(field, term, () => findTerm(lists, field, term, allBits(lists.docCount))).slice();
  intersect(found, within);
  return found;
}

/** One part in so many of the documents is most of them. */
const WIDE = 4;
/** Sets of fewer documents are made anew sooner than they would be worth what they weigh beside their bits. */
const FEWEST_REMEMBERED = 4_096;

/** @param found the documents in question; changed */
function findTerm(lists: SegmentLists, field: Field, term: string, found: Bits): Bits {
  /** Whether any of the documents that were found up to here is in a set. */
  const narrow = (docs: Uint8Array | undefined): boolean => {
    if (!docs) return false;
    const bits = noBits(lists.docCount);
    uniteDocs(bits, docs);
    return intersect(found, bits);
  };
  if (!hasAny(found)) return found;
  if (term.length === 1) {
    return narrow(lists.docs(characterKey(field, term.charCodeAt(0)))) ? found : found.fill(0);
  }
  const keyOf = (at: number): number => pairKey(field, term.charCodeAt(at), term.charCodeAt(at + 1));
  const pairs: PairList[] = [];
  for (let at = 0; at + 1 < term.length; at++) {
    const pair = lists.pair(keyOf(at));
    if (!pair || !narrow(pair.docs)) return found.fill(0);
    pairs.push(pair);
  }
  const anchors = chooseAnchors(term, pairs);
  if (anchors.length === 1) return found;
  const read = anchors.map((at) => ({ at, docs: pairs[at]?.docs ?? NOTHING, positions: lists.positions(keyOf(at)) }));
  // The rarest leads, and the others are read no further than it goes.
  read.sort((a, b) => a.positions.length - b.positions.length);
  keepAdjacent(found, lists.docCount, read);
  return found;
}

const NOTHING = new Uint8Array(0);

/**
 * Pairs of a term that are the whole of it where they stand at their distances from each other. Where a pair has the same unit
 * next to it wherever it occurs, the pair beside it is there too, and that one's neighbour by the same reason: so one pair often
 * is the term. Where nothing is known of neighbours, these are every second pair and the last one.
 * @param pairs all of them, in their order
 * @returns their distances from the beginning of the term
 */
function chooseAnchors(term: string, pairs: readonly PairList[]): number[] {
  /** By pair: the last unit of the term that is there with it, then the first one. */
  const ends: number[] = [];
  for (let at = pairs.length - 1; at >= 0; at--) {
    ends[at] = pairs[at]?.after === term.charCodeAt(at + 2) ? (ends[at + 1] ?? 0) : at + 1;
  }
  const begins: number[] = [];
  for (let at = 0; at < pairs.length; at++) {
    begins[at] = pairs[at]?.before === term.charCodeAt(at - 1) ? (begins[at - 1] ?? 0) : at;
  }
  const anchors: number[] = [];
  for (let end = -1; end < term.length - 1; ) {
    let best = -1;
    for (let at = 0; at < pairs.length; at++) {
      if ((begins[at] ?? 0) <= end + 1 && (ends[at] ?? 0) > (ends[best] ?? end)) best = at;
    }
    anchors.push(best);
    end = ends[best] ?? term.length;
  }
  return anchors;
}
