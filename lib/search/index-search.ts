import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { SearchOrder } from '../archive/types.ts';
import {
  allBits,
  type Bits,
  countBits,
  countKinds,
  type Facet,
  type Field,
  facetKey,
  foldText,
  forEachBit,
  intersect,
  type Matches,
  matchTerms,
  noBits,
  type PairList,
  type Query,
  setBit,
  subtract,
  uniteDocs,
} from './index.ts';
import { Neighbourhood, type ReadShortList } from './neighbourhood.ts';
import type { SegmentColumns } from './segment-columns.ts';
import { SegmentList } from './segment-list.ts';
import { type HitPlace, Selection } from './top-hits.ts';

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

/** Bytes of remembered sets of documents at most. */
const MEMORY = 16 * 1024 * 1024;

/** Searches one open index. Not to be used across a change of the index without a transaction around it. */
export class IndexSearch {
  readonly #docs: StatementSync;
  readonly #shortDocs: StatementSync;
  readonly #pairs: StatementSync;
  readonly #positions: StatementSync;
  readonly #segments: SegmentList;
  readonly #db: DatabaseSync;
  readonly #remembered = new LRUCache<string, Bits>({
    maxSize: MEMORY,
    sizeCalculation: (bits, key) => bits.byteLength + 2 * key.length + 100,
  });

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#docs = db.prepare('SELECT docs FROM search_lists WHERE id = ?');
    this.#shortDocs = db.prepare(
      'SELECT CASE WHEN length(docs) <= ? THEN docs END AS docs FROM search_lists WHERE id = ?',
    );
    this.#pairs = db.prepare('SELECT docs, before, after FROM search_lists WHERE id = ?');
    this.#positions = db.prepare('SELECT positions FROM search_lists WHERE id = ?');
    this.#segments = new SegmentList(db);
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
    const segments = this.#segments.list();
    const { kinds: allKinds } = this.#segments;
    const counts = new Uint32Array(allKinds.limit);
    let total = 0;
    // The newest come first, and leave the fewest others to be compared.
    for (const { stamp, columns, kinds, base, dead } of segments.toReversed()) {
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
        pair: (key: number) => this.#pairs.get(base + key) as unknown as PairList | undefined,
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
      total += countBits(matches.all);
      countKinds(matches.all, kinds, counts);
      select(selection, columns, order === 'date' ? [matches.all] : listTiers(matches));
    }
    return { total, places: selection.list().slice(offset), ...allKinds.sum(counts) };
  }

  /** What came into the index near an article; `undefined` where the search does not have it. */
  findNeighbourhood(article: number): Neighbourhood | undefined {
    const place = this.#segments.findPlace(article);
    const readList = (id: number, mostBytes: number) =>
      this.#shortDocs.get(mostBytes, id)?.docs as ReturnType<ReadShortList>;
    return place && new Neighbourhood(place, this.#segments.list(), readList);
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
