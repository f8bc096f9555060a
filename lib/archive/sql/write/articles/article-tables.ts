import type { Article, ContentPage } from '../../../../content/index.ts';
import type { SearchIndexWriter, SearchText } from '../../../../search/index.ts';
import {
  addressMark,
  articleMark,
  articlesOfDayMark,
  codeMark,
  SITEMAP_MARK,
  sitemapPartMark,
  slugMark,
} from '../../../marks.ts';
import type { FeedListing, PreparedFile } from '../../../store.ts';
import type { Database } from '../../database.ts';
import { formatDay } from '../../days.ts';
import { allIn } from '../../many-rows.ts';
import type { StockColumns } from '../../stocks-column.ts';
import type { CategoryTitles } from '../categories.ts';
import type { ChangeLog } from '../change-log.ts';
import { KnownRows } from '../known-rows.ts';
import type { Entry, ListingTables } from '../listings/listing-tables.ts';
import type { StockTitles } from '../stocks.ts';
import type { StoryTables } from '../stories/story-tables.ts';
import {
  insertArticle,
  insertPage,
  listStored,
  namedListingsOf,
  type StoredArticle,
  stocksOf,
} from './article-rows.ts';
import { Documents } from './documents.ts';
import { SitemapParts, sitemapPartOf } from './sitemap-parts.ts';
import { Twins } from './twins.ts';

/** What an article is written to beside its own tables. */
interface ArticleParts {
  db: Database;
  listings: ListingTables;
  categories: CategoryTitles;
  stocks: StockTitles;
  search: SearchIndexWriter;
  stories: StoryTables;
  changes: ChangeLog;
}

/** The tables of articles and pages: the row, its body, its redirects, its part of the sitemap; and what follows elsewhere. */
export class ArticleTables {
  readonly #db: Database;
  readonly #listings: ListingTables;
  readonly #categories: CategoryTitles;
  readonly #stocks: StockTitles;
  readonly #stories: StoryTables;
  readonly #changes: ChangeLog;
  /** By path. */
  readonly #known = new KnownRows<StoredArticle>();
  /** Files by the addresses of their articles and pages. */
  readonly #owners = new KnownRows<string>();
  readonly #sitemap: SitemapParts;
  readonly #documents: Documents;
  readonly #twins: Twins;

  constructor({ db, listings, categories, stocks, search, stories, changes }: ArticleParts) {
    this.#db = db;
    this.#listings = listings;
    this.#categories = categories;
    this.#stocks = stocks;
    this.#stories = stories;
    this.#changes = changes;
    this.#sitemap = new SitemapParts(db);
    this.#documents = new Documents({ db, listings, search, changes });
    this.#twins = new Twins({ db, listings, stocks, onChange: (twin, columns) => this.#renameStocks(twin, columns) });
  }

