import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import {
  allBits,
  type Bits,
  countBits,
  countDocs,
  type Facet,
  type Field,
  facetKey,
  foldText,
  forEachBit,
  intersect,
  type Matches,
  matchTerms,
  noBits,
  pairKey,
  type Query,
  readDocs,
  SEGMENT_LIMIT,
  setBit,
  subtract,
  uniteDocs,
} from '../search/index.ts';
import { decodeColumns, NUMBERS_OF_SIGNATURE, type SegmentColumns } from './segment-columns.ts';
import { firstListId } from './segment-lists.ts';
import { type HitPlace, Selection } from './selection.ts';
import type { SearchOrder } from './types.ts';

/** What a query finds, before the articles themselves are read. */
export interface Found {
  total: number;
  /** Those that were asked for, in their order. */
  places: HitPlace[];
  /** How many of all hits are in a category, by the number of its listing. */
  categories: Map<number, number>;
  /** How many of all hits are of a year of the site's zone. */
  years: Map<number, number>;
}

/** A year is more than this many seconds; a worse match never comes before a better one by being newer. */
const TIER = 2 ** 44;

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

/** Bytes of remembered sets of documents at most. */
const MEMORY = 16 * 1024 * 1024;

interface Segment {
  id: number;
  stamp: string;
  columns: SegmentColumns;
  base: number;
  dead: Uint8Array | null;
}

/** A document of a segment. */
interface Place {
  segment: Segment;
  document: number;
}

