import type { Query } from '../../search/index.ts';
import type { Archive } from '../archive.ts';
import type { NameSuggestions } from '../name-suggestions.ts';
import type { ListingKey, SearchSelection } from '../types.ts';
import { Connection } from './connection.ts';
import { getArticle, getArticleUrlByCode, getRedirect, hasArticle } from './read/articles.ts';
import { listActiveCategories, listCategories, readNames } from './read/categories.ts';
import { countArrivals, listArticles, listPeriods } from './read/listings.ts';
import { search } from './read/search.ts';
import { getSurroundings } from './read/surroundings.ts';
import { listFeedArticles, listSitemapEntries, listSitemapParts } from './read/syndication.ts';

/** The archive in an SQLite file, read-only. `read/` has a file for each kind of question. */
export class SqliteArchive implements Archive {
  readonly #index: Connection;
  #names: { version: string; suggestions: NameSuggestions } | undefined;

  constructor(dataDir: string) {
    this.#index = new Connection(dataDir);
  }

  /** Answers a question from one state of the index. */
  async #read<Result>(ask: (index: Connection) => Result): Promise<Result> {
    return this.#index.read(() => ask(this.#index));
  }

  /** The names of one version of the archive, read once. */
  #readNames(index: Connection): NameSuggestions {
    const version = index.meta('version');
    if (this.#names?.version !== version) this.#names = { version, suggestions: readNames(index) };
    return this.#names.suggestions;
  }

  async getVersion() {
    return this.#index.meta('version');
  }

  async getChangedAt() {
    return Number(this.#index.meta('changed_at'));
  }

  async getSite() {
    return this.#index.site();
  }

  getArticle(url: string) {
    return this.#read((index) => getArticle(index, url));
  }

  hasArticle(url: string) {
    return this.#read((index) => hasArticle(index, url));
  }

  getSurroundings(url: string, limits: { copies: number; related: number }) {
    return this.#read((index) => getSurroundings(index, url, limits));
  }

  getRedirect(path: string) {
    return this.#read((index) => getRedirect(index, path));
  }

  getArticleUrlByCode(code: string) {
    return this.#read((index) => getArticleUrlByCode(index, code));
  }

  listArticles(key: ListingKey, page: number) {
    return this.#read((index) => listArticles(index, key, page));
  }

  countArrivals(key: ListingKey, after: number) {
    return this.#read((index) => countArrivals(index, key, after));
  }

  listCategories() {
    return this.#read(listCategories);
  }

  listActiveCategories(limit: number, articlesEach: number) {
    return this.#read((index) => listActiveCategories(index, limit, articlesEach));
  }

  listPeriods(within?: string) {
    return this.#read((index) => listPeriods(index, within));
  }

  search(query: Query, selection: SearchSelection) {
    return this.#read((index) => search(index, query, selection));
  }

  suggest(text: string, limit: number) {
    return this.#read((index) => this.#readNames(index).suggest(text, limit));
  }

  listSimilarCategories(text: string, limit: number) {
    return this.#read((index) => this.#readNames(index).similarCategories(text, limit));
  }

  listFeedArticles(key: ListingKey, limit: number) {
    return this.#read((index) => listFeedArticles(index, key, limit));
  }

  listSitemapParts() {
    return this.#read(listSitemapParts);
  }

  listSitemapEntries(part: number) {
    return this.#read((index) => listSitemapEntries(index, part));
  }

  close(): void {
    this.#index.close();
  }
}