  /** @see ArchiveWriter.prepare */
  async prepare(files: readonly PreparedFile[]): Promise<void> {
    const paths = files.map(({ path }) => path);
    const urls = files.flatMap(({ url }) => url ?? []);
    const articles = files.flatMap(({ article }) => article ?? []);
    const stored = await listStored(this.#db, paths);
    this.#known.fill(
      paths,
      stored.map((row) => [row.path, row]),
    );
    const owners = await allIn(this.#db, 'SELECT url, path FROM articles WHERE url IN', urls);
    this.#owners.fill(
      urls,
      owners.map(({ url, path }) => [String(url), String(path)]),
    );
    await this.#listings.prepare(await this.#listings.idOf('latest', ''), stored);
    await this.#listings.prepareNames(
      'category',
      articles.flatMap(({ categories }) => categories),
    );
    await this.#listings.prepareNames(
      'tag',
      articles.flatMap(({ tags }) => tags),
    );
    await this.#listings.prepareNames(
      'stock',
      articles.flatMap(({ stocks }) => stocks.map(({ id }) => id)),
    );
    await this.#documents.prepare(articles);
  }

  /** The file whose article or page has an address. */
  async ownerOf(url: string): Promise<string | undefined> {
    if (this.#owners.has(url)) return this.#owners.get(url);
    const row = await this.#db.get('SELECT path FROM articles WHERE url = ?', url);
    return row && String(row.path);
  }

  async urlOf(path: string): Promise<string | undefined> {
    return (await this.#find(path))?.url;
  }

  /** The row of a file's article or page. */
  async #find(path: string): Promise<StoredArticle | undefined> {
    return this.#known.has(path) ? this.#known.get(path) : (await listStored(this.#db, [path]))[0];
  }

  /** @see ArchiveWriter.listListings */
  async listListings(path: string): Promise<FeedListing[]> {
    const stored = await this.#find(path);
    if (!stored || stored.is_page === 1) return [];
    return [{ kind: 'latest' }, ...namedListingsOf(stored)];
  }

  /** @see ArchiveWriter.listStocksOfTwins */
  listStocksOfTwins(slug: string): Promise<string[]> {
    return this.#twins.listStocks(slug);
  }

  async put(article: Article, searchText: SearchText): Promise<void> {
    // A changed article keeps its number, and with it its place in the sitemap.
    const id = (await this.#take(article.path))?.id;
    const stored = await insertArticle(this.#db, article, this.#twins.stocksOf(article), id);
    await this.#changeListings(stored, 1);
    this.#stories.add(stored.id, article.publishedAt);
    await this.#complete(stored, article, searchText);
  }

  async putPage(page: ContentPage, searchText: SearchText): Promise<void> {
    const stored = await insertPage(this.#db, page, (await this.#take(page.path))?.id);
    // A page is no copy of an article.
    await this.#complete(stored, page, { ...searchText, signature: undefined });
  }

  /** Writes what an article and a page have beside their rows. */
  async #complete(
    stored: StoredArticle,
    { html, text, redirectFrom, modifiedAt = 0 }: Article | ContentPage,
    searchText: SearchText,
  ): Promise<void> {
    const { id, path } = stored;
    this.#known.note(path, stored);
    this.#owners.note(stored.url, path);
    await this.#db.run('INSERT INTO bodies VALUES (?, ?, ?)', id, html, text);
    await this.#db.runAll(
      'INSERT INTO redirects VALUES (?, ?) ON CONFLICT DO NOTHING',
      redirectFrom.map((source) => [source, path]),
    );
    this.#touch(stored, redirectFrom);
    if (stored.is_listed === 0) return;
    await this.#documents.add(stored, searchText);
    this.#sitemap.add(id, modifiedAt);
  }

  /** @returns what it was, and the address that became free */
  async remove(path: string): Promise<{ url: string; isPage: boolean } | undefined> {
    const stored = await this.#take(path);
    return stored && { url: stored.url, isPage: stored.is_page === 1 };
  }

  /** Files of the newest articles, in the order of the latest. */
  async listNewest(limit: number): Promise<string[]> {
    await this.settle();
    await this.#listings.writePending();
    const latest = await this.#listings.idOf('latest', '');
    const query = 'SELECT path FROM entries WHERE listing = ? ORDER BY rank, path LIMIT ?';
    return (await this.#db.all(query, latest, limit)).map((row) => String(row.path));
  }

  /** Removes what the file was. */
  async #take(path: string): Promise<StoredArticle | undefined> {
    const stored = await this.#find(path);
    if (stored) await this.#remove(stored);
    return stored;
  }

  async #remove(stored: StoredArticle): Promise<void> {
    if (stored.is_page === 0) {
      await this.#changeListings(stored, -1);
      this.#stories.remove(stored.id);
    }
    await this.#touchRemoved(stored);
    await this.#db.run('DELETE FROM articles WHERE id = ?', stored.id);
    await this.#db.run('DELETE FROM bodies WHERE id = ?', stored.id);
    await this.#db.run('DELETE FROM redirects WHERE path = ?', stored.path);
    this.#known.note(stored.path, undefined);
    this.#owners.note(stored.url, undefined);
    if (stored.is_listed === 0) return;
    this.#documents.remove(stored.id);
    this.#sitemap.remove(stored.id);
  }

  /** Touches what is shown of an article and of whatever leads to it. */
  #touch({ id, url, slug, code, rank, is_page }: StoredArticle, redirects: readonly string[]): void {
    if (this.#changes.isIdle) return;
    this.#changes.touch(
      articleMark(id),
      addressMark(url),
      slugMark(slug),
      sitemapPartMark(sitemapPartOf(id)),
      SITEMAP_MARK,
    );
    if (is_page === 0) this.#changes.touch(articlesOfDayMark(formatDay(this.#listings.dayOf(rank))));
    if (code !== null) this.#changes.touch(codeMark(code));
    this.#changes.touch(...redirects.map(addressMark));
  }

  /** The same for an article that goes, as it is stored. */
  async #touchRemoved(stored: StoredArticle): Promise<void> {
    if (this.#changes.isIdle) return;
    const redirects = await this.#db.all('SELECT source FROM redirects WHERE path = ?', stored.path);
    this.#touch(
      stored,
      redirects.map(({ source }) => String(source)),
    );
    if (stored.is_listed === 1) await this.#documents.logRemoved(stored);
  }

  async #changeListings(article: StoredArticle, change: 1 | -1): Promise<void> {
    const latest = await this.#listings.idOf('latest', '');
    // Of an article with a code its twins decide whether it is among the latest and in the listings of stocks.
    const isShown = change === 1 ? article.code === null : await this.#listings.has(latest, article);
    for (const { kind, name } of namedListingsOf(article)) {
      if (kind === 'stock' && !isShown) continue;
      await this.#changeEntry(await this.#listings.idOf(kind, name), article, change);
      if (kind === 'category') this.#categories.touch(name);
      if (kind === 'stock') this.#stocks.touch(name);
    }
    this.#listings.count(await this.#listings.idOf('all', ''), change);
    if (isShown) await this.#changeEntry(latest, article, change);
    if (article.code !== null) this.#twins.touch(article.code);
  }

  async #changeEntry(listing: number, article: Entry, change: 1 | -1): Promise<void> {
    if (change === 1) await this.#listings.add(listing, article);
    else await this.#listings.remove(listing, article);
  }

  /** Brings up to date what depends on all articles that were put and removed. */
  async settle(): Promise<void> {
    await this.#twins.settle();
    await this.#sitemap.settle();
  }

  /** Lets searches find an article by the stocks that its row has now. @param before as its row was */
  async #renameStocks(before: Entry & StockColumns, columns: StockColumns): Promise<void> {
    const found = await this.#find(before.path);
    if (!found) return;
    const stored = { ...found, ...columns };
    this.#known.note(stored.path, stored);
    const [old, present] = [before, columns].map(({ stocks }) => new Set(stocksOf(stocks)));
    if (old && present && old.symmetricDifference(present).size > 0) {
      const { stocks, own_stocks } = before;
      await this.#documents.change({ ...found, stocks, own_stocks }, stored);
    }
  }
}