/** Searches one open index. Not to be used across a change of the index without a transaction around it. */
export class IndexSearch {
  readonly #docs: StatementSync;
  readonly #positions: StatementSync;
  readonly #segments: StatementSync;
  readonly #columns: StatementSync;
  readonly #places: StatementSync;
  readonly #db: DatabaseSync;
  /** Columns of segments by their stamps: those never change. */
  #known = new Map<string, SegmentColumns>();
  readonly #remembered = new LRUCache<string, Bits>({
    maxSize: MEMORY,
    sizeCalculation: (bits, key) => bits.byteLength + 2 * key.length + 100,
  });

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#docs = db.prepare('SELECT docs FROM search_lists WHERE id = ?');
    this.#positions = db.prepare('SELECT positions FROM search_lists WHERE id = ?');
    this.#segments = db.prepare('SELECT id, stamp, size, dead FROM search_segments ORDER BY id');
    this.#columns = db.prepare('SELECT columns FROM search_segments WHERE id = ?');
    this.#places = db.prepare('SELECT segment, document FROM search_places WHERE article = ?');
  }

  #listSegments(): Segment[] {
    const known = new Map<string, SegmentColumns>();
    const segments = this.#segments.all().map((row) => {
      const stamp = String(row.stamp);
      const columns =
        this.#known.get(stamp) ??
        decodeColumns(this.#columns.get(row.id as number)?.columns as Uint8Array, Number(row.size));
      known.set(stamp, columns);
      return {
        id: Number(row.id),
        stamp,
        columns,
        base: firstListId(Number(row.id)),
        dead: row.dead as Uint8Array | null,
      };
    });
    this.#known = known;
    return segments;
  }

  /**
   * Finds all articles that a query means.
   * @param offset hits that are passed over; with `after`, from there on
   */
  find(
    query: Query,
    order: SearchOrder,
    { offset, limit, after }: { offset: number; limit: number; after?: HitPlace },
  ): Found {
    const filters = this.#resolveFilters(query);
    if (!filters) return { total: 0, places: [], categories: new Map(), years: new Map() };
    const selection = new Selection(offset + limit, after);
    const counts = new Counts(this.#listingLimit());
    // The newest come first, and leave the fewest others to be compared.
    for (const { stamp, columns, base, dead } of this.#listSegments().reverse()) {
      const { size, days } = columns;
      const within = allBits(size);
      if (dead) {
        const bits = noBits(size);
        new Uint8Array(bits.buffer).set(dead);
        subtract(within, bits);
      }
      if (query.days.from > 0 || query.days.before < Number.MAX_SAFE_INTEGER) narrowToDays(within, days, query.days);
      const lists = {
        docCount: size,
        docs: (key: number) => this.#docs.get(base + key)?.docs as Uint8Array | undefined,
        positions: (key: number) => this.#positions.get(base + key)?.positions as Uint8Array,
        remember: (field: Field, term: string, make: () => Bits) => {
          const key = `${stamp} ${field} ${term}`;
          const bits = this.#remembered.get(key) ?? make();
          this.#remembered.set(key, bits);
          return bits;
        },
      };
      for (const keys of filters) {
        const any = noBits(size);
        for (const key of keys) {
          const docs = lists.docs(key);
          if (docs) uniteDocs(any, docs);
        }
        intersect(within, any);
      }
      const matches = matchTerms(lists, query, within);
      if (!matches) continue;
      counts.add(columns, matches.all);
      select(selection, columns, order === 'date' ? [matches.all] : listTiers(matches));
    }
    return { ...counts.get(), places: selection.list().slice(offset) };
  }

  /**
   * Articles of about the same time whose texts may be nearly that of an article, the most alike first: not all of them are,
   * since signatures are estimates. Its cost does not grow with the archive.
   */
  findAlike(article: number): number[] {
    const neighbourhood = this.#findNeighbourhood(article);
    if (!neighbourhood) return [];
    const { own, near } = neighbourhood;
    const ownAt = timeOf(own);
    const alike = near.flatMap((segment) => {
      const { size, publishedAt } = segment.columns;
      const found: { place: Place; equal: number }[] = [];
      for (let document = 0; document < size; document++) {
        if (Math.abs((publishedAt[document] ?? 0) - ownAt) > STORY_SPAN) continue;
        const place = { segment, document };
        const equal = countEqualBytes(own, place);
        if (equal >= FEWEST_EQUAL && articleOf(place) !== article && !isDead(place)) found.push({ place, equal });
      }
      return found;
    });
    return alike
      .sort((a, b) => b.equal - a.equal)
      .slice(0, MOST_ALIKE)
      .map(({ place }) => articleOf(place));
  }

  /**
   * Articles whose titles share rare pairs of characters with that of an article, the most alike first, newer ones before older,
   * one of each story. Looks among those that came into the index near it, so that its cost does not grow with the archive.
   * @param foldedTitle of the article
   * @param excluded articles that are not meant, itself among them
   */
  findRelated(article: number, foldedTitle: string, excluded: readonly number[], limit: number): number[] {
    const near = this.#findNeighbourhood(article)?.near ?? [];
    const docCount = near.reduce((sum, { columns }) => sum + columns.size, 0);
    const rarest = listTitleKeys(foldedTitle)
      .flatMap((key) => this.#findRare(near, key) ?? [])
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

  /** Where an article is, and the segments whose articles are of about the same time. */
  #findNeighbourhood(article: number): { own: Place; near: Segment[] } | undefined {
    const place = this.#places.get(article);
    const segments = this.#listSegments();
    const segment = segments.find(({ id }) => id === place?.segment);
    if (!segment) return undefined;
    const distanceOf = ({ columns }: Segment): number => Math.abs(columns.newest - segment.columns.newest);
    const near = segments.sort((a, b) => distanceOf(a) - distanceOf(b)).slice(0, NEAR_SEGMENTS);
    return { own: { segment, document: Number(place?.document) }, near };
  }

  /** The documents of a pair in each of these segments; `undefined` where it is common, or in one document alone. */
  #findRare(segments: readonly Segment[], key: number): { docs: Uint16Array[]; count: number } | undefined {
    const docs: Uint16Array[] = [];
    let count = 0;
    for (const { base } of segments) {
      const bytes = this.#docs.get(base + key)?.docs as Uint8Array | undefined;
      const list = new Uint16Array(bytes ? countDocs(bytes) : 0);
      count += list.length;
      if (count > MOST_RARE) return undefined;
      if (bytes) readDocs(bytes, list);
      docs.push(list);
    }
    return count < 2 ? undefined : { docs, count };
  }

  #listingLimit(): number {
    return Number(this.#db.prepare('SELECT max(id) AS id FROM listings').get()?.id ?? 0) + 1;
  }

  /** Keys of the lists that each kind of filter allows; `undefined` where one of them names nothing that there is. */
  #resolveFilters({ categories, tags, sources }: Query): number[][] | undefined {
    const filters: number[][] = [];
    const kinds: [Facet, string[], (name: string) => number[]][] = [
      ['category', categories, (name) => this.#findListings('category', name)],
      ['tag', tags, (name) => this.#findListings('tag', name)],
      ['source', sources, (name) => this.#findSources(name)],
    ];
    for (const [facet, names, find] of kinds) {
      if (names.length === 0) continue;
      const keys = names.flatMap(find).map((id) => facetKey(facet, id));
      if (keys.length === 0) return undefined;
      filters.push(keys);
    }
    return filters;
  }

  /** Listings of exactly this name; else of this title; else those whose names differ in case alone. */
  #findListings(kind: 'category' | 'tag', name: string): number[] {
    for (const [column, value] of [
      ['name', name],
      ['title', name],
      ['folded', name.toLowerCase()],
    ] as const) {
      const rows = this.#db.prepare(`SELECT id FROM listings WHERE kind = ? AND ${column} = ?`).all(kind, value);
      if (rows.length > 0) return rows.map((row) => Number(row.id));
    }
    return [];
  }

  #findSources(name: string): number[] {
    return this.#db
      .prepare('SELECT id FROM sources WHERE folded = ?')
      .all(foldText(name))
      .map((row) => Number(row.id));
  }
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

/** Counts hits, in all, by category and by year. */
class Counts {
  readonly #categories: Uint32Array;
  readonly #years = new Uint32Array(10_000);
  #total = 0;

  /** @param listingLimit numbers of listings are below this */
  constructor(listingLimit: number) {
    this.#categories = new Uint32Array(listingLimit);
  }

  add({ days, categoryEnds, categories }: SegmentColumns, hits: Bits): void {
    const byCategory = this.#categories;
    const byYear = this.#years;
    forEachBit(hits, (n) => {
      const year = ((days[n] ?? 0) / 10_000) | 0;
      byYear[year] = (byYear[year] ?? 0) + 1;
      const end = categoryEnds[n] ?? 0;
      for (let k = n === 0 ? 0 : (categoryEnds[n - 1] ?? 0); k < end; k++) {
        const category = categories[k] ?? 0;
        byCategory[category] = (byCategory[category] ?? 0) + 1;
      }
    });
    this.#total += countBits(hits);
  }

  get(): Pick<Found, 'total' | 'categories' | 'years'> {
    return { total: this.#total, categories: nonZero(this.#categories), years: nonZero(this.#years) };
  }
}

function nonZero(counts: Uint32Array): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) if (counts[i]) found.set(i, counts[i] ?? 0);
  return found;
}

function narrowToDays(within: Bits, days: Uint32Array, { from, before }: Query['days']): void {
  const bits = noBits(days.length);
  for (let n = 0; n < days.length; n++) {
    const day = days[n] ?? 0;
    if (day >= from && day < before) setBit(bits, n);
  }
  intersect(within, bits);
}

/** The hits by how well they match: title before text, exact before scattered. Each hit is in one of the sets. */
function listTiers({ all, exactInTitle, allInTitle, exactInText, someInTitle }: Matches): Bits[] {
  const rest = all.slice();
  return [exactInTitle, allInTitle, exactInText, someInTitle, all].map((bits) => {
    const tier = bits.slice();
    intersect(tier, rest);
    subtract(rest, tier);
    return tier;
  });
}

/** Offers the hits of a segment, passing over those of a tier whose newest would come too late. */
function select(selection: Selection, { newest, publishedAt, articles }: SegmentColumns, tiers: readonly Bits[]): void {
  for (const [tier, bits] of tiers.entries()) {
    if (tier * TIER - newest > selection.limit) break;
    forEachBit(bits, (n) => selection.add(tier * TIER - (publishedAt[n] ?? 0), articles[n] ?? 0));
  }
  selection.shrink();
}
