import { FEED_FORMATS, type FeedSubject, feedHref, pathHref } from '../addresses.ts';
import type { PushItem } from './queue.ts';
import type { PushTarget } from './target.ts';

/** What one update changes for who follows the site. */
export class SiteChanges {
  /** Addresses of articles and pages that came, changed or went, decoded; true for those that went. */
  readonly #addresses = new Map<string, boolean>();
  /** Feeds by their addresses without an ending. */
  readonly #feeds = new Map<string, FeedSubject>();

  addAddress(url: string, isGone: boolean): void {
    this.#addresses.set(url, isGone);
  }

  /** Notes that a feed has other articles, or another text of one. */
  addFeed(subject: FeedSubject): void {
    this.#feeds.set(feedHref(subject), subject);
  }

  get isEmpty(): boolean {
    return this.#addresses.size === 0 && this.#feeds.size === 0;
  }

  /** What a target is to be told. */
  listFor(target: PushTarget): PushItem[] {
    if (target.takes === 'feeds') {
      return [...this.#feeds.values()].flatMap((subject) =>
        FEED_FORMATS.map((format) => ({ target: target.name, item: feedHref(subject, format), isGone: false })),
      );
    }
    return [...this.#addresses].map(([url, isGone]) => ({ target: target.name, item: pathHref(url), isGone }));
  }
}
