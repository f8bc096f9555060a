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
  /**
   * The address that its first article in this archive has given it. It stays where an article that is found later is earlier, until
   * the first one goes.
   */
  firstId: string;
}

/** One page of a story: its articles along time, the oldest first. */
export interface StoryView extends Story {
  /** Its earliest article, whichever page this is. */
  lead: Summary;
  /** At most `STORY_PAGE_SIZE`. */
  articles: Summary[];
  /** Articles on the pages before. */
  offset: number;
  /** Counts from 1. */
  page: number;
  pageCount: number;
}
