import type { Article, ContentPage } from '../../../content/index.ts';
import { foldText, type SearchIndexWriter, type SearchText } from '../../../search/index.ts';
import { TIMELESS, UNDATED } from '../../../search/segments/index.ts';
import { SITEMAP_PART_SIZE } from '../../archive.ts';
import {
  addressMark,
  articleMark,
  articlesOfDayMark,
  codeMark,
  SITEMAP_MARK,
  sitemapPartMark,
  slugMark,
} from '../../marks.ts';
import type { FeedListing } from '../../store.ts';
import type { Database } from '../database.ts';
import { formatDay } from '../days.ts';
import { parseStocks } from '../stocks-column.ts';
import { findStored, insertArticle, insertPage, type StoredArticle } from './article-rows.ts';
import type { CategoryTitles } from './categories.ts';
import type { ChangeLog } from './change-log.ts';
import type { Entry, ListingTables } from './listings.ts';
import type { StockTitles } from './stocks.ts';
import type { StoryTables } from './stories/story-tables.ts';

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

/** The tables of articles and pages: the row, its body, its redirects, its part of the sitemap; and what follows from it elsewhere. */
export class ArticleTables {
  readonly #db: Database;
  readonly #listings: ListingTables;
  readonly #categories: CategoryTitles;
  readonly #stocks: StockTitles;
  readonly #search: SearchIndexWriter;
  readonly #stories: StoryTables;
  readonly #changes: ChangeLog;
  readonly #touchedCodes = new Set<string>();
  /** Numbers of media and hosts, by their names: there are few. */
  readonly #sourceIds = new Map<string, number>();

  constructor({ db, listings, categories, stocks, search, stories, changes }: ArticleParts) {
    this.#db = db;
    this.#listings = listings;
    this.#categories = categories;
    this.#stocks = stocks;
    this.#search = search;
    this.#stories = stories;
    this.#changes = changes;
  }

  /** The file whose article or page has an address. */
  async ownerOf(url: string): Promise<string | undefined> {
    const row = await this.#db.get('SELECT path FROM articles WHERE url = ?', url);
    return row && String(row.path);
  }

  async urlOf(path: string): Promise<string | undefined> {
    const row = await this.#db.get('SELECT url FROM articles WHERE path = ?', path);
    return row && String(row.url);
  }

  /** @see ArchiveWriter.listListings */
  async listListings(path: string): Promise<FeedListing[]> {
    const stored = await findStored(this.#db, path);
    if (!stored || stored.is_page === 1) return [];
    return [{ kind: 'latest' }, ...namedListingsOf(stored)];
  }

  async put(article: Article, searchText: SearchText): Promise<void> {
    // A changed article keeps its number, and with it its place in the sitemap.
    const stored = await insertArticle(this.#db, article, await this.#replace(article.path));
    await this.#changeListings(stored, 1);
    this.#stories.add(stored.id, article.publishedAt);
    await this.#complete(stored, article, searchText, article.publishedAt);
  }

  async putPage(page: ContentPage, searchText: SearchText): Promise<void> {
    const stored = await insertPage(this.#db, page, await this.#replace(page.path));
    // A page is no copy of an article.
    await this.#complete(stored, page, { ...searchText, signature: undefined }, TIMELESS);
  }

  /** Writes what an article and a page have beside their rows. */
  async #complete(
    stored: StoredArticle,
    { html, text, redirectFrom, modifiedAt = 0 }: Article | ContentPage,
    searchText: SearchText,
    publishedAt: number,
  ): Promise<void> {
    const { id, path } = stored;
    await this.#db.run('INSERT INTO bodies VALUES (?, ?, ?)', id, html, text);
    await this.#db.runAll(
      'INSERT INTO redirects VALUES (?, ?) ON CONFLICT DO NOTHING',
      redirectFrom.map((source) => [source, path]),
    );
    this.#touch(stored, redirectFrom);
    if (stored.is_listed === 0) return;
    const facts = await this.#factsOf(stored);
    const { day, category: categories, tag: tags, source: sources, stock: stocks } = facts;
    this.#search.add({ article: id, ...searchText, publishedAt, day, categories, tags, sources, stocks });
    const { foldedTitle, foldedText } = searchText;
    this.#changes.addDocument({ ...facts, foldedTitle, foldedText });
    await this.#db.run(
      `INSERT INTO sitemap_parts VALUES (?, 1, ?)
       ON CONFLICT (part) DO UPDATE SET count = sitemap_parts.count + 1, modified_at =
         CASE WHEN excluded.modified_at > sitemap_parts.modified_at THEN excluded.modified_at ELSE sitemap_parts.modified_at END`,
      sitemapPartOf(id),
      modifiedAt,
    );
  }

