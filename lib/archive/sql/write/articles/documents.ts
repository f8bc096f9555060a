import type { Article } from '../../../../content/index.ts';
import { foldText, type SearchIndexWriter, type SearchText, toSearchText } from '../../../../search/index.ts';
import { TIMELESS, UNDATED } from '../../../../search/segments/index.ts';
import type { Database } from '../../database.ts';
import type { ChangeLog } from '../change-log.ts';
import type { ListingTables } from '../listings/listing-tables.ts';
import { hostOf, type StoredArticle, stocksOf } from './article-rows.ts';
import { MediaTable } from './media-table.ts';

interface DocumentParts {
  db: Database;
  listings: ListingTables;
  search: SearchIndexWriter;
  changes: ChangeLog;
}

/** Articles and pages as documents of the search index, and those that come and go in the log of changes. */
export class Documents {
  readonly #db: Database;
  readonly #listings: ListingTables;
  readonly #search: SearchIndexWriter;
  readonly #changes: ChangeLog;
  readonly #media: MediaTable;

  constructor({ db, listings, search, changes }: DocumentParts) {
    this.#db = db;
    this.#listings = listings;
    this.#search = search;
    this.#changes = changes;
    this.#media = new MediaTable(db);
  }

  /** @see ArchiveWriter.prepare */
  async prepare(articles: readonly Pick<Article, 'sourceName' | 'sourceUrl'>[]): Promise<void> {
    await this.#media.prepare(
      articles.flatMap(({ sourceName = null, sourceUrl = null }) => [sourceName, hostOf(sourceUrl)]),
    );
  }

  async add(stored: StoredArticle, searchText: SearchText): Promise<void> {
    const facts = await this.#factsOf(stored);
    const { day, category: categories, tag: tags, source: sources, stock: stocks } = facts;
    const publishedAt = stored.is_page === 1 ? TIMELESS : -stored.rank;
    this.#search.add({ article: stored.id, ...searchText, publishedAt, day, categories, tags, sources, stocks });
    const { foldedTitle, foldedText } = searchText;
    this.#changes.addDocument({ ...facts, foldedTitle, foldedText });
  }

  remove(article: number): void {
    this.#search.remove(article);
  }

  /** Puts an article that is by another listing than before into the search index anew. */
  async change(before: StoredArticle, after: StoredArticle): Promise<void> {
    const { title, text } = await this.#readTexts(before.id);
    await this.logRemoved(before);
    this.remove(before.id);
    await this.add(after, toSearchText(title, text));
  }

  /** Logs an article, as it is stored, as a document that goes. */
  async logRemoved(stored: StoredArticle): Promise<void> {
    if (!this.#changes.takesDocuments) return;
    const { title, text } = await this.#readTexts(stored.id);
    this.#changes.addDocument({
      ...(await this.#factsOf(stored)),
      foldedTitle: foldText(title),
      foldedText: foldText(text),
    });
  }

  async #readTexts(article: number): Promise<{ title: string; text: string }> {
    const query = 'SELECT title, text FROM articles a JOIN bodies b ON b.id = a.id WHERE a.id = ?';
    const row = await this.#db.get(query, article);
    return { title: String(row?.title), text: String(row?.text) };
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
      source: await ids([source_name, hostOf(source_url)], (name) => this.#media.idOf(name)),
      stock: await ids(stocksOf(stocks), (id) => this.#listings.idOf('stock', id)),
    };
  }
}
