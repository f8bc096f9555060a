import { keepAdjacent } from './adjacency.ts';
import { allBits, type Bits, countBits, hasAny, intersect, noBits, subtract, unite } from './bits.ts';
import { characterKey, type Field, pairKey } from './keys.ts';
import { uniteDocs } from './postings.ts';

/** The lists of one segment. */
export interface SegmentLists {
  /** How many documents it has, those that are no longer there included. */
  readonly docCount: number;
  /** Set of documents under a key, as `postings.ts` describes it; `undefined` where there is none. */
  docs(key: number): Uint8Array | undefined;
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
  const isCostly = term.length > 2;
  if (!isCostly || WIDE * countBits(within) < lists.docCount) return findTerm(lists, field, term, within.slice());
  // What takes long and is asked of most documents is asked of all, once for all searches.
  const found = lists.remember(field, term, () => findTerm(lists, field, term, allBits(lists.docCount))).slice();
  intersect(found, within);
  return found;
}

/** One part in so many of the documents is most of them. */
const WIDE = 4;

/** @param found the documents in question; changed */
function findTerm(lists: SegmentLists, field: Field, term: string, found: Bits): Bits {
  /** The documents of a key, where some of them are among those that were found up to here. */
  const narrow = (key: number): Uint8Array | undefined => {
    const docs = lists.docs(key);
    if (!docs) return undefined;
    const bits = noBits(lists.docCount);
    uniteDocs(bits, docs);
    return intersect(found, bits) ? docs : undefined;
  };
  if (!hasAny(found)) return found;
  if (term.length === 1) return narrow(characterKey(field, term.charCodeAt(0))) ? found : found.fill(0);
  const key = (at: number): number => pairKey(field, term.charCodeAt(at), term.charCodeAt(at + 1));
  const docsOfPairs: Uint8Array[] = [];
  for (let at = 0; at + 1 < term.length; at++) {
    const docs = narrow(key(at));
    if (!docs) return found.fill(0);
    docsOfPairs.push(docs);
  }
  if (term.length === 2) return found;
  const pairs = coverOf(term.length).map((at) => ({
    at,
    docs: docsOfPairs[at] ?? NOTHING,
    positions: lists.positions(key(at)),
  }));
  // The rarest leads, and the others are read no further than it goes.
  pairs.sort((a, b) => a.positions.length - b.positions.length);
  keepAdjacent(found, lists.docCount, pairs);
  return found;
}

/** Every second pair, and the last one: together they are the whole term. */
function coverOf(length: number): number[] {
  const cover: number[] = [];
  for (let at = 0; at + 2 < length; at += 2) cover.push(at);
  cover.push(length - 2);
  return cover;
}

const NOTHING = new Uint8Array(0);
