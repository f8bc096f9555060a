import type { Article } from '../../../content/index.ts';
import { foldText, type SearchIndexWriter, type SearchText } from '../../../search/index.ts';
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
import type { CategoryTitles } from './categories.ts';
import type { ChangeLog } from './change-log.ts';
import type { Entry, ListingTables } from './listings.ts';

/** What the listings depend on, as the table `articles` has it. */
interface StoredArticle extends Entry {
  url: string;
  slug: string;
  /** JSON lists. */
  categories: string;
  tags: string;
  source_name: string | null;
  source_url: string | null;
  code: string | null;
  is_wire: number;
}

/** A slug that is the source's code: 18 digits for a wire post, with `NW` for the media post of the same article. */
const CODE = /^(NW)?(\d{18})$/;

/** What an article is written to beside its own tables. */
interface ArticleParts {
  statements: Statements;
  listings: ListingTables;
  categories: CategoryTitles;
  search: SearchIndexWriter;
  changes: ChangeLog;
}

/** The tables of an article: itself, its body, its redirects, its part of the sitemap; and what follows from it elsewhere. */
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

  /** The file whose article has an address. */
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
    const stored = this.#insert(article, this.#remove(article.path));
    this.#statements.get('INSERT INTO bodies VALUES (?, ?, ?)').run(stored.id, article.html, article.text);
    for (const source of article.redirectFrom) {
      this.#statements.get('INSERT OR IGNORE INTO redirects VALUES (?, ?)').run(source, article.path);
    }
    this.#changeListings(stored, 1);
    this.#touch(stored);
    const facts = this.#factsOf(stored);
    this.#added.push(stored.id);
    this.#search.add({
      article: stored.id,
      ...searchText,
      publishedAt: article.publishedAt,
      day: facts.day,
      categories: facts.category,
      tags: facts.tag,
      sources: facts.source,
    });
    const { foldedTitle, foldedText } = searchText;
    this.#changes.addDocument({ ...facts, foldedTitle, foldedText });
    this.#statements
      .get(
        `INSERT INTO sitemap_parts VALUES (?, 1, ?)
         ON CONFLICT DO UPDATE SET count = count + 1, modified_at = max(modified_at, excluded.modified_at)`,
      )
      .run(sitemapPartOf(stored.id), article.modifiedAt);
  }

  #insert(article: Article, id: number | undefined): StoredArticle {
    const [, media, code = null] = CODE.exec(article.slug) ?? [];
    const values = {
      path: article.path,
      url: article.url,
      slug: article.slug,
      rank: -article.publishedAt,
      categories: JSON.stringify(article.categories),
      tags: JSON.stringify(article.tags),
      source_name: article.sourceName ?? null,
      source_url: article.sourceUrl ?? null,
      code,
      is_wire: code !== null && media === undefined ? 1 : 0,
    };
    const { lastInsertRowid } = this.#statements
      .get(
        `INSERT INTO articles (id, path, url, slug, title, rank, modified_at, reading_minutes, category, categories, tags,
           author, image, description, extract, source_url, source_name, back_label, code, is_wire)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id ?? null,
        values.path,
        values.url,
        values.slug,
        article.title,
        values.rank,
        article.modifiedAt,
        article.readingMinutes,
        article.categories[0] ?? null,
        values.categories,
        values.tags,
        article.author ?? null,
        article.image ?? null,
        article.description ?? null,
        article.extract,
        values.source_url,
        values.source_name,
        article.backLabel ?? null,
        values.code,
        values.is_wire,
      );
    return { ...values, id: Number(lastInsertRowid) };
  }

  /** By what searches filter an article. */
  #factsOf({ rank, categories, tags, source_name, source_url }: StoredArticle) {
    const sources = [source_name, hostOf(source_url)];
    return {
      day: this.#listings.dayOf(rank),
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

  /** @returns the address that became free */
  remove(path: string): string | undefined {
    const url = this.urlOf(path);
    if (url !== undefined) this.#remove(path);
    return url;
  }

  /** @returns the number of the article that the file had */
  #remove(path: string): number | undefined {
    const stored = this.#statements
      .get(
        `SELECT id, path, url, slug, rank, categories, tags, source_name, source_url, code, is_wire
         FROM articles WHERE path = ?`,
      )
      .get(path) as StoredArticle | undefined;
    if (!stored) return undefined;
    this.#changeListings(stored, -1);
    this.#touch(stored);
    if (!this.#changes.isIdle) this.#logRemoved(stored);
    this.#statements.get('DELETE FROM articles WHERE id = ?').run(stored.id);
    this.#statements.get('DELETE FROM bodies WHERE id = ?').run(stored.id);
    this.#search.remove(stored.id);
    this.#statements.get('DELETE FROM redirects WHERE path = ?').run(path);
    this.#statements.get('UPDATE sitemap_parts SET count = count - 1 WHERE part = ?').run(sitemapPartOf(stored.id));
    return stored.id;
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
