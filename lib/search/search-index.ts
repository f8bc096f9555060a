import { LRUCache } from 'lru-cache';
import { matchesDocument, type StandingDocument, type StandingSearch } from './match/match-document.ts';
import { type Matches, matchTerms, type SegmentPostings } from './match/match-terms.ts';
import { formatCursor, parseCursor, TopHits } from './match/top-hits.ts';
import {
  type Bitset,
  countBits,
  countByBucket,
  emptyBitset,
  forEachBit,
  fullBitset,
  intersect,
  setBit,
  subtract,
} from './postings/bitset.ts';
import { type Facet, facetKey } from './postings/keys.ts';
import { uniteDocs } from './postings/posting-list.ts';
import type { Query } from './query.ts';
import { chooseRelated, listRelatedCandidates, type RelatedRequest } from './related/related.ts';
import type { SegmentColumns } from './segments/columns.ts';
import { OpenSegments, type Segment } from './segments/open-segments.ts';
import type { SegmentReader } from './segments/segment-store.ts';

/** Which hits of a query are wanted. */
interface HitRequest {
  /**
   * `relevance`: the best matches first, then those without a date, then the newest; `date`: the newest first, those without a date
   * behind all others.
   */
  order: 'relevance' | 'date';
  limit: number;
  /** Hits to pass over. */
  offset?: number;
  /** Goes on behind the last hit of an earlier answer: its `next`. */
  cursor?: string;
  /** Only articles that have one of the numbers of each facet that is given. */
  facets?: Partial<Record<Facet, readonly number[]>>;
}

/** What a query finds. */
interface Found {
  /** All hits, whatever `limit` is. */
  total: number;
  /** Numbers of the articles that were asked for, in their order. */
  articles: number[];
  /** The cursor of the last of them, where more follow. */
  next?: string;
  /** How many of all hits are in a category, by its number. */
  categories: Map<number, number>;
  /** How many of all hits are of a year; those without a date are of none. */
  years: Map<number, number>;
}

/**
 * What each step of relevance adds to a score, in seconds: more than all of time, so that no hit comes before a better match by
 * being newer.
 */
const TIER = 2 ** 44;

/** Most bytes of cached matches. */
const CACHE_BYTES = 16 * 1024 * 1024;

/**
 * Searches one open index. Sees what other connections have committed at the next call; a caller that makes several calls about
 * one state of the index wraps them in a transaction.
 */
