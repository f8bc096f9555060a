import type { Article, ContentPage } from '../../../content/index.ts';
import { foldText, type SearchIndexWriter, type SearchText, TIMELESS, UNDATED } from '../../../search/index.ts';
import type { Statements } from '../../../sqlite-statements.ts';
import { SITEMAP_PART_SIZE } from '../../archive.ts';
import {
  addressMark,
  articleMark,
  codeMark,
  copiesMark,
  RELATED_MARK,
  SITEMAP_MARK,
  sitemapPartMark,
  slugMark,
} from '../../marks.ts';
import { findStored, insertArticle, insertPage, type StoredArticle } from './article-rows.ts';
import type { CategoryTitles } from './categories.ts';
import type { ChangeLog } from './change-log.ts';
import type { Entry, ListingTables } from './listings.ts';

/** What an article is written to beside its own tables. */
interface ArticleParts {
  statements: Statements;
  listings: ListingTables;
  categories: CategoryTitles;
  search: SearchIndexWriter;
  changes: ChangeLog;
}

/** The tables of articles and pages: the row, its body, its redirects, its part of the sitemap; and what follows from it elsewhere. */
export class ArticleTables {
  readonly #statements: Statements;
  readonly #listings: ListingTables;
  readonly #categories: CategoryTitles;
  readonly #search: SearchIndexWriter;
  readonly #changes: ChangeLog;
  readonly #touchedCodes = new Set<string>();
  /** Articles that were added or changed. */
  #added: number[] = [];
  /** Numbers of media and hosts, by their names: there are few. */
  readonly #sourceIds = new Map<string, number>();

  constructor({ statements, listings, categories, search, changes }: ArticleParts) {
    this.#statements = statements;
    this.#listings = listings;
    this.#categories = categories;
    this.#search = search;
    this.#changes = changes;
  }

  /** The file whose article or page has an address. */
  ownerOf(url: string): string | undefined {
    const row = this.#statements.get('SELECT path FROM articles WHERE url = ?').get(url);
    return row && String(row.path);
  }

  urlOf(path: string): string | undefined {
    const row = this.#statements.get('SELECT url FROM articles WHERE path = ?').get(path);
    return row && String(row.url);
  }

  put(article: Article, searchText: SearchText): void {
    // A changed article keeps its number, and with it its place in the sitemap.
    const stored = insertArticle(this.#statements, article, this.#replace(article.path));
    this.#changeListings(stored, 1);
    this.#added.push(stored.id);
    this.#complete(stored, article, searchText, article.publishedAt);
  }

  putPage(page: ContentPage, searchText: SearchText): void {
    const stored = insertPage(this.#statements, page, this.#replace(page.path));
    // A page is no copy of an article.
    this.#complete(stored, page, { ...searchText, signature: undefined }, TIMELESS);
  }

  /** Writes what an article and a page have beside their rows. */
  #complete(
    stored: StoredArticle,
    { html, text, redirectFrom, modifiedAt = 0 }: Article | ContentPage,
    searchText: SearchText,
    publishedAt: number,
  ): void {
    const { id, path } = stored;
    this.#statements.get('INSERT INTO bodies VALUES (?, ?, ?)').run(id, html, text);
    for (const source of redirectFrom) {
      this.#statements.get('INSERT OR IGNORE INTO redirects VALUES (?, ?)').run(source, path);
    }
    this.#touch(stored);
    if (stored.is_listed === 0) return;
    const facts = this.#factsOf(stored);
    const { day, category: categories, tag: tags, source: sources } = facts;
    this.#search.add({ article: id, ...searchText, publishedAt, day, categories, tags, sources });
    const { foldedTitle, foldedText } = searchText;
    this.#changes.addDocument({ ...facts, foldedTitle, foldedText });
    this.#statements
      .get(
        `INSERT INTO sitemap_parts VALUES (?, 1, ?)
         ON CONFLICT DO UPDATE SET count = count + 1, modified_at = max(modified_at, excluded.modified_at)`,
      )
      .run(sitemapPartOf(id), modifiedAt);
  }

  /** By what searches filter an article. */
  #factsOf({ rank, categories, tags, source_name, source_url, is_page }: StoredArticle) {
    const sources = [source_name, hostOf(source_url)];
    return {
      day: is_page === 1 ? UNDATED : this.#listings.dayOf(rank),
      category: (JSON.parse(categories) as string[]).map((name) => this.#listings.idOf('category', name)),
      tag: (JSON.parse(tags) as string[]).map((name) => this.#listings.idOf('tag', name)),
      source: sources.flatMap((name) => (name === null ? [] : this.#sourceId(name))),
    };
  }

  /** Logs an article, as it is stored, as a document that goes. */
  #logRemoved(stored: StoredArticle): void {
    const row = this.#statements
      .get('SELECT title, text FROM articles a JOIN bodies b ON b.id = a.id WHERE a.id = ?')
      .get(stored.id);
    this.#changes.addDocument({
      ...this.#factsOf(stored),
      foldedTitle: foldText(String(row?.title)),
      foldedText: foldText(String(row?.text)),
    });
  }

  #sourceId(name: string): number {
    const known = this.#sourceIds.get(name);
    if (known !== undefined) return known;
    const folded = foldText(name);
    const row = this.#statements.get('SELECT id FROM sources WHERE folded = ?').get(folded);
    const id = row?.id ?? this.#statements.get('INSERT INTO sources (folded) VALUES (?)').run(folded).lastInsertRowid;
    this.#sourceIds.set(name, Number(id));
    return Number(id);
  }

