import { countDocs, mostBytesOf, pairKey, readDocs } from './index.ts';
import { NUMBERS_OF_SIGNATURE, type SegmentColumns } from './segment-columns.ts';
import type { Place, Segment } from './segment-list.ts';

/** Bytes of two signatures that are equal at the least where two texts may be one story: of 16, where half of the shingles are shared. */
const FEWEST_EQUAL = 8;
/** Candidates for the same story at most: each costs a comparison of texts. */
const MOST_ALIKE = 20;
/** Seconds that two forms of one story lie apart at most. */
const STORY_SPAN = 3 * 86_400;

/** Articles whose signatures are looked at, at most: so many came within a few days only where dates mean nothing. */
const MOST_COMPARED = 65_536;

/** Among so many articles at the least, the nearest in time, related ones are looked for. */
const NEAR_ARTICLES = 32_768;
/** A pair of characters in more titles than this says little. */
const MOST_RARE = 400;
const MOST_BYTES = mostBytesOf(MOST_RARE);
/** Pairs that count, of those in a title. */
const RAREST_PAIRS = 10;
/** Pairs that a related title has at the least, and their share of the weight of all. */
const FEWEST_SHARED = 2;
const LEAST_SHARE = 0.25;

/** The documents of a pair in each of the segments, `undefined` where there are none, and how many they are together. */
interface RarePair {
  lists: (Uint8Array | undefined)[];
  count: number;
}

/**
 * The documents of a list of the index: `undefined` where there is no such list, `null` where it takes more bytes than that.
 * @param id number of the list
 */
export type ReadShortList = (id: number, mostBytes: number) => Uint8Array | null | undefined;

/**
 * What was published near an article. Copies and related articles are looked for there alone, so that their cost does not grow
 * with the archive.
 */
export class Neighbourhood {
  readonly #own: Place;
  /** The nearest in time first. */
  readonly #segments: readonly { segment: Segment; distance: number }[];
  readonly #near: readonly Segment[];
  readonly #readList: ReadShortList;

  /** @param segments of the whole index */
  constructor(own: Place, segments: readonly Segment[], readList: ReadShortList) {
    const ownAt = timeOf(own);
    this.#own = own;
    this.#segments = segments
      .map((segment) => ({ segment, distance: segment === own.segment ? -1 : distanceOf(segment, ownAt) }))
      .sort((a, b) => a.distance - b.distance);
    this.#near = takeNear(this.#segments.map(({ segment }) => segment));
    this.#readList = readList;
  }

  /**
   * Articles of about the same time whose texts may be nearly that of the article, the most alike first: not all of them are,
   * since signatures are estimates.
   */
  findAlike(): number[] {
    const own = this.#own;
    const ownAt = timeOf(own);
    const signature = signatureOf(own);
    const alike: { place: Place; equal: number }[] = [];
    let left = MOST_COMPARED;
    for (const { segment, distance } of this.#segments) {
      if (distance > STORY_SPAN) break;
      const { timeline, columns } = segment;
      const start = firstSince(segment, ownAt - STORY_SPAN);
      const end = Math.min(firstSince(segment, ownAt + STORY_SPAN + 1), start + left);
      left -= end - start;
      for (let i = start; i < end; i++) {
        const document = timeline[i] ?? 0;
        const equal = countEqualBytes(signature, columns, document);
        if (equal < FEWEST_EQUAL) continue;
        const place = { segment, document };
        if (articleOf(place) !== articleOf(own) && !isDead(place)) alike.push({ place, equal });
      }
    }
    return alike
      .sort((a, b) => b.equal - a.equal)
      .slice(0, MOST_ALIKE)
      .map(({ place }) => articleOf(place));
  }

  /**
   * Articles whose titles share rare pairs of characters with that of the article, the most alike first, newer ones before older,
   * one of each story.
   * @param foldedTitle of the article
   * @param excluded articles that are not meant, itself among them
   */
  findRelated(foldedTitle: string, excluded: readonly number[], limit: number): number[] {
    const rarest = listTitleKeys(foldedTitle)
      .flatMap((key) => this.#findRare(key) ?? [])
      .sort((a, b) => a.count - b.count)
      .slice(0, RAREST_PAIRS);
    const candidates = this.#score(rarest)
      .filter(({ place }) => !excluded.includes(articleOf(place)) && !isDead(place))
      .sort((a, b) => b.score - a.score || timeOf(b.place) - timeOf(a.place));
    const chosen: Place[] = [];
    for (const { place } of candidates) {
      if (chosen.length === limit) break;
      const signature = signatureOf(place);
      const isAlike = ({ segment: { columns }, document }: Place): boolean =>
        countEqualBytes(signature, columns, document) >= FEWEST_EQUAL;
      if (!chosen.some(isAlike)) chosen.push(place);
    }
    return chosen.map(articleOf);
  }

  /** `undefined` for a pair that is common, or in one document alone. */
  #findRare(key: number): RarePair | undefined {
    const lists: RarePair['lists'] = [];
    let count = 0;
    for (const { base } of this.#near) {
      const list = this.#readList(base + key, MOST_BYTES);
      if (list === null) return undefined;
      if (list) count += countDocs(list);
      if (count > MOST_RARE) return undefined;
      lists.push(list);
    }
    return count < 2 ? undefined : { lists, count };
  }