export class SearchIndex {
  readonly #store: SegmentReader;
  readonly #segments: OpenSegments;
  /** Documents that hold a term, by segment, field and term. Segments never change, so that entries stay right. */
  readonly #cache = new LRUCache<string, Bitset>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (bits, key) => bits.byteLength + 2 * key.length + 100,
  });

  constructor(store: SegmentReader) {
    this.#store = store;
    this.#segments = new OpenSegments(store);
  }

  /** Reads what every question needs of all segments: the first one would wait for it. */
  open(): void {
    this.#segments.list();
  }

  /** Finds all articles that hold what a query asks for: those, and no others, that a scan of every folded text would find. */
  find(query: Pick<Query, 'terms' | 'excluded' | 'days'>, request: HitRequest): Found {
    const { order, limit, offset = 0, cursor, facets = {} } = request;
    // One more tells whether another page follows.
    const hits = new TopHits(offset + limit + 1, cursor === undefined ? undefined : parseCursor(cursor));
    const segments = this.#segments.list();
    const { facetBuckets } = this.#segments;
    const counts = new Uint32Array(facetBuckets.limit);
    let total = 0;
    // The newest first: they leave the fewest others to be compared.
    for (const segment of segments.toReversed()) {
      const postings = this.#postingsOf(segment);
      const candidates = listLive(segment);
      narrowToDays(candidates, segment.columns.days, query.days);
      for (const facet of Object.keys(facets) as Facet[]) {
        narrowToFacet(candidates, postings, facet, facets[facet] ?? []);
      }
      const matches = matchTerms(postings, query, candidates);
      if (!matches) continue;
      total += countBits(matches.all);
      countByBucket(matches.all, segment.buckets, counts);
      addHits(hits, segment.columns, order === 'date' ? listByDate(matches, segment) : listTiers(matches));
    }
    const places = hits.list().slice(offset);
    const last = places.length > limit ? places[limit - 1] : undefined;
    return {
      total,
      articles: places.slice(0, limit).map(({ article }) => article),
      ...(last && { next: formatCursor(last) }),
      ...facetBuckets.sum(counts),
    };
  }

  /** Whether one document is a hit of a search: what `find` would say of it, without an index. */
  static matches(search: StandingSearch, document: StandingDocument): boolean {
    return matchesDocument(search, document);
  }

  #postingsOf({ id, stamp, columns }: Segment): SegmentPostings {
    return {
      docCount: columns.size,
      docs: (key) => this.#store.readDocs(id, key),
      bigram: (key) => this.#store.readBigram(id, key),
      positions: (key) => this.#store.readPositions(id, key),
      cached: (field, term, make) => {
        const key = `${stamp} ${field} ${term}`;
        const bits = this.#cache.get(key) ?? make();
        this.#cache.set(key, bits);
        return bits;
      },
    };
  }

  /** Articles whose titles share rare pairs of characters with that of an article, the most alike first; to be chosen from. */
  listRelatedCandidates(article: number, request: RelatedRequest): number[] {
    const own = this.#segments.find(article);
    return own ? listRelatedCandidates(own, this.#segments.list(), this.#store, request) : [];
  }

  /** @see chooseRelated */
  static chooseRelated(...request: Parameters<typeof chooseRelated>): number[] {
    return chooseRelated(...request);
  }
}

function listLive({ columns, tombstones }: Segment): Bitset {
  const bits = fullBitset(columns.size);
  if (tombstones) subtract(bits, tombstones);
  return bits;
}

function narrowToDays(candidates: Bitset, days: Uint32Array, { from, before }: Query['days']): void {
  if (from === 0 && before === Number.MAX_SAFE_INTEGER) return;
  const bits = emptyBitset(days.length);
  for (let n = 0; n < days.length; n++) {
    const day = days[n] ?? 0;
    if (day >= from && day < before) setBit(bits, n);
  }
  intersect(candidates, bits);
}

function narrowToFacet(candidates: Bitset, postings: SegmentPostings, facet: Facet, ids: readonly number[]): void {
  const any = emptyBitset(postings.docCount);
  for (const id of ids) {
    const docs = postings.docs(facetKey(facet, id));
    if (docs) uniteDocs(any, docs);
  }
  intersect(candidates, any);
}

/** The hits by how well they match, each in one set: title before text, the phrase before its terms apart. */
function listTiers({ all, exactInTitle, allInTitle, exactInText, someInTitle }: Matches): Bitset[] {
  const rest = all.slice();
  return [exactInTitle, allInTitle, exactInText, someInTitle, all].map((bits) => {
    const tier = bits.slice();
    intersect(tier, rest);
    subtract(rest, tier);
    return tier;
  });
}

/** The hits that have a date, and those that have none. */
function listByDate({ all }: Matches, { timeless }: Segment): Bitset[] {
  const [dated, undated] = [all.slice(), all.slice()];
  subtract(dated, timeless);
  intersect(undated, timeless);
  return [dated, undated];
}

/** Adds the hits of a segment, up to the tier whose newest would come too late. */
function addHits(hits: TopHits, { newest, publishedAt, articles }: SegmentColumns, tiers: readonly Bitset[]): void {
  for (const [tier, bits] of tiers.entries()) {
    if (tier * TIER - newest > hits.limit) break;
    forEachBit(bits, (n) => hits.add(tier * TIER - (publishedAt[n] ?? 0), articles[n] ?? 0));
  }
  hits.shrink();
}
