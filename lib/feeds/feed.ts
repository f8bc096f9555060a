import type { FeedArticle, SiteIdentity } from '../archive/index.ts';

/** Most articles of a feed. */
export const FEED_LENGTH = 50;

/** A feed in any format. */
export interface Feed {
  site: SiteIdentity;
  title: string;
  /** Path of the feed itself. */
  selfHref: string;
  /** Path of the page that shows the same. */
  alternateHref: string;
  /** Newest first. */
  articles: readonly FeedArticle[];
}

/** When the newest of the articles changed, in seconds since 1970; 0 where there is none. The clock has no part in a feed. */
export function updatedAt({ articles }: Feed): number {
  return articles.reduce((newest, { modifiedAt }) => Math.max(newest, modifiedAt), 0);
}
