import { countBits } from '../postings/bitset.ts';
import { SEGMENT_LIMIT } from '../postings/posting-list.ts';
import type { StoredSegment } from './segment-store.ts';

/** So many segments of one magnitude are merged into one. Magnitudes are powers of the same number. */
const FAN_IN = 8;

/**
 * Chooses segments to be merged into one: one alone, to be rewritten, where most of its documents have tombstones; else the
 * smallest of one magnitude, where there are too many. So a document is rewritten a few times in its life, and a merge never
 * writes more than one segment of full size.
 * @returns none where nothing is to be merged
 */
export function chooseMerge(segments: readonly StoredSegment[]): StoredSegment[] {
  const byMagnitude = new Map<number, { segment: StoredSegment; live: number }[]>();
  for (const segment of segments) {
    const removed = segment.tombstones ? countBits(segment.tombstones) : 0;
    if (2 * removed > segment.size) return [segment];
    const live = segment.size - removed;
    const magnitude = Math.floor(Math.log(live) / Math.log(FAN_IN));
    byMagnitude.set(magnitude, [...(byMagnitude.get(magnitude) ?? []), { segment, live }]);
  }
  for (const group of byMagnitude.values()) {
    if (group.length < FAN_IN) continue;
    const chosen: StoredSegment[] = [];
    let total = 0;
    for (const { segment, live } of group.sort((a, b) => a.live - b.live)) {
      total += live;
      if (total > SEGMENT_LIMIT) break;
      chosen.push(segment);
    }
    if (chosen.length > 1) return chosen;
  }
  return [];
}
