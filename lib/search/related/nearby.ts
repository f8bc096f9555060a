import { type Place, publishedAtOf, type Segment } from '../segments/open-segments.ts';

/** A segment, and how many seconds lie between its dated documents and an article: -1 for the article's own segment, 0 around it. */
interface DistantSegment {
  segment: Segment;
  distance: number;
}

/**
 * Segments by how near in time they are to a document, its own first. Related articles are looked for in the nearest ones
 * alone, so that their cost does not grow with the archive.
 */
export function sortByDistance(own: Place, segments: readonly Segment[]): DistantSegment[] {
  const time = publishedAtOf(own);
  return segments
    .map((segment) => ({ segment, distance: segment === own.segment ? -1 : distanceOf(segment, time) }))
    .sort((a, b) => a.distance - b.distance);
}

function distanceOf({ columns: { publishedAt }, timeline }: Segment, time: number): number {
  const [oldest, newest] = [timeline[0], timeline.at(-1)];
  if (oldest === undefined || newest === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, (publishedAt[oldest] ?? 0) - time, time - (publishedAt[newest] ?? 0));
}
