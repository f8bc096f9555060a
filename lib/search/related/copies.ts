import { hasBit } from '../postings/bitset.ts';
import { type SegmentColumns, SIGNATURE_WORDS, TIMELESS } from '../segments/columns.ts';
import type { Place } from '../segments/open-segments.ts';
import type { SegmentStore } from '../segments/segment-store.ts';
import { foldText } from '../text/fold.ts';
import { SHINGLE, SIGNATURE_BYTES } from './minhash.ts';
import { listShingles, measureSimilarity } from './shingles.ts';

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
  for (let n = 0; n < rows.count; n++) {
    const at = rows.at[n] as number;
    for (let band = 0; band < BANDS; band++) {
      const head = headOf(rows, n, band);
      let m = heads[head] ?? -1;
      while (m >= 0 && (rows.at[m] as number) > at + STORY_SPAN) m = next[BANDS * m + band] ?? -1;
      // Every row that follows is as old as this one or older.
      heads[head] = m;
      for (; m >= 0; m = next[BANDS * m + band] ?? -1) {
        if ((rows.at[m] as number) < at - STORY_SPAN) break;
        if (n === m || !isWanted(rows, n, m) || firstEqualBand(rows, n, m) !== band) continue;
        yield [rows.articles[m] as number, rows.articles[n] as number];
      }
    }
  }
}

/** Whether two documents are likely to be copies of one story, by their signatures alone. */
export const areLikelyCopies = (a: Place, b: Place): boolean =>
  countEqualBytes(a.segment.columns, a.document, b.segment.columns, b.document) >= FEWEST_EQUAL;

/** Whose copies are looked for. */
const WANTED = { none: 0, added: 1, again: 2 } as const;

/**
 * Documents with a date and a signature, the newest first, one column for each fact: a new archive has a row for each of its articles,
 * for which objects would take ten times the memory.
 */
interface Rows extends Pick<SegmentColumns, 'articles' | 'signatures'> {
  count: number;
  /** Seconds since 1970. */
  at: Float64Array;
  /** One of `WANTED`. */
  wanted: Uint8Array;
}

/** Whether the pair of a document and of one that is looked for may be copies. Two that are looked for meet twice, and are told once. */
function isWanted({ articles, wanted, signatures }: Rows, row: number, looked: number): boolean {
  const isToldOtherwise =
    wanted[row] === WANTED.none
      ? wanted[looked] === WANTED.again
      : (articles[looked] as number) > (articles[row] as number);
  return !isToldOtherwise && countEqualBytes({ signatures }, row, { signatures }, looked) >= FEWEST_EQUAL;
}

/** Documents of the segments that may hold copies of what is looked for. */
function readRows({ added, again }: CopySearch, store: SegmentStore): Rows {
  const times = new Float64Array(added.size + again.size);
  let timeCount = 0;
  for (const wanted of [added, again]) for (const time of wanted.values()) times[timeCount++] = time;
  times.sort();
  const segments = store
    .listSegments()
    .filter(({ oldest, newest }) => hasBetween(times, oldest - STORY_SPAN, newest + STORY_SPAN));
  const rows = newRows(segments.reduce((sum, { size }) => sum + size, 0));
  for (const segment of segments) {
    const columns = store.readColumns(segment);
    for (let document = 0; document < columns.size; document++) {
      const at = columns.publishedAt[document] ?? 0;
      if (at === TIMELESS || !hasBetween(times, at - STORY_SPAN, at + STORY_SPAN)) continue;
      if (!isSigned(columns, document)) continue;
      if (segment.tombstones && hasBit(segment.tombstones, document)) continue;
      const article = columns.articles[document] ?? 0;
      rows.at[rows.count] = at;
      rows.articles[rows.count] = article;
      rows.wanted[rows.count] = added.has(article) ? WANTED.added : again.has(article) ? WANTED.again : WANTED.none;
      copySignature(columns, document, rows, rows.count);
      rows.count++;
    }
  }
  return sortRows(rows);
}

const newRows = (size: number): Rows => ({
  count: 0,
  at: new Float64Array(size),
  articles: new Uint32Array(size),
  wanted: new Uint8Array(size),
  signatures: new Uint32Array(SIGNATURE_WORDS * size),
});

function sortRows(rows: Rows): Rows {
  const order = Uint32Array.from({ length: rows.count }, (_, n) => n);
  order.sort((a, b) => (rows.at[b] as number) - (rows.at[a] as number) || a - b);
  const sorted = newRows(rows.count);
  for (const n of order) {
    sorted.at[sorted.count] = rows.at[n] as number;
    sorted.articles[sorted.count] = rows.articles[n] as number;
    sorted.wanted[sorted.count] = rows.wanted[n] as number;
    copySignature(rows, n, sorted, sorted.count);
    sorted.count++;
  }
  return sorted;
}

type Signatures = Pick<SegmentColumns, 'signatures'>;

function copySignature(from: Signatures, n: number, to: Signatures, m: number): void {
  for (let i = 0; i < SIGNATURE_WORDS; i++) {
    to.signatures[SIGNATURE_WORDS * m + i] = from.signatures[SIGNATURE_WORDS * n + i] ?? 0;
  }
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
function chainBands(rows: Rows): { heads: Int32Array; next: Int32Array } {
  const heads = new Int32Array(BANDS * BAND_VALUES).fill(-1);
  const next = new Int32Array(BANDS * rows.count);
  for (let n = rows.count - 1; n >= 0; n--) {
    if (rows.wanted[n] === WANTED.none) continue;
    for (let band = 0; band < BANDS; band++) {
      const head = headOf(rows, n, band);
      next[BANDS * n + band] = heads[head] ?? -1;
      heads[head] = n;
    }
  }
  return { heads, next };
}

const headOf = (rows: Signatures, n: number, band: number): number => BAND_VALUES * band + bandOf(rows, n, band);

/** Two bytes of a signature, as a number of 16 bits. */
function bandOf({ signatures }: Signatures, n: number, band: number): number {
  const word = signatures[SIGNATURE_WORDS * n + (band >> 1)] ?? 0;
  return (word >>> (16 * (band & 1))) & 0xffff;
}

function firstEqualBand(rows: Signatures, a: number, b: number): number {
  let band = 0;
  while (band < BANDS && bandOf(rows, a, band) !== bandOf(rows, b, band)) band++;
  return band;
}

function isSigned({ signatures }: Signatures, n: number): boolean {
  let any = 0;
  for (let i = 0; i < SIGNATURE_WORDS; i++) any |= signatures[SIGNATURE_WORDS * n + i] ?? 0;
  return any !== 0;
}

/** Equal bytes of two signatures; 0 where the first is of a text that has none. */
function countEqualBytes(first: Signatures, n: number, second: Signatures, m: number): number {
  let equal = 0;
  let any = 0;
  for (let i = 0; i < SIGNATURE_WORDS; i++) {
    const word = first.signatures[SIGNATURE_WORDS * n + i] ?? 0;
    any |= word;
    const difference = word ^ (second.signatures[SIGNATURE_WORDS * m + i] ?? 0);
    if ((difference & 0xff) === 0) equal++;
    if ((difference & 0xff00) === 0) equal++;
    if ((difference & 0xff_0000) === 0) equal++;
    if ((difference & 0xff00_0000) === 0) equal++;
  }
  return any === 0 ? 0 : equal;
}
