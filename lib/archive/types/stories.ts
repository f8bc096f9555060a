import type { LinkedArticle, Summary } from '../types.ts';

/** A story: articles of two sources or more that tell the same. */
export interface Story {
  /** In its address. */
  id: string;
  /** Different sources that carry it. */
  sourceCount: number;
  /** Its articles; a wire post and its media post are one. */
  articleCount: number;
  /** When the newest of its articles was published, in seconds since 1970. */
  newestAt: number;
}

/** A story as a list shows it. */
export interface StorySummary extends Story {
  /** Its earliest article. */
  lead: Summary;
  /** Those that follow, the oldest first: not all. */
  others: LinkedArticle[];
}

/** A story with its articles along time, the oldest first. */
export interface StoryView extends Story {
  /** At most `STORY_ARTICLES`. */
  articles: Summary[];
}
