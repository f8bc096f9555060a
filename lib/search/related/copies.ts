import { hasBit } from '../postings/bitset.ts';
import { type SegmentColumns, SIGNATURE_WORDS, TIMELESS } from '../segments/columns.ts';
import type { Place } from '../segments/open-segments.ts';
import type { SegmentStore } from '../segments/segment-store.ts';
import { foldText } from '../text/fold.ts';
import { SHINGLE, SIGNATURE_BYTES } from './minhash.ts';
import { listShingles, measureSimilarity } from './shingles.ts';

/** A document of a segment's columns. */
interface Row {
  columns: SegmentColumns;
  document: number;
}

/** Share of their shingles that two copies of one story have in common at least: a text of which a fifth was changed has that. */
const LEAST_SIMILARITY = 0.5;
/** Equal bytes of two signatures, of 16, from which on the texts are compared: one standard error below that share. */
const FEWEST_EQUAL = 6;
/** The same from which on two documents count as copies where their texts are not at hand. */
const LIKELY_EQUAL = 8;
/** Seconds that copies of one story lie apart at most. */
const STORY_SPAN = 3 * 86_400;
/** Of two signatures one band is equal at least: two bytes that stand side by side. Such documents are found without a look at others. */
const BANDS = SIGNATURE_BYTES / 2;
const BAND_VALUES = 0x10000;

/** A text as it is compared with others. */
export type ComparableText = ReadonlySet<number>;

export const toComparable = (text: string): ComparableText => listShingles(foldText(text), SHINGLE);

/** Whether two texts tell the same story in nearly the same words. */
export const areCopies = (a: ComparableText, b: ComparableText): boolean => measureSimilarity(a, b) >= LEAST_SIMILARITY;

/** Articles whose copies are looked for, each with its time of publication in seconds since 1970. */
export interface CopySearch {
  /** Articles whose copies are not known. */
  added: ReadonlyMap<number, number>;
  /** Articles that have no copies but among these. */
  again: ReadonlyMap<number, number>;
}

/** Two articles that may be copies of one story. */
export type ArticlePair = readonly [number, number];

/**
 * Pairs of articles that may be copies: of different first categories, at most `STORY_SPAN` apart, with signatures that are alike.
 * Each pair comes once, if one of them is looked for. Signatures are estimates; the texts decide (`areCopies`). Segments of
 * another time are not read, and a document meets only those with which it shares a band.
 */
export function* iteratePossibleCopies(search: CopySearch, store: SegmentStore): Generator<ArticlePair> {
  const rows = readRows(search, store);
  const isLooked = rows.map(({ article }) => search.added.has(article) || search.again.has(article));
  const chains = new BandChains(rows, isLooked);
  for (const [n, row] of rows.entries()) {
    for (let band = 0; band < BANDS; band++) {
      for (const m of chains.iterate(band, row)) {
        const other = rows[m] as DatedRow;
        // Of two that are looked for, the pair comes when the one of the greater number is met.
        if (isLooked[n] && other.article >= row.article) continue;
        if (!isLooked[n] && !search.added.has(other.article)) continue;
        if (other.category === row.category || firstEqualBand(row, other) !== band) continue;
        if (countEqualBytes(row, other) >= FEWEST_EQUAL) yield [other.article, row.article];
      }
    }
  }
}

/** Whether two documents are likely to be copies of one story, by their signatures alone. */
export const areLikelyCopies = (a: Place, b: Place): boolean => countEqualBytes(rowOf(a), rowOf(b)) >= LIKELY_EQUAL;

const rowOf = ({ segment: { columns }, document }: Place): Row => ({ columns, document });

/** A document with a date and a signature. */
interface DatedRow extends Row {
  article: number;
  at: number;
  /** Number of its first category; -1 where it has none. */
  category: number;
}

/** Documents of the segments that may hold copies of what is looked for, the newest first. */
function readRows({ added, again }: CopySearch, store: SegmentStore): DatedRow[] {
  const times = Float64Array.from([...added.values(), ...again.values()]).sort();
  const rows: DatedRow[] = [];
  for (const segment of store.listSegments()) {
    if (!hasBetween(times, segment.oldest - STORY_SPAN, segment.newest + STORY_SPAN)) continue;
    const columns = store.readColumns(segment);
    for (let document = 0; document < columns.size; document++) {
      const at = columns.publishedAt[document] ?? 0;
      if (at === TIMELESS || !isSigned(columns, document)) continue;
      if (segment.tombstones && hasBit(segment.tombstones, document)) continue;
      const article = columns.articles[document] ?? 0;
      rows.push({ columns, document, article, at, category: categoryOf(columns, document) });
    }
  }
  return rows.sort((a, b) => b.at - a.at);
}

