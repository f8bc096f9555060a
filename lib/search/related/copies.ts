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
/** Equal bytes of two signatures, of 16, from which on the texts may be copies: as many as at that share. With fewer, many would be compared in vain. */
const FEWEST_EQUAL = 8;
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
 * Pairs of articles that may be copies: at most `STORY_SPAN` apart, with signatures that are alike.
 * Each pair comes once, if one of them is looked for. Signatures are estimates; the texts decide (`areCopies`). Segments of
 * another time are not read, and a document meets only those with which it shares a band.
 */
export function* iteratePossibleCopies(search: CopySearch, store: SegmentStore): Generator<ArticlePair> {
  const rows = readRows(search, store);
  const { next, heads } = chainBands(rows);
  for (const [n, row] of rows.entries()) {
    for (let band = 0; band < BANDS; band++) {
      const head = headOf(band, row);
      let m = heads[head] ?? -1;
      while (m >= 0 && (rows[m] as DatedRow).at > row.at + STORY_SPAN) m = next[BANDS * m + band] ?? -1;
      // Every row that follows is as old as this one or older.
      heads[head] = m;
      for (; m >= 0; m = next[BANDS * m + band] ?? -1) {
        const other = rows[m] as DatedRow;
        if (other.at < row.at - STORY_SPAN) break;
        if (n !== m && isWanted(row, other) && firstEqualBand(row, other) === band) yield [other.article, row.article];
      }
    }
  }
}

/** Whether two documents are likely to be copies of one story, by their signatures alone. */
export const areLikelyCopies = (a: Place, b: Place): boolean => countEqualBytes(rowOf(a), rowOf(b)) >= FEWEST_EQUAL;

const rowOf = ({ segment: { columns }, document }: Place): Row => ({ columns, document });

/** A document with a date and a signature. */
interface DatedRow extends Row {
  article: number;
  at: number;
  wanted: 'added' | 'again' | undefined;
}

/** Whether the pair of a document and of one that is looked for may be copies. Two that are looked for meet twice, and are told once. */
function isWanted(row: DatedRow, looked: DatedRow): boolean {
  if (row.wanted === undefined ? looked.wanted === 'again' : looked.article > row.article) return false;
  return countEqualBytes(row, looked) >= FEWEST_EQUAL;
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
      if (at === TIMELESS || !hasBetween(times, at - STORY_SPAN, at + STORY_SPAN)) continue;
      if (!isSigned(columns, document)) continue;
      if (segment.tombstones && hasBit(segment.tombstones, document)) continue;
      const article = columns.articles[document] ?? 0;
      const wanted = added.has(article) ? 'added' : again.has(article) ? 'again' : undefined;
      rows.push({ columns, document, article, at, wanted });
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

/** Those of the documents that are looked for, chained by the values of their bands, the newest first. -1 ends a chain. */
function chainBands(rows: readonly DatedRow[]): { heads: Int32Array; next: Int32Array } {
  const heads = new Int32Array(BANDS * BAND_VALUES).fill(-1);
  const next = new Int32Array(BANDS * rows.length);
  for (let n = rows.length - 1; n >= 0; n--) {
    const row = rows[n] as DatedRow;
    if (row.wanted === undefined) continue;
    for (let band = 0; band < BANDS; band++) {
      const head = headOf(band, row);
      next[BANDS * n + band] = heads[head] ?? -1;
      heads[head] = n;
    }
  }
  return { heads, next };
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
