import type { Query } from '../../search/index.ts';
import type { Archive, ArchiveState, Observed } from '../archive.ts';
import { ALL_MARK, NAMES_MARK, SITE_MARK, STOCK_NAMES_MARK, similarNamesMark } from '../marks.ts';
import type { NameSuggestions } from '../name-suggestions.ts';
import type { ListingKey, SearchSelection, SingleListingKey, SiteIdentity } from '../types.ts';
import { getArticle, getArticleUrlByCode, getPage, getRedirect, hasAddress } from './read/articles.ts';
import { listActiveCategories, listCategories, listNavigation, listWeeks, readNames } from './read/categories.ts';
import { listChanges } from './read/changes.ts';
import { countArrivals, listArticles, listDays, listPeriods } from './read/listings/listings.ts';
import { findNamedCategories } from './read/mix/named-categories.ts';
import { countNews, listNews } from './read/news.ts';
import { search } from './read/search.ts';
import { findPictures, getStaticFile, listStaticFiles } from './read/static-files.ts';
import { getStatistics } from './read/statistics.ts';
import { findStock } from './read/stocks/find-stocks.ts';
import { hasStocks, listCompanions, listStocks } from './read/stocks/list-stocks.ts';
import { getStory, listLeadingStories, listStoriesOfDay } from './read/stories/stories.ts';
import { getSurroundings } from './read/surroundings.ts';
import { getFeedArticles, listFeedArticles, listSitemapEntries, listSitemapParts } from './read/syndication.ts';
import { getWithdrawal } from './read/withdrawn.ts';
import type { Snapshot, SnapshotSource } from './snapshot.ts';

/** Names of one state of the archive, read once. */
interface NamesCache {
  current?: { version: string; suggestions: NameSuggestions };
}

/** The archive in a database that knows SQL. `read/` has a file for each kind of question. */
export class SqlArchive implements Archive {
  readonly #source: SnapshotSource;
  readonly #names: NamesCache;

  constructor(source: SnapshotSource, names: NamesCache = {}) {
    this.#source = source;
    this.#names = names;
  }

  /** Answers a question from one state of the archive. */
  #read<Result>(ask: (index: Snapshot) => Promise<Result>, least?: ArchiveState): Promise<Result> {
    return this.#source.read(ask, least);
  }

  /** The names of one version of the archive, read once. */
  async #readNames(index: Snapshot): Promise<NameSuggestions> {
    const { origin, number } = index.head.state;
    const version = `${origin}.${number}`;
    if (this.#names.current?.version !== version) {
      this.#names.current = { version, suggestions: await readNames(index) };
    }
    return this.#names.current.suggestions;
  }

  async getState() {
    return (await this.#source.readHead()).state;
  }

  async listChanges(after: ArchiveState, least?: ArchiveState) {
    return this.#read((index) => listChanges(index, after), least);
  }

  observe<Result>(ask: (archive: Archive) => Promise<Result>, least?: ArchiveState): Promise<Observed<Result>> {
    return this.#read(async (index) => {
      const result = await ask(new SqlArchive(sourceOf(index), this.#names));
      return { result, state: index.head.state, marks: index.marks };
    }, least);
  }

  async getChangedAt() {
    return (await this.#source.readHead()).changedAt;
  }

  async getSite() {
    return JSON.parse((await this.#source.readHead(SITE_MARK)).site) as SiteIdentity;
  }

  getArticle(url: string) {
    return this.#read((index) => getArticle(index, url));
  }

  getPage(url: string) {
    return this.#read((index) => getPage(index, url));
  }

  hasAddress(url: string) {
    return this.#read((index) => hasAddress(index, url));
  }

  getStaticFile(url: string) {
    return this.#read((index) => getStaticFile(index, url));
  }

  findPictures(html: string, url: string) {
    return this.#read((index) => findPictures(index, html, url));
  }

  listStaticFiles() {
    return this.#read(listStaticFiles);
  }

  openSearch() {
    return this.#read((index) => index.askSearch((search) => search.open()));
  }

  getSurroundings(url: string, limits: { copies: number; related: number }) {
    return this.#read((index) => getSurroundings(index, url, limits));
  }

  getRedirect(path: string) {
    return this.#read((index) => getRedirect(index, path));
  }

  getWithdrawal(url: string) {
    return this.#read((index) => getWithdrawal(index, url));
  }

  listLeadingStories(limit: number, othersEach: number, since?: number) {
    return this.#read((index) => listLeadingStories(index, limit, othersEach, since));
  }

  listStoriesOfDay(day: string, limit: number, othersEach: number) {
    return this.#read((index) => listStoriesOfDay(index, day, limit, othersEach));
  }

  getStory(id: string, page: number) {
    return this.#read((index) => getStory(index, id, page));
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

  findCategories(names: readonly string[]) {
    return this.#read((index) => findNamedCategories(index, names));
  }

  listCategories() {
    return this.#read(listCategories);
  }

  listActiveCategories(limit: number, articlesEach: number) {
    return this.#read((index) => listActiveCategories(index, limit, articlesEach));
  }

  listNavigation() {
    return this.#read(listNavigation);
  }

  listPeriods(within?: string) {
    return this.#read((index) => listPeriods(index, within));
  }

  listDays(key: SingleListingKey, length?: number) {
    return this.#read((index) => listDays(index, key, length));
  }

  listWeeks(weeks: number) {
    return this.#read((index) => listWeeks(index, weeks));
  }

  listStocks(selection: Parameters<Archive['listStocks']>[0]) {
    return this.#read((index) => listStocks(index, selection));
  }

  findStock(text: string) {
    return this.#read((index) => findStock(index, text));
  }

  listCompanions(id: string, limit: number) {
    return this.#read((index) => listCompanions(index, id, limit));
  }

  hasStocks() {
    return this.#read(hasStocks);
  }

  search(query: Query, selection: SearchSelection) {
    return this.#read((index) => search(index, query, selection));
  }

  suggest(text: string, limit: number) {
    return this.#read(async (index) => {
      // Those with most articles go first.
      index.note(ALL_MARK);
      index.note(NAMES_MARK);
      index.note(STOCK_NAMES_MARK);
      return (await this.#readNames(index)).suggest(text, limit);
    });
  }

  listSimilarCategories(text: string, limit: number) {
    return this.#read(async (index) => {
      index.note(similarNamesMark(text));
      return (await this.#readNames(index)).similarCategories(text, limit);
    });
  }

  listFeedArticles(key: ListingKey, limit: number, offset?: number) {
    return this.#read((index) => listFeedArticles(index, key, limit, offset));
  }

  getFeedArticles(urls: readonly string[]) {
    return this.#read((index) => getFeedArticles(index, urls));
  }

  listSitemapParts() {
    return this.#read(listSitemapParts);
  }

  listSitemapEntries(part: number) {
    return this.#read((index) => listSitemapEntries(index, part));
  }

  countNews(day: string) {
    return this.#read((index) => countNews(index, day));
  }

  listNews(day: string, limit: number, offset: number) {
    return this.#read((index) => listNews(index, day, limit, offset));
  }

  getStatistics() {
    return this.#read(getStatistics);
  }

  close(): void {
    this.#source.close();
  }
}

/** The one snapshot, again and again. */
const sourceOf = (snapshot: Snapshot): SnapshotSource => ({
  read: (ask) => ask(snapshot),
  async readHead(mark) {
    if (mark !== undefined) snapshot.note(mark);
    return snapshot.head;
  },
  close() {},
});