  /** The documents with enough of these pairs, and the weight of those that they have. */
  #score(pairs: readonly RarePair[]): { place: Place; score: number }[] {
    const docCount = this.#near.reduce((sum, { columns }) => sum + columns.size, 0);
    const weights = pairs.map(({ count }) => Math.log(docCount / count));
    const leastScore = LEAST_SHARE * weights.reduce((sum, weight) => sum + weight, 0);
    const scored: { place: Place; score: number }[] = [];
    for (const [i, segment] of this.#near.entries()) {
      const lists = pairs.map((pair) => listDocs(pair.lists[i]));
      // A bit for each pair.
      const sharedBy = new Uint16Array(segment.columns.size);
      for (const [n, docs] of lists.entries()) {
        for (const document of docs) sharedBy[document] = (sharedBy[document] ?? 0) | (1 << n);
      }
      for (const docs of lists) {
        for (const document of docs) {
          let score = 0;
          let count = 0;
          for (let rest = sharedBy[document] ?? 0; rest !== 0; rest &= rest - 1) {
            score += weights[31 - Math.clz32(rest & -rest)] ?? 0;
            count++;
          }
          // Each document once.
          sharedBy[document] = 0;
          if (count >= FEWEST_SHARED && score >= leastScore) scored.push({ place: { segment, document }, score });
        }
      }
    }
    return scored;
  }
}

/** Seconds that a time lies outside of the times of a segment's articles; 0 within. */
function distanceOf({ columns: { publishedAt, newest }, timeline }: Segment, time: number): number {
  const oldest = publishedAt[timeline[0] ?? 0] ?? 0;
  return Math.max(0, oldest - time, time - newest);
}

/** As many of these segments as have `NEAR_ARTICLES` together. */
function takeNear(segments: readonly Segment[]): readonly Segment[] {
  let count = 0;
  const end = segments.findIndex(({ columns }) => {
    count += columns.size;
    return count >= NEAR_ARTICLES;
  });
  return end < 0 ? segments : segments.slice(0, end + 1);
}

function listDocs(list: Uint8Array | undefined): Uint16Array {
  const docs = new Uint16Array(list ? countDocs(list) : 0);
  if (list) readDocs(list, docs);
  return docs;
}

/** Where in the timeline of a segment the documents of a time and later begin, by halving. */
function firstSince({ columns: { publishedAt }, timeline }: Segment, time: number): number {
  let low = 0;
  let high = timeline.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((publishedAt[timeline[middle] ?? 0] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keys of the pairs of letters and digits in a title, each once. */
function listTitleKeys(foldedTitle: string): number[] {
  const keys = new Set<number>();
  for (const word of foldedTitle.match(/[\p{L}\p{N}]{2,}/gu) ?? []) {
    for (let i = 0; i + 1 < word.length; i++) keys.add(pairKey('title', word.charCodeAt(i), word.charCodeAt(i + 1)));
  }
  return [...keys];
}

const articleOf = ({ segment, document }: Place): number => segment.columns.articles[document] ?? 0;

const timeOf = ({ segment, document }: Place): number => segment.columns.publishedAt[document] ?? 0;

const isDead = ({ segment: { dead }, document }: Place): boolean =>
  dead !== null && (((dead[document >>> 3] ?? 0) >>> (document & 7)) & 1) === 1;

const signatureOf = ({ segment, document }: Place): Uint32Array =>
  segment.columns.signatures.subarray(NUMBERS_OF_SIGNATURE * document, NUMBERS_OF_SIGNATURE * (document + 1));

/** How many bytes of a signature are equal to those of a document's; 0 where there is none. */
function countEqualBytes(signature: Uint32Array, { signatures }: SegmentColumns, document: number): number {
  let equal = 0;
  let any = 0;
  for (let i = 0; i < NUMBERS_OF_SIGNATURE; i++) {
    const own = signature[i] ?? 0;
    any |= own;
    const difference = own ^ (signatures[NUMBERS_OF_SIGNATURE * document + i] ?? 0);
    if ((difference & 0xff) === 0) equal++;
    if ((difference & 0xff00) === 0) equal++;
    if ((difference & 0xff_0000) === 0) equal++;
    if ((difference & 0xff00_0000) === 0) equal++;
  }
  return any === 0 ? 0 : equal;
}
