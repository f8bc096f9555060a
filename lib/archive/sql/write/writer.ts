import type { Article, CategoryStub, ContentPage, Problem } from '../../../content/index.ts';
import type { SearchIndexWriter, SearchText } from '../../../search/index.ts';
import { RELATED_MARK, SITE_MARK } from '../../marks.ts';
import type { ArchiveWriter, FileRecord, PreparedFile, WithdrawnFile } from '../../store.ts';
import type { SiteIdentity } from '../../types.ts';
import type { Database } from '../database.ts';
import { listPages } from './articles/article-rows.ts';
import { ArticleTables } from './articles/article-tables.ts';
import { CategoryTitles } from './categories.ts';
import { ChangeLog, type Heads } from './change-log.ts';
import { FileTables } from './files.ts';
import { ListingTables } from './listings/listing-tables.ts';
import { getMeta, setMeta } from './meta.ts';
import { settleNavigation } from './navigation.ts';
import { StockTitles } from './stocks.ts';
import { StoryTables } from './stories/story-tables.ts';
import { WithdrawnTable } from './withdrawn.ts';

/** What a store gives its writer. */
interface WriterParts {
  /** The transaction that is written in. */
  db: Database;
  search: SearchIndexWriter;
  heads: Heads;
  isEmpty: boolean;
  /** In which days are counted. */
  timezone: string;
}

/** Writes the tables of an archive, inside the caller's transaction. There is a class for each group of tables. */
export class SqlWriter implements ArchiveWriter {
  readonly isEmpty: boolean;
  readonly #db: Database;
  readonly #files: FileTables;
  readonly #listings: ListingTables;
  readonly #categories: CategoryTitles;
  readonly #stocks: StockTitles;
  readonly #articles: ArticleTables;
  readonly #stories: StoryTables;
  readonly #withdrawn: WithdrawnTable;
  readonly #search: SearchIndexWriter;
  readonly #changes: ChangeLog;

  constructor({ db, search, heads, isEmpty, timezone }: WriterParts) {
    this.isEmpty = isEmpty;
    this.#db = db;
    this.#changes = new ChangeLog(db, heads, isEmpty);
    this.#files = new FileTables(db, this.#changes);
    this.#withdrawn = new WithdrawnTable(db, this.#changes);
    this.#listings = new ListingTables(db, timezone, this.#changes);
    this.#categories = new CategoryTitles(db, this.#listings, this.#changes);
    this.#stocks = new StockTitles(db, this.#listings, this.#changes);
    this.#search = search;
    const dayOf = (seconds: number): number => this.#listings.dayOf(-seconds);
    this.#stories = new StoryTables({ db, search, changes: this.#changes, dayOf });
    this.#articles = new ArticleTables({
      db,
      listings: this.#listings,
      categories: this.#categories,
      stocks: this.#stocks,
      search,
      stories: this.#stories,
      changes: this.#changes,
    });
  }

  async *iterateFiles() {
    yield* this.#files.iterate();
  }

  async listFilesBelow(paths: readonly string[]) {
    return this.#files.listBelow(paths);
  }

  async prepare(files: readonly PreparedFile[]) {
    // Of a new archive all is known: there is nothing.
    if (this.isEmpty) return;
    const paths = files.map(({ path }) => path);
    await this.#files.prepare(paths);
    await this.#withdrawn.prepare(paths);
    await this.#articles.prepare(files);
  }

  async getFile(path: string) {
    return this.#files.get(path);
  }

  async putFile(file: FileRecord) {
    return this.#files.put(file);
  }

  async deleteFile(path: string) {
    await this.#files.delete(path);
  }

  async listDueFiles(nowSeconds: number) {
    return this.#files.listDue(nowSeconds);
  }

  async getNextDueAt() {
    return this.#files.nextDueAt();
  }

  async listClaimants(urls: readonly string[]) {
    return this.#files.listClaimants(urls);
  }

  async setUses(path: string, uses: readonly string[]) {
    // Most archives have none: a new one need not look for old ones.
    if (uses.length > 0 || !this.isEmpty) await this.#files.setUses(path, uses);
  }

  async listFilesUsing(uses: readonly string[]) {
    return this.#files.listUsing(uses);
  }

  async setProblems(path: string, problems: readonly Problem[]) {
    await this.#files.setProblems(path, problems);
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

  async listListings(path: string) {
    return this.#articles.listListings(path);
  }

  async listStocksOfTwins(slug: string) {
    return this.#articles.listStocksOfTwins(slug);
  }

  async putArticle(article: Article, searchText: SearchText) {
    await this.#articles.put(article, searchText);
  }

  async putPage(page: ContentPage, searchText: SearchText) {
    await this.#articles.putPage(page, searchText);
  }

  async remove(path: string) {
    return this.#articles.remove(path);
  }

  async putWithdrawal(file: WithdrawnFile) {
    await this.#withdrawn.put(file);
  }

  async rememberDeleted(path: string, now: number) {
    await this.#withdrawn.putDeleted(path, now);
  }

  async forgetWithdrawal(path: string) {
    // A new archive remembers what is withdrawn behind all that is read.
    return !this.isEmpty && (await this.#withdrawn.forget(path));
  }

  async listNewest(limit: number) {
    return this.#articles.listNewest(limit);
  }

  async listPages() {
    return listPages(this.#db);
  }

  async putStub(path: string, stub: CategoryStub | undefined) {
    await this.#categories.putStub(path, stub);
  }

  async countArticles() {
    const row = await this.#db.get("SELECT count FROM listings WHERE kind = 'all' AND name = ''");
    return Number(row?.count ?? 0);
  }

  async getNote(name: string) {
    return getMeta(this.#db, name);
  }

  async setNote(name: string, value: string) {
    await setMeta(this.#db, name, value);
  }

  async putSite(site: SiteIdentity) {
    const text = JSON.stringify(site);
    if ((await getMeta(this.#db, 'site')) === text) return false;
    await setMeta(this.#db, 'site', text);
    this.#changes.touch(SITE_MARK);
    return true;
  }

  async settle(changedAt: number | undefined) {
    await this.#articles.settle();
    await this.#listings.settle();
    await this.#categories.settle();
    await this.#stocks.settle();
    if (this.#search.settle().isRelatedChanged) this.#changes.touch(RELATED_MARK);
    await this.#stories.settle();
    await settleNavigation(this.#db, this.#changes);
    if (changedAt !== undefined) await this.#changes.settle(changedAt);
  }
}
