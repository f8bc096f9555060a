import { type SegmentColumns, SIGNATURE_WORDS } from '../segments/columns.ts';
import { articleOf, isRemoved, type Place, publishedAtOf, type Segment } from '../segments/open-segments.ts';
import type { SegmentStore, StoredSegment } from '../segments/segment-store.ts';
import { foldText } from '../text/fold.ts';
import { SHINGLE } from './minhash.ts';
import { sortByDistance } from './nearby.ts';
import { listShingles, measureSimilarity } from './shingles.ts';

/** A document of a segment's columns. */
interface Row {
  columns: SegmentColumns;
  document: number;
}

/** Equal bytes of two signatures, of 16, from which on the texts may be copies: where half of the shingles are shared. */
const FEWEST_EQUAL = 8;
/** Share of their shingles that two copies of one story have in common at least. */
const LEAST_SIMILARITY = 0.6;
/** Most candidates whose texts are compared. */
const MOST_CANDIDATES = 20;
/** Seconds that copies of one story lie apart at most. */
const STORY_SPAN = 3 * 86_400;
/** Most documents whose signatures are compared. More than these came within a few days only where dates mean nothing. */
const MOST_COMPARED = 65_536;

/** Of some articles those that tell the same story as a text in the same words, in their order. */
export function chooseCopies(text: string, others: readonly { article: number; text: string }[]): number[] {
  const shinglesOf = (other: string) => listShingles(foldText(other), SHINGLE);
  const own = shinglesOf(text);
  return others
    .filter((other) => measureSimilarity(own, shinglesOf(other.text)) >= LEAST_SIMILARITY)
    .map(({ article }) => article);
}

/**
 * Articles that may be copies of a document and were published at about the same time, the most alike first. Signatures, which are
 * estimates, choose them; their texts decide.
 */
export function listCopyCandidates(own: Place, segments: readonly Segment[]): number[] {
  const ownAt = publishedAtOf(own);
  const similar: { article: number; equal: number }[] = [];
  let left = MOST_COMPARED;
  for (const { segment, distance } of sortByDistance(own, segments)) {
    if (distance > STORY_SPAN) break;
    const start = firstSince(segment, ownAt - STORY_SPAN);
    const end = Math.min(firstSince(segment, ownAt + STORY_SPAN + 1), start + left);
    left -= end - start;
    for (let i = start; i < end; i++) {
      const place = { segment, document: segment.timeline[i] ?? 0 };
      const equal = countEqualBytes(rowOf(own), rowOf(place));
      if (equal < FEWEST_EQUAL || isRemoved(place) || articleOf(place) === articleOf(own)) continue;
      similar.push({ article: articleOf(place), equal });
    }
  }
  return similar
    .sort((a, b) => b.equal - a.equal)
    .slice(0, MOST_CANDIDATES)
    .map(({ article }) => article);
}

/**
 * Articles that may be copies of one of these, by their signatures and times alone. Read from the tables, of which only segments
 * of about the same time are read.
 */
export function listPossibleCopies(articles: readonly number[], store: SegmentStore): Set<number> {
  const segments = store.listSegments();
  const columns = new Map<number, SegmentColumns>();
  const columnsOf = (segment: StoredSegment): SegmentColumns => {
    const known = columns.get(segment.id) ?? store.readColumns(segment);
    columns.set(segment.id, known);
    return known;
  };
  const possible = new Set<number>();
  for (const article of articles) {
    const place = store.findDocument(article);
    const stored = place && segments.find(({ id }) => id === place.segment);
    if (!stored) continue;
    const own = { columns: columnsOf(stored), document: place.document };
    const ownAt = own.columns.publishedAt[own.document] ?? 0;
    for (const segment of segments) {
      if (segment.newest < ownAt - STORY_SPAN || segment.oldest > ownAt + STORY_SPAN) continue;
      const others = columnsOf(segment);
      for (let document = 0; document < others.size; document++) {
        if (countEqualBytes(own, { columns: others, document }) < FEWEST_EQUAL) continue;
        possible.add(others.articles[document] ?? 0);
      }
    }
  }
  return possible;
}

/** Whether two documents may be copies of one story, by their signatures alone. */
export const mayBeCopies = (a: Place, b: Place): boolean => countEqualBytes(rowOf(a), rowOf(b)) >= FEWEST_EQUAL;

const rowOf = ({ segment: { columns }, document }: Place): Row => ({ columns, document });

/** Index in the timeline of a segment of the first document that was published at `time` or later. */
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
