import type { ArchiveWriter } from '../archive/open-store.ts';
import type { SiteChanges } from '../push/index.ts';
import type { PublishedReading } from './archive-reader.ts';

/** Who is told what an update changes for who follows the site. */
export interface ChangeListener {
  changes: SiteChanges;
  /** Of an archive that is made anew only articles and pages that changed from then on are noted. Seconds since 1970. */
  since: number;
}

/** Notes which addresses get something else with an update, and which feeds. Costs nothing where nobody is told. */
export class NotedChanges {
  readonly #writer: ArchiveWriter;
  readonly #listener: ChangeListener | undefined;

  constructor(writer: ArchiveWriter, listener: ChangeListener | undefined) {
    this.#writer = writer;
    this.#listener = listener;
  }

  /** To be called before an article or page is written. @param oldUrl address that its file has had */
  async notePublished(path: string, oldUrl: string | undefined, reading: PublishedReading): Promise<void> {
    if (!this.#listener) return;
    const { changes, since } = this.#listener;
    const { url, modifiedAt = 0 } = reading.kind === 'article' ? reading.article : reading.page;
    if (this.#writer.isEmpty && modifiedAt < since) return;
    if (oldUrl !== undefined && oldUrl !== url) changes.addAddress(oldUrl, true);
    changes.addAddress(url, false);
    await this.#noteFeeds(path, changes);
    if (reading.kind === 'page') return;
    changes.addFeed({ kind: 'latest' });
    for (const name of reading.article.categories) changes.addFeed({ kind: 'category', name });
    for (const name of reading.article.tags) changes.addFeed({ kind: 'tag', name });
    for (const { id } of reading.article.stocks) changes.addFeed({ kind: 'stock', name: id });
    // A media post takes the place of its wire post in the feeds of stocks.
    const ofTwins = this.#writer.isEmpty ? [] : await this.#writer.listStocksOfTwins(reading.article.slug);
    for (const name of ofTwins) changes.addFeed({ kind: 'stock', name });
  }

  /** To be called before the article or page of a file is removed. */
  async noteLeaving(path: string): Promise<void> {
    if (!this.#listener || this.#writer.isEmpty) return;
    const url = await this.#writer.getUrl(path);
    if (url !== undefined) this.#listener.changes.addAddress(url, true);
    await this.#noteFeeds(path, this.#listener.changes);
  }

  /** Notes the feeds that have the article of a file. */
  async #noteFeeds(path: string, changes: SiteChanges): Promise<void> {
    if (this.#writer.isEmpty) return;
    for (const key of await this.#writer.listListings(path)) changes.addFeed(key);
  }
}
