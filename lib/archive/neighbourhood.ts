import { countDocs, pairKey, readDocs, SEGMENT_LIMIT } from '../search/index.ts';
import { NUMBERS_OF_SIGNATURE } from './segment-columns.ts';
import type { Place, Segment } from './segment-list.ts';

/** Bytes of two signatures that are equal at the least where two texts may be one story: of 16, where half of the shingles are shared. */
const FEWEST_EQUAL = 8;
/** Candidates for the same story at most: each costs a comparison of texts. */
const MOST_ALIKE = 20;
/** Seconds that two forms of one story lie apart at most. */
const STORY_SPAN = 3 * 86_400;

/** Segments in which copies and related articles are looked for: up to 65,536 articles. */
const NEAR_SEGMENTS = 4;
/** A pair of characters in more titles than this says little. */
const MOST_RARE = 400;
/** Pairs that count, of those in a title. */
const RAREST_PAIRS = 10;
/** Pairs that a related title has at the least, and their share of the weight of all. */
const FEWEST_SHARED = 2;
const LEAST_SHARE = 0.25;

/**
 * What came into the index near an article. Copies and related articles are looked for there alone, so that their cost does not
 * grow with the archive.
 */
export class Neighbourhood {
  readonly #own: Place;
  readonly #near: readonly Segment[];
  readonly #readDocs: (id: number) => Uint8Array | undefined;

  /**
   * @param segments of the whole index
   * @param readDocs the documents of a list of the index, by its number
   */
  constructor(own: Place, segments: readonly Segment[], readDocs: (id: number) => Uint8Array | undefined) {
    const distanceOf = ({ columns }: Segment): number => Math.abs(columns.newest - own.segment.columns.newest);
    this.#own = own;
    this.#near = segments.toSorted((a, b) => distanceOf(a) - distanceOf(b)).slice(0, NEAR_SEGMENTS);
    this.#readDocs = readDocs;
  }

  /**
   * Articles of about the same time whose texts may be nearly that of the article, the most alike first: not all of them are,
   * since signatures are estimates.
   */
  findAlike(): number[] {
    const own = this.#own;
    const ownAt = timeOf(own);
    const alike = this.#near.flatMap((segment) => {
      const found: { place: Place; equal: number }[] = [];
      for (let i = firstSince(segment, ownAt - STORY_SPAN); i < segment.timeline.length; i++) {
        const place = { segment, document: segment.timeline[i] ?? 0 };
        if (timeOf(place) > ownAt + STORY_SPAN) break;
        const equal = countEqualBytes(own, place);
        if (equal >= FEWEST_EQUAL && articleOf(place) !== articleOf(own) && !isDead(place))
          found.push({ place, equal });
      }
      return found;
    });
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
    const near = this.#near;
    const docCount = near.reduce((sum, { columns }) => sum + columns.size, 0);
    const rarest = listTitleKeys(foldedTitle)
      .flatMap((key) => this.#findRare(key) ?? [])
      .sort((a, b) => a.count - b.count)
      .slice(0, RAREST_PAIRS);
    const scores = new Map<number, { score: number; shared: number }>();
    let whole = 0;
    for (const { docs, count } of rarest) {
      const weight = Math.log(docCount / count);
      whole += weight;
      for (const [i, list] of docs.entries()) {
        for (const doc of list) {
          const known = scores.get(i * SEGMENT_LIMIT + doc) ?? { score: 0, shared: 0 };
          known.score += weight;
          known.shared++;
          scores.set(i * SEGMENT_LIMIT + doc, known);
        }
      }
    }
    const candidates: { place: Place; score: number }[] = [];
    for (const [at, { score, shared }] of scores) {
      if (shared < FEWEST_SHARED || score < LEAST_SHARE * whole) continue;
      const segment = near[Math.floor(at / SEGMENT_LIMIT)];
      const place = segment && { segment, document: at % SEGMENT_LIMIT };
      if (place && !excluded.includes(articleOf(place)) && !isDead(place)) candidates.push({ place, score });
    }
    candidates.sort((a, b) => b.score - a.score || timeOf(b.place) - timeOf(a.place));
    const chosen: Place[] = [];
    for (const { place } of candidates) {
      if (chosen.length === limit) break;
      if (!chosen.some((other) => countEqualBytes(other, place) >= FEWEST_EQUAL)) chosen.push(place);
    }
    return chosen.map(articleOf);
  }

  /** The documents of a pair in each of the segments; `undefined` where it is common, or in one document alone. */
  #findRare(key: number): { docs: Uint16Array[]; count: number } | undefined {
    const docs: Uint16Array[] = [];
    let count = 0;
    for (const { base } of this.#near) {
      const bytes = this.#readDocs(base + key);
      const list = new Uint16Array(bytes ? countDocs(bytes) : 0);
      count += list.length;
      if (count > MOST_RARE) return undefined;
      if (bytes) readDocs(bytes, list);
      docs.push(list);
    }
    return count < 2 ? undefined : { docs, count };
  }
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

/** How many bytes of the signatures of two documents are equal; 0 where one has none. */
function countEqualBytes(a: Place, b: Place): number {
  const { signatures } = a.segment.columns;
  const { signatures: others } = b.segment.columns;
  let equal = 0;
  let any = 0;
  for (let i = 0; i < NUMBERS_OF_SIGNATURE; i++) {
    const own = signatures[NUMBERS_OF_SIGNATURE * a.document + i] ?? 0;
    any |= own;
    const difference = own ^ (others[NUMBERS_OF_SIGNATURE * b.document + i] ?? 0);
    if ((difference & 0xff) === 0) equal++;
    if ((difference & 0xff00) === 0) equal++;
    if ((difference & 0xff_0000) === 0) equal++;
    if ((difference & 0xff00_0000) === 0) equal++;
  }
  return any === 0 ? 0 : equal;
}