  /** @returns what it was, and the address that became free */
  remove(path: string): { url: string; isPage: boolean } | undefined {
    const stored = findStored(this.#statements, path);
    if (stored) this.#remove(stored);
    return stored && { url: stored.url, isPage: stored.is_page === 1 };
  }

  /** Files of the newest articles, in the order of the latest. */
  listNewest(limit: number): string[] {
    this.settle();
    this.#listings.writePending();
    return this.#statements
      .get('SELECT path FROM entries WHERE listing = ? ORDER BY rank, path LIMIT ?')
      .all(this.#listings.idOf('latest', ''), limit)
      .map((row) => String(row.path));
  }

  /** Files of the pages that are listed, by path. */
  listPages(): string[] {
    return this.#statements
      .get('SELECT path FROM articles WHERE is_page = 1 AND is_listed = 1 ORDER BY path')
      .all()
      .map((row) => String(row.path));
  }

  /** Removes what the file was. @returns its number */
  #replace(path: string): number | undefined {
    const stored = findStored(this.#statements, path);
    if (stored) this.#remove(stored);
    return stored?.id;
  }

  #remove(stored: StoredArticle): void {
    if (stored.is_page === 0) this.#changeListings(stored, -1);
    this.#touch(stored);
    if (!this.#changes.isIdle && stored.is_listed === 1) this.#logRemoved(stored);
    this.#statements.get('DELETE FROM articles WHERE id = ?').run(stored.id);
    this.#statements.get('DELETE FROM bodies WHERE id = ?').run(stored.id);
    this.#statements.get('DELETE FROM redirects WHERE path = ?').run(stored.path);
    if (stored.is_listed === 1) {
      this.#search.remove(stored.id);
      this.#statements.get('UPDATE sitemap_parts SET count = count - 1 WHERE part = ?').run(sitemapPartOf(stored.id));
    }
  }

  /** Touches what is shown of an article and of whatever leads to it, as it is stored at this moment. */
  #touch({ id, path, url, slug, code }: StoredArticle): void {
    if (this.#changes.isIdle) return;
    this.#changes.touch(
      articleMark(id),
      addressMark(url),
      slugMark(slug),
      sitemapPartMark(sitemapPartOf(id)),
      SITEMAP_MARK,
    );
    if (code !== null) this.#changes.touch(codeMark(code));
    for (const { source } of this.#statements.get('SELECT source FROM redirects WHERE path = ?').iterate(path)) {
      this.#changes.touch(addressMark(String(source)));
    }
  }

  #changeListings(article: StoredArticle, change: 1 | -1): void {
    const categories = JSON.parse(article.categories) as string[];
    const tags = JSON.parse(article.tags) as string[];
    for (const name of categories) {
      this.#changeEntry(this.#listings.idOf('category', name), article, change);
      this.#categories.touch(name);
    }
    for (const name of tags) this.#changeEntry(this.#listings.idOf('tag', name), article, change);
    this.#listings.count(this.#listings.idOf('all', ''), change);
    const latest = this.#listings.idOf('latest', '');
    if (change === 1 || this.#listings.has(latest, article)) this.#changeEntry(latest, article, change);
    if (article.code !== null) this.#touchedCodes.add(article.code);
  }

  #changeEntry(listing: number, article: Entry, change: 1 | -1): void {
    if (change === 1) this.#listings.add(listing, article);
    else this.#listings.remove(listing, article);
  }

  /** Puts wire posts among the latest articles, or takes them out, as their media posts have come or gone. */
  settle(): void {
    for (const code of this.#touchedCodes) this.#settleCode(code);
    this.#touchedCodes.clear();
  }

  /** Touches articles whose copies may be among those that were added, and related articles. To be called behind `search.settle`. */
  settleSurroundings(isRelatedChanged: boolean): void {
    if (isRelatedChanged) this.#changes.touch(RELATED_MARK);
    if (!this.#changes.isIdle) {
      for (const article of this.#search.listPossibleCopies(this.#added)) this.#changes.touch(copiesMark(article));
    }
    this.#added = [];
  }

  /** A wire post is among the latest only while it has no media post. */
  #settleCode(code: string): void {
    const articles = this.#statements
      .get('SELECT id, path, rank, is_wire FROM articles WHERE code = ? ORDER BY is_wire, path')
      .all(code) as unknown as (Entry & { is_wire: number })[];
    const latest = this.#listings.idOf('latest', '');
    const hasMedia = articles.some(({ is_wire }) => is_wire === 0);
    for (const article of articles) {
      const belongs = article.is_wire === 0 || !hasMedia;
      if (belongs !== this.#listings.has(latest, article)) this.#changeEntry(latest, article, belongs ? 1 : -1);
    }
  }
}

const sitemapPartOf = (id: number): number => Math.floor((id - 1) / SITEMAP_PART_SIZE) + 1;

/** Host of an article's original, without `www.`. */
function hostOf(url: string | null): string | null {
  return (url === null ? undefined : URL.parse(url)?.host.replace(/^www\./, '')) ?? null;
}
