import { hash } from 'node:crypto';

/** An article of a story, as its coverage is counted. */
export interface StoryMember {
  id: number;
  path: string;
  /** Seconds since 1970. */
  publishedAt: number;
  /** The first one; `null` for an article without. */
  category: string | null;
  /** That a wire post and its media post share. */
  code: string | null;
  isWire: boolean;
}

/** What is shown of a story. */
export interface Coverage {
  /** In the address of the story: that of its earliest article. */
  id: string;
  /** Articles in the order of time: wire posts only where they have no media post in the story. */
  shown: StoryMember[];
  hidden: StoryMember[];
  /** Different sources. Twins are one article, from the source of the media post. */
  sources: number;
  firstAt: number;
  newestAt: number;
  /** By which stories are compared: the higher, the more sources carry it now. */
  score: number;
}

/** A source that has carried a story for so long counts half, in seconds. */
const HALF_LIFE = 12 * 3600;
/** Characters of an address, of 32 each: that two of ten million articles share one has a probability of 4 in 100,000,000. */
const ID_LENGTH = 14;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Digest of the path of an article's file, as it stands in the address of a story. */
export function storyIdOf(path: string): string {
  const digest = hash('sha256', path, 'buffer');
  return Array.from(digest.subarray(0, ID_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}

/** Counts who carries a story. @param members at least one */
export function measureCoverage(members: readonly StoryMember[]): Coverage {
  const ordered = members.toSorted((a, b) => a.publishedAt - b.publishedAt || (a.path < b.path ? -1 : 1));
  const withMedia = new Set(ordered.filter(({ isWire }) => !isWire).map(({ code }) => code));
  const isHidden = ({ isWire, code }: StoryMember): boolean => isWire && withMedia.has(code);
  const shown = ordered.filter((member) => !isHidden(member));
  // The first article of each source, which come in the order of time.
  const firstOf = new Map<string | null, number>();
  for (const { category, publishedAt } of shown) {
    if (!firstOf.has(category)) firstOf.set(category, publishedAt);
  }
  return {
    id: storyIdOf(ordered[0]?.path ?? ''),
    shown,
    hidden: ordered.filter(isHidden),
    sources: firstOf.size,
    firstAt: ordered[0]?.publishedAt ?? 0,
    newestAt: ordered.at(-1)?.publishedAt ?? 0,
    score: scoreOf([...firstOf.values()]),
  };
}

/**
 * log2 of the sum over all sources of 2 ** (age / half-life), with the age counted from 1970 on. What a source weighs halves with each
 * half-life, and the order of two scores does not depend on when they are compared.
 * @param times in ascending order: the same times give the same bits
 */
function scoreOf(times: readonly number[]): number {
  const newest = times.at(-1) ?? 0;
  const sum = times.reduce((total, time) => total + 2 ** ((time - newest) / HALF_LIFE), 0);
  return newest / HALF_LIFE + Math.log2(sum);
}
