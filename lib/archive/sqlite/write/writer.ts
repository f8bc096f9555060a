import type { DatabaseSync } from 'node:sqlite';
import type { Article, CategoryStub, ContentPage, Problem } from '../../../content/index.ts';
import { SearchIndexWriter, type SearchText } from '../../../search/index.ts';
import { Statements } from '../../../sqlite-statements.ts';
import { SITE_MARK } from '../../marks.ts';
import type { ArchiveWriter, FileRecord } from '../../store.ts';
import type { SiteIdentity } from '../../types.ts';
import { ArticleTables } from './articles.ts';
import { CategoryTitles } from './categories.ts';
import { ChangeLog } from './change-log.ts';
import { FileTables } from './files.ts';
import { ListingTables } from './listings.ts';
import { settleNavigation } from './navigation.ts';

/** Writes the tables of an open index, inside the caller's transaction. There is a class for each group of tables. */
export class SqliteWriter implements ArchiveWriter {
  readonly isEmpty: boolean;
  readonly #statements: Statements;
  readonly #files: FileTables;
  readonly #listings: ListingTables;
  readonly #categories: CategoryTitles;
  readonly #articles: ArticleTables;
  readonly #search: SearchIndexWriter;
  readonly #changes: ChangeLog;

  constructor(db: DatabaseSync, { isEmpty, timezone }: { isEmpty: boolean; timezone: string }) {
    this.isEmpty = isEmpty;
    this.#statements = new Statements(db);
    this.#changes = new ChangeLog(this.#statements, isEmpty);
    this.#files = new FileTables(this.#statements, this.#changes);
    this.#listings = new ListingTables(this.#statements, timezone, this.#changes);
    this.#categories = new CategoryTitles(this.#statements, this.#listings, this.#changes);
    this.#search = new SearchIndexWriter(db);
    this.#articles = new ArticleTables({
      statements: this.#statements,
      listings: this.#listings,
      categories: this.#categories,
      search: this.#search,
      changes: this.#changes,
    });
  }

  async *iterateFiles() {
    yield* this.#files.iterate();
  }

  async listFilesBelow(paths: readonly string[]) {
    return this.#files.listBelow(paths);
  }

  async getFile(path: string) {
    return this.#files.get(path);
  }

  async putFile(file: FileRecord) {
    this.#files.put(file);
  }

  async deleteFile(path: string) {
    this.#files.delete(path);
  }

  async listDueFiles(nowSeconds: number) {
    return this.#files.listDue(nowSeconds);
  }

  async getNextDueAt() {
    return this.#files.nextDueAt();
  }

  async listClaimants(url: string) {
    return this.#files.listClaimants(url);
  }

  async setUses(path: string, uses: readonly string[]) {
    // Most archives have none: a new one need not look for old ones.
    if (uses.length > 0 || !this.isEmpty) this.#files.setUses(path, uses);
  }

  async listFilesUsing(uses: readonly string[]) {
    return this.#files.listUsing(uses);
  }

  async setProblems(path: string, problems: readonly Problem[]) {
    this.#files.setProblems(path, problems);
  }

  async listProblems(paths?: readonly string[]) {
    return this.#files.listProblems(paths);
  }

  async listShadowed(paths?: readonly string[]) {
    return this.#files.listShadowed(paths);
  }

  async listStolenRedirects(paths?: readonly string[]) {
    return this.#files.listStolenRedirects(paths);
  }

  async getOwner(url: string) {
    return this.#articles.ownerOf(url);
  }

  async getUrl(path: string) {
    return this.#articles.urlOf(path);
  }

  async putArticle(article: Article, searchText: SearchText) {
    this.#articles.put(article, searchText);
  }

  async putPage(page: ContentPage, searchText: SearchText) {
    this.#articles.putPage(page, searchText);
  }

  async remove(path: string) {
    return this.#articles.remove(path);
  }

  async listNewest(limit: number) {
    return this.#articles.listNewest(limit);
  }

  async listPages() {
    return this.#articles.listPages();
  }

  async putStub(path: string, stub: CategoryStub | undefined) {
    this.#categories.putStub(path, stub);
  }

  async countArticles() {
    const row = this.#statements.get("SELECT count FROM listings WHERE kind = 'all' AND name = ''").get();
    return Number(row?.count ?? 0);
  }

  async getNote(name: string) {
    return this.#getMeta(name);
  }

  async setNote(name: string, value: string) {
    this.#setMeta(name, value);
  }

  async putSite(site: SiteIdentity) {
    const text = JSON.stringify(site);
    if (this.#getMeta('site') === text) return false;
    this.#setMeta('site', text);
    this.#changes.touch(SITE_MARK);
    return true;
  }

  async settle(changedAt: number | undefined) {
    this.#articles.settle();
    this.#listings.settle();
    this.#categories.settle();
    this.#articles.settleSurroundings(this.#search.settle().isRelatedChanged);
    settleNavigation(this.#statements, this.#changes);
    if (changedAt !== undefined) this.#changes.settle(changedAt);
  }

  #getMeta(key: string): string | undefined {
    const row = this.#statements.get('SELECT value FROM meta WHERE key = ?').get(key);
    return row && String(row.value);
  }

  #setMeta(key: string, value: string): void {
    this.#statements
      .get('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(key, value);
  }
}