/** Whether sorted numbers have one from `low` to `high`. */
function hasBetween(sorted: Float64Array, low: number, high: number): boolean {
  let [start, end] = [0, sorted.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if ((sorted[middle] ?? 0) < low) start = middle + 1;
    else end = middle;
  }
  return (sorted[start] ?? Number.POSITIVE_INFINITY) <= high;
}

function categoryOf({ categories, categoryEnds }: SegmentColumns, document: number): number {
  const start = document === 0 ? 0 : (categoryEnds[document - 1] ?? 0);
  return start === categoryEnds[document] ? -1 : (categories[start] ?? -1);
}

/** Documents that are looked for, chained by the values of their bands, the newest first. To be asked for ever older documents. */
class BandChains {
  readonly #rows: readonly DatedRow[];
  /** Of each value of each band, and of each document in each band: the next document; -1 at the end. */
  readonly #heads = new Int32Array(BANDS * BAND_VALUES).fill(-1);
  readonly #next: Int32Array;

  constructor(rows: readonly DatedRow[], isLooked: readonly boolean[]) {
    this.#rows = rows;
    this.#next = new Int32Array(BANDS * rows.length);
    for (let n = rows.length - 1; n >= 0; n--) {
      if (!isLooked[n]) continue;
      for (let band = 0; band < BANDS; band++) {
        const head = headOf(band, rows[n] as DatedRow);
        this.#next[BANDS * n + band] = this.#heads[head] ?? -1;
        this.#heads[head] = n;
      }
    }
  }

  /** Those of the same band that were published at about the same time as a document. */
  *iterate(band: number, row: DatedRow): Generator<number> {
    const head = headOf(band, row);
    let n = this.#heads[head] ?? -1;
    while (n >= 0 && this.#atOf(n) > row.at + STORY_SPAN) n = this.#next[BANDS * n + band] ?? -1;
    // Whoever asks next is as old as this document or older.
    this.#heads[head] = n;
    for (; n >= 0 && this.#atOf(n) >= row.at - STORY_SPAN; n = this.#next[BANDS * n + band] ?? -1) yield n;
  }

  #atOf(n: number): number {
    return this.#rows[n]?.at ?? 0;
  }
}

const headOf = (band: number, row: Row): number => BAND_VALUES * band + bandOf(row, band);

/** Two bytes of a signature, as a number of 16 bits. */
function bandOf({ columns: { signatures }, document }: Row, band: number): number {
  const word = signatures[SIGNATURE_WORDS * document + (band >> 1)] ?? 0;
  return (word >>> (16 * (band & 1))) & 0xffff;
}

function firstEqualBand(a: Row, b: Row): number {
  let band = 0;
  while (band < BANDS && bandOf(a, band) !== bandOf(b, band)) band++;
  return band;
}

function isSigned({ signatures }: SegmentColumns, document: number): boolean {
  let any = 0;
  for (let i = 0; i < SIGNATURE_WORDS; i++) any |= signatures[SIGNATURE_WORDS * document + i] ?? 0;
  return any !== 0;
}

/** Equal bytes of the signatures of two documents; 0 where the first has none. */
function countEqualBytes(a: Row, b: Row): number {
  const own = a.columns.signatures;
  const others = b.columns.signatures;
  let equal = 0;
  let any = 0;
  for (let i = 0; i < SIGNATURE_WORDS; i++) {
    const word = own[SIGNATURE_WORDS * a.document + i] ?? 0;
    any |= word;
    const difference = word ^ (others[SIGNATURE_WORDS * b.document + i] ?? 0);
    if ((difference & 0xff) === 0) equal++;
    if ((difference & 0xff00) === 0) equal++;
    if ((difference & 0xff_0000) === 0) equal++;
    if ((difference & 0xff00_0000) === 0) equal++;
  }
  return any === 0 ? 0 : equal;
}
