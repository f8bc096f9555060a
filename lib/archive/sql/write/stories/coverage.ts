import { storyIdOf } from '../../story-id.ts';
import { scoreOf } from '../../story-score.ts';

/** An article of a story, as its coverage is counted. */
export interface StoryMember {
  id: number;
  path: string;
  /** Seconds since 1970. */
  publishedAt: number;
  /** Who tells it (`sourceOf`). */
  source: string | null;
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
  score: number;
}

/** Counts who carries a story. @param members at least one */
export function measureCoverage(members: readonly StoryMember[]): Coverage {
  const ordered = members.toSorted((a, b) => a.publishedAt - b.publishedAt || (a.path < b.path ? -1 : 1));
  const withMedia = new Set(ordered.filter(({ isWire }) => !isWire).map(({ code }) => code));
  const isHidden = ({ isWire, code }: StoryMember): boolean => isWire && withMedia.has(code);
  const shown = ordered.filter((member) => !isHidden(member));
  // The first article of each source, which come in the order of time.
  const firstOf = new Map<string | null, number>();
  for (const { source, publishedAt } of shown) {
    if (!firstOf.has(source)) firstOf.set(source, publishedAt);
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