  /** By what searches filter an article. */
  async #factsOf({ rank, categories, tags, source_name, source_url, is_page, stocks }: StoredArticle) {
    const ids = async (names: readonly (string | null)[], idOf: (name: string) => Promise<number>) => {
      const found: number[] = [];
      for (const name of names) if (name !== null) found.push(await idOf(name));
      return found;
    };
    return {
      day: is_page === 1 ? UNDATED : this.#listings.dayOf(rank),
      category: await ids(JSON.parse(categories), (name) => this.#listings.idOf('category', name)),
      tag: await ids(JSON.parse(tags), (name) => this.#listings.idOf('tag', name)),
      source: await ids([source_name, hostOf(source_url)], (name) => this.#sourceId(name)),
      stock: await ids(idsOf(stocks), (id) => this.#listings.idOf('stock', id)),
    };
  }

  /** Logs an article, as it is stored, as a document that goes. */
  async #logRemoved(stored: StoredArticle): Promise<void> {
    const row = await this.#db.get(
      'SELECT title, text FROM articles a JOIN bodies b ON b.id = a.id WHERE a.id = ?',
      stored.id,
    );
    this.#changes.addDocument({
      ...(await this.#factsOf(stored)),
      foldedTitle: foldText(String(row?.title)),
      foldedText: foldText(String(row?.text)),
    });
  }

  async #sourceId(name: string): Promise<number> {
    const known = this.#sourceIds.get(name);
    if (known !== undefined) return known;
    const folded = foldText(name);
    const found = await this.#db.get('SELECT id FROM sources WHERE folded = ?', folded);
    const id = found ? Number(found.id) : await this.#db.insert('INSERT INTO sources (folded) VALUES (?)', folded);
    this.#sourceIds.set(name, id);
    return id;
  }

  /** @returns what it was, and the address that became free */
  async remove(path: string): Promise<{ url: string; isPage: boolean } | undefined> {
    const stored = await findStored(this.#db, path);
    if (stored) await this.#remove(stored);
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

  /** Files of the pages that are listed, by path. */
  async listPages(): Promise<string[]> {
    const query = 'SELECT path FROM articles WHERE is_page = 1 AND is_listed = 1 ORDER BY path';
    return (await this.#db.all(query)).map((row) => String(row.path));
  }

  /** Removes what the file was. @returns its number */
  async #replace(path: string): Promise<number | undefined> {
    const stored = await findStored(this.#db, path);
    if (stored) await this.#remove(stored);
    return stored?.id;
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
    if (stored.is_listed === 0) return;
    this.#search.remove(stored.id);
    await this.#db.run('UPDATE sitemap_parts SET count = count - 1 WHERE part = ?', sitemapPartOf(stored.id));
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
    if (stored.is_listed === 1) await this.#logRemoved(stored);
  }

  async #changeListings(article: StoredArticle, change: 1 | -1): Promise<void> {
    for (const { kind, name } of namedListingsOf(article)) {
      await this.#changeEntry(await this.#listings.idOf(kind, name), article, change);
      if (kind === 'category') this.#categories.touch(name);
      if (kind === 'stock') this.#stocks.touch(name);
    }
    this.#listings.count(await this.#listings.idOf('all', ''), change);
    const latest = await this.#listings.idOf('latest', '');
    if (change === 1 || (await this.#listings.has(latest, article))) await this.#changeEntry(latest, article, change);
    if (article.code !== null) this.#touchedCodes.add(article.code);
  }

  async #changeEntry(listing: number, article: Entry, change: 1 | -1): Promise<void> {
    if (change === 1) await this.#listings.add(listing, article);
    else await this.#listings.remove(listing, article);
  }

  /** Puts wire posts among the latest articles, or takes them out, as their media posts have come or gone. */
  async settle(): Promise<void> {
    for (const code of this.#touchedCodes) await this.#settleCode(code);
    this.#touchedCodes.clear();
  }

  /** A wire post is among the latest only while it has no media post. */
  async #settleCode(code: string): Promise<void> {
    const query = 'SELECT id, path, rank, is_wire FROM articles WHERE code = ? ORDER BY is_wire, path';
    const articles = (await this.#db.all(query, code)) as unknown as (Entry & { is_wire: number })[];
    const latest = await this.#listings.idOf('latest', '');
    const hasMedia = articles.some(({ is_wire }) => is_wire === 0);
    for (const article of articles) {
      const belongs = article.is_wire === 0 || !hasMedia;
      const isThere = await this.#listings.has(latest, article);
      if (belongs !== isThere) await this.#changeEntry(latest, article, belongs ? 1 : -1);
    }
  }
}

const sitemapPartOf = (id: number): number => Math.floor((id - 1) / SITEMAP_PART_SIZE) + 1;

/** Identities of stocks. @param column as `formatStocks` writes it */
const idsOf = (column: string | null): string[] => parseStocks(column).map(({ id }) => id);

/** The listings of an article that have names. */
function namedListingsOf({ categories, tags, stocks }: StoredArticle) {
  const toKeys = <Kind extends 'category' | 'tag' | 'stock'>(kind: Kind, names: readonly string[]) =>
    names.map((name) => ({ kind, name }));
  const [ofCategories, ofTags] = [categories, tags].map((names) => JSON.parse(names) as string[]);
  return [...toKeys('category', ofCategories ?? []), ...toKeys('tag', ofTags ?? []), ...toKeys('stock', idsOf(stocks))];
}

/** Host of an article's original, without `www.`. */
function hostOf(url: string | null): string | null {
  return (url === null ? undefined : URL.parse(url)?.host.replace(/^www\./, '')) ?? null;
}
