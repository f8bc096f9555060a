import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { categoryHref, pathHref } from '../../addresses.ts';
import { fromZoned, type SafeHtml } from '../../content/index.ts';
import {
  foldText,
  isSameHeadline,
  listShingles,
  makeExtracts,
  markMatches,
  measureSimilarity,
  type Query,
  toHeadline,
} from '../../search/index.ts';
import { IndexSearch } from '../../search/index-search.ts';
import { formatCursor, parseCursor } from '../../search/top-hits.ts';
import { ArchiveError } from '../errors.ts';
import { feedId } from '../feed-id.ts';
import { type Named, Names } from '../names.ts';
import {
  type ActiveCategory,
  ARRIVALS_WINDOW,
  type Archive,
  type ArticleLink,
  type ArticleView,
  type Category,
  type CategoryLink,
  type FeedArticle,
  type LinkedArticle,
  type Listing,
  type ListingKey,
  PAGE_SIZE,
  type PeriodCount,
  type SearchHit,
  type SearchResults,
  type SearchSelection,
  SITEMAP_PART_SIZE,
  type SiteIdentity,
  type SitemapEntry,
  type SitemapPart,
  type Suggestion,
  type Summary,
  type Surroundings,
} from '../types.ts';
import { currentIndex, pointerStamp } from './generations.ts';

type Row = Record<string, null | number | bigint | string | NodeJS.NonSharedUint8Array>;

/** Columns of a summary; `a` is the article, `c` its first category, `t` its twin and `tc` the twin's category. */
const SUMMARY_COLUMNS = `a.id, a.path, a.url, a.title, a.rank, a.extract, a.category, c.title AS category_title,
  t.url AS twin_url, t.category AS twin_category, tc.title AS twin_category_title`;
/** The twin of an article is the first one of the other kind with its code. */
const SUMMARY_JOINS = `LEFT JOIN listings c ON c.kind = 'category' AND c.name = a.category
  LEFT JOIN articles t ON t.id = (
    SELECT o.id FROM articles o WHERE o.code = a.code AND o.is_wire = 1 - a.is_wire ORDER BY o.path LIMIT 1)
  LEFT JOIN listings tc ON tc.kind = 'category' AND tc.name = t.category`;

/** Days over which the activity of categories is counted. */
const ACTIVE_DAYS = 7;
/** Categories beside the hits of a search at most. */
const MOST_CATEGORIES = 12;
/** Share of their shingles that two forms of one story have in common. */
const LEAST_SIMILARITY = 0.6;
/** Below this many entries SQLite steps over them sooner than the days are added up. */
const FEW_ENTRIES = 500;

/** A listing's place in the index, and how much of it is meant. */
interface Range {
  listing: number;
  title: string;
  firstDay: number;
  lastDay: number;
}

/** Reads an index. Reopens by itself when another generation is put in place. */
export class ArchiveReader implements Archive {
  readonly #dataDir: string;
  #stamp: string | undefined;
  #db: DatabaseSync | undefined;
  #statements = new Map<string, StatementSync>();
  #search: IndexSearch | undefined;
  #isReading = false;
  #names: { version: string; names: Names } | undefined;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  #open(): DatabaseSync {
    if (this.#db && this.#isReading) return this.#db;
    const stamp = pointerStamp(this.#dataDir);
    if (this.#db && stamp === this.#stamp) return this.#db;
    const current = currentIndex(this.#dataDir);
    if (!current) throw new ArchiveError(`${this.#dataDir}: holds no index; run: node bin/finews.ts index`);
    let db: DatabaseSync;
    try {
      const url = pathToFileURL(current.path);
      // Without locks and logs, which a read-only file system does not allow.
      if (current.isSealed) url.searchParams.set('immutable', '1');
      db = new DatabaseSync(url, { readOnly: true, timeout: 5_000 });
      db.exec('PRAGMA cache_size = -16384');
    } catch (error) {
      throw new ArchiveError(`${current.path}: the index cannot be opened`, { cause: error });
    }
    this.close();
    this.#db = db;
    this.#stamp = stamp;
    return db;
  }

  /** Lets go of the file. The next call opens it again. */
  close(): void {
    this.#statements = new Map();
    this.#search = undefined;
    this.#db?.close();
    this.#db = undefined;
  }

  #sql(text: string): StatementSync {
    const db = this.#open();
    const statement = this.#statements.get(text) ?? db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  /** Runs queries of which all see one state of the index, whatever is written or put in place meanwhile. */
  #read<Result>(run: () => Result): Result {
    if (this.#isReading) return run();
    const db = this.#open();
    db.exec('BEGIN');
    this.#isReading = true;
    try {
      return run();
    } finally {
      this.#isReading = false;
      // SQLite itself ends a transaction in which the disk failed.
      if (db.isTransaction) db.exec('COMMIT');
    }
  }

  #meta(key: string): string {
    const value = this.#sql('SELECT value FROM meta WHERE key = ?').get(key)?.value;
    if (typeof value !== 'string')
      throw new ArchiveError(`${this.#dataDir}: the index has no ${key}; run finews index --full`);
    return value;
  }

  #openSearch(): IndexSearch {
    this.#search ??= new IndexSearch(this.#open());
    return this.#search;
  }

  async getVersion(): Promise<string> {
    return this.#meta('version');
  }

  async getChangedAt(): Promise<number> {
    return Number(this.#meta('changed_at'));
  }

  async getSite(): Promise<SiteIdentity> {
    return this.#site();
  }

  #site(): SiteIdentity {
    return JSON.parse(this.#meta('site')) as SiteIdentity;
  }

  async getArticle(url: string): Promise<ArticleView | undefined> {
    return this.#read(() => {
      const row = this.#sql(
        `SELECT ${SUMMARY_COLUMNS}, a.modified_at, a.reading_minutes, a.categories, a.tags, a.author, a.image, a.description, a.source_url,
           a.source_name, a.back_label, a.is_wire, b.html
         FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS} WHERE a.url = ?`,
      ).get(url);
      if (!row) return undefined;
      const categories = (JSON.parse(String(row.categories)) as string[]).map((name) => ({
        name,
        listing: this.#findListing('category', name),
      }));
      const first = categories[0]?.listing;
      return {
        ...toSummary(row),
        modifiedAt: Number(row.modified_at),
        readingMinutes: Number(row.reading_minutes),
        html: row.html as SafeHtml,
        categories: categories.map(({ name, listing }) => linkOf(name, listing?.title)),
        tags: JSON.parse(String(row.tags)) as string[],
        ...optional('author', row.author),
        ...optional('image', row.image),
        ...optional('description', row.description),
        ...optional('sourceUrl', row.source_url),
        ...optional('sourceName', row.source_name),
        ...optional('backLabel', row.back_label),
        canonicalUrl: row.is_wire === 1 && row.twin_url !== null ? String(row.twin_url) : String(row.url),
        ...(first && this.#neighbours(first.listing, Number(row.rank), String(row.path))),
      };
    });
  }

  async hasArticle(url: string): Promise<boolean> {
    return this.#hasArticle(url);
  }

  #hasArticle(url: string): boolean {
    return this.#sql('SELECT 1 FROM articles WHERE url = ?').get(url) !== undefined;
  }

  #categoryLink(name: string): CategoryLink {
    return { name, title: this.#findListing('category', name)?.title ?? name };
  }

  async getSurroundings(url: string, limits: { copies: number; related: number }): Promise<Surroundings> {
    return this.#read(() => {
      const article = this.#sql('SELECT id, title, code, category FROM articles WHERE url = ?').get(url);
      const id = Number(article?.id);
      const neighbourhood = article && this.#openSearch().findNeighbourhood(id);
      if (!article || !neighbourhood) return { copies: [], related: [] };
      const twins = article.code ? this.#listIds('SELECT id FROM articles WHERE code = ?', article.code) : [];
      const same = this.#keepSameStory(id, neighbourhood.findAlike());
      const excluded = [id, ...twins, ...same];
      const title = String(article.title);
      const headlines = [toHeadline(title)];
      const related: LinkedArticle[] = [];
      for (const other of neighbourhood.findRelated(foldText(title), excluded, 3 * limits.related)) {
        if (related.length === limits.related) break;
        const linked = this.#linkedArticle(other);
        if (!linked) continue;
        const headline = toHeadline(linked.title);
        if (headlines.some((known) => isSameHeadline(known, headline))) continue;
        headlines.push(headline);
        related.push(linked);
      }
      const copies = same
        .filter((other) => !twins.includes(other))
        .flatMap((other) => this.#linkedArticle(other) ?? [])
        .filter(({ category }) => category?.name !== article.category);
      return {
        copies: copies.sort((a, b) => b.publishedAt - a.publishedAt).slice(0, limits.copies),
        related,
      };
    });
  }

  /** Those of the articles whose texts are nearly that of one. */
  #keepSameStory(article: number, others: readonly number[]): number[] {
    // Most articles have none that they would have to be compared with.
    if (others.length === 0) return [];
    const shinglesOf = (id: number): ReadonlySet<number> =>
      listShingles(foldText(String(this.#sql('SELECT text FROM bodies WHERE id = ?').get(id)?.text ?? '')));
    const own = shinglesOf(article);
    return others.filter((other) => measureSimilarity(own, shinglesOf(other)) >= LEAST_SIMILARITY);
  }

  #listIds(sql: string, value: SQLInputValue): number[] {
    return this.#sql(sql)
      .all(value)
      .map((row) => Number(row.id));
  }

  #linkedArticle(id: number): LinkedArticle | undefined {
    const row = this.#sql(
      `SELECT a.url, a.title, a.rank, a.category, c.title AS category_title FROM articles a
       LEFT JOIN listings c ON c.kind = 'category' AND c.name = a.category WHERE a.id = ?`,
    ).get(id);
    return (
      row && {
        url: String(row.url),
        title: String(row.title),
        publishedAt: -Number(row.rank),
        ...(row.category !== null && { category: linkOf(row.category, row.category_title) }),
      }
    );
  }

  /** The next older and the next newer entry of a listing. */
  #neighbours(listing: number, rank: number, path: string): { previous?: ArticleLink; next?: ArticleLink } {
    const find = (comparison: '<' | '>', direction: 'ASC' | 'DESC'): ArticleLink | undefined => {
      const row = this.#sql(
        `SELECT a.url, a.title FROM entries e JOIN articles a ON a.id = e.article
         WHERE e.listing = ? AND (e.rank, e.path) ${comparison} (?, ?)
         ORDER BY e.rank ${direction}, e.path ${direction} LIMIT 1`,
      ).get(listing, rank, path);
      return row && { url: String(row.url), title: String(row.title) };
    };
    const previous = find('>', 'ASC');
    const next = find('<', 'DESC');
    return { ...(previous && { previous }), ...(next && { next }) };
  }

  async getRedirect(path: string): Promise<string | undefined> {
    return this.#read(() => {
      const redirect = this.#sql(
        'SELECT a.url FROM redirects r JOIN articles a ON a.path = r.path WHERE r.source = ? ORDER BY r.path LIMIT 1',
      ).get(path);
      if (redirect) return pathHref(String(redirect.url));
      for (const form of [path.replace(/index\.html$/, ''), `${path}/`, path.replace(/\/$/, ''), `${path}.html`]) {
        if (form !== path && this.#hasArticle(form)) return pathHref(form);
      }
      const name = /^\/(?:category\/)?([^/]+?)(?:\.html)?\/?$/.exec(path)?.[1];
      const category = name === undefined ? undefined : this.#findUnambiguousCategory(name);
      return category === undefined || `/category/${category}.html` === path ? undefined : categoryHref(category);
    });
  }

  /** The category of exactly this name, or the only one whose name differs from it in case alone. */
  #findUnambiguousCategory(name: string): string | undefined {
    if (this.#findListing('category', name)) return name;
    const rows = this.#sql("SELECT name FROM listings WHERE kind = 'category' AND folded = ? LIMIT 2").all(
      name.toLowerCase(),
    );
    return rows.length === 1 ? String(rows[0]?.name) : undefined;
  }

  async getArticleUrlByCode(code: string): Promise<string | undefined> {
    const row = this.#sql('SELECT url FROM articles WHERE slug = ? ORDER BY path LIMIT 1').get(code);
    return row && String(row.url);
  }

  #findListing(kind: ListingKey['kind'], name: string): { listing: number; title: string } | undefined {
    const row = this.#sql(
      'SELECT id, title FROM listings WHERE kind = ? AND name = ? AND (count > 0 OR kind <> ?)',
    ).get(kind, name, 'tag');
    return row && { listing: Number(row.id), title: String(row.title) };
  }

  #range(key: ListingKey): Range | undefined {
    if (key.kind === 'category' || key.kind === 'tag') {
      const found = this.#findListing(key.kind, key.name);
      return found && { ...found, firstDay: 0, lastDay: 99_999_999 };
    }
    const latest = this.#findListing('latest', '')?.listing ?? 0;
    if (key.kind === 'latest') return { listing: latest, title: '', firstDay: 0, lastDay: 99_999_999 };
    const days = daysOf(key.period);
    return days && { listing: latest, title: key.period, ...days };
  }

  #count({ listing, firstDay, lastDay }: Range): number {
    const row = this.#sql('SELECT sum(count) AS count FROM listing_days WHERE listing = ? AND day BETWEEN ? AND ?').get(
      listing,
      firstDay,
      lastDay,
    );
    return Number(row?.count ?? 0);
  }

  /** Entries of a range from an offset on, found by way of the days: the cost does not grow with the offset. */
  #listEntries(range: Range, offset: number, limit: number): Summary[] {
    const { day: lastDay, newer } =
      offset > FEW_ENTRIES ? this.#findDay(range, offset) : { day: range.lastDay, newer: 0 };
    return this.#sql(
      `SELECT ${SUMMARY_COLUMNS} FROM entries e JOIN articles a ON a.id = e.article ${SUMMARY_JOINS}
       WHERE e.listing = ? AND e.rank > ? AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    )
      .all(range.listing, -this.#startOf(lastDay + 1), -this.#startOf(range.firstDay), limit, offset - newer)
      .map(toSummary);
  }

  /** The day of a range on which the entry at an offset lies, and how many entries are newer than that day: by halving. */
  #findDay({ listing, firstDay, lastDay }: Range, offset: number): { day: number; newer: number } {
    const first = this.#sql('SELECT min(day) AS day FROM listing_days WHERE listing = ? AND day >= ?');
    const last = this.#sql('SELECT max(day) AS day FROM listing_days WHERE listing = ? AND day <= ?');
    let oldest = Number(first.get(listing, firstDay)?.day);
    let day = Number(last.get(listing, lastDay)?.day);
    let newer = 0;
    while (oldest < day) {
      const middle = Math.floor((oldest + day) / 2);
      const count = this.#count({ listing, title: '', firstDay: middle + 1, lastDay: day });
      if (newer + count > offset) {
        oldest = middle + 1;
      } else {
        newer += count;
        day = middle;
      }
    }
    return { day, newer };
  }

  /** Instant at which a day (yyyymmdd; the day after the last of a month may be given as the 32nd) begins in the site's zone. */
  #startOf(day: number): number {
    if (day < 10_000_000) return -8_640_000_000_000;
    if (day > 99_991_231) return 8_640_000_000_000;
    const fields = { year: Math.floor(day / 10_000), month: Math.floor(day / 100) % 100, day: day % 100 };
    return fromZoned({ ...fields, hour: 0, minute: 0, second: 0 }, this.#site().timezone);
  }

  async listArticles(key: ListingKey, page: number): Promise<Listing | undefined> {
    return this.#read(() => {
      const range = this.#range(key);
      if (!range) return undefined;
      const articleCount = this.#count(range);
      if (key.kind === 'period' && articleCount === 0) return undefined;
      const listing = toListing(range.title, articleCount, page, (offset) =>
        this.#listEntries(range, offset, PAGE_SIZE),
      );
      if (listing && page === 1) listing.newestNumber = Math.max(0, ...this.#newestNumbers(range));
      return listing;
    });
  }

  /** Numbers of the newest articles of a listing. */
  #newestNumbers({ listing, firstDay, lastDay }: Range): number[] {
    return this.#sql(
      'SELECT article FROM entries WHERE listing = ? AND rank > ? AND rank <= ? ORDER BY rank, path LIMIT ?',
    )
      .all(listing, -this.#startOf(lastDay + 1), -this.#startOf(firstDay), ARRIVALS_WINDOW)
      .map((row) => Number(row.article));
  }

  async countArrivals(key: ListingKey, after: number): Promise<number> {
    return this.#read(() => {
      const range = this.#range(key);
      return range ? this.#newestNumbers(range).filter((number) => number > after).length : 0;
    });
  }

  async listCategories(): Promise<Category[]> {
    const categories = this.#sql(
      `SELECT l.name, l.title, l.initial, l.pinyin, l.count,
         (SELECT -e.rank FROM entries e WHERE e.listing = l.id ORDER BY e.rank LIMIT 1) AS newest_at
       FROM listings l WHERE l.kind = 'category' ORDER BY l.initial, l.pinyin, l.name`,
    )
      .all()
      .map((row) => ({
        name: String(row.name),
        title: String(row.title),
        initial: String(row.initial),
        pinyin: String(row.pinyin),
        count: Number(row.count),
        ...(row.newest_at !== null && { newestAt: Number(row.newest_at) }),
      }));
    const isOther = ({ initial }: Category): boolean => initial === '#';
    return [...categories.filter((category) => !isOther(category)), ...categories.filter(isOther)];
  }

  async listActiveCategories(limit: number, articlesEach: number): Promise<ActiveCategory[]> {
    return this.#read(() => {
      const recent = [...this.#countRecent()].sort(([, a], [, b]) => b - a).map(([id]) => id);
      const largest = this.#sql(
        "SELECT id FROM listings WHERE kind = 'category' AND count > 0 ORDER BY count DESC, name LIMIT ?",
      ).all(limit);
      const active: ActiveCategory[] = [];
      for (const id of new Set([...recent, ...largest.map((row) => Number(row.id))])) {
        if (active.length === limit) break;
        const row = this.#sql("SELECT name, title, count FROM listings WHERE id = ? AND kind = 'category'").get(id);
        if (!row) continue;
        active.push({
          name: String(row.name),
          title: String(row.title),
          count: Number(row.count),
          articles: this.#listEntries({ listing: id, title: '', firstDay: 0, lastDay: 99_999_999 }, 0, articlesEach),
        });
      }
      return active;
    });
  }

  /** Entries of each listing in the last days of the archive, by the listing's id. */
  #countRecent(): Map<number, number> {
    const counts = new Map<number, number>();
    const newestDay = Number(this.#sql('SELECT max(day) AS day FROM listing_days').get()?.day ?? 0);
    if (newestDay === 0) return counts;
    const day = String(newestDay).padStart(8, '0');
    const since = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
    since.setUTCDate(since.getUTCDate() - ACTIVE_DAYS + 1);
    const first = Number(since.toISOString().slice(0, 10).replaceAll('-', ''));
    for (const row of this.#sql('SELECT listing, count FROM listing_days WHERE day >= ?').iterate(first)) {
      const listing = Number(row.listing);
      counts.set(listing, (counts.get(listing) ?? 0) + Number(row.count));
    }
    return counts;
  }

  async listPeriods(within?: string): Promise<PeriodCount[]> {
    return this.#read(() => {
      const days = within === undefined ? { firstDay: 0, lastDay: 99_999_999 } : daysOf(within);
      const latest = this.#findListing('latest', '');
      if (!days || !latest) return [];
      // A year has months, a month has days; everything has years.
      const length = within === undefined ? 4 : within.length + 3;
      const counts = new Map<string, number>();
      for (const row of this.#sql(
        'SELECT day, count FROM listing_days WHERE listing = ? AND day BETWEEN ? AND ? ORDER BY day DESC',
      ).iterate(latest.listing, days.firstDay, days.lastDay)) {
        const day = String(row.day).padStart(8, '0');
        const period = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`.slice(0, length);
        counts.set(period, (counts.get(period) ?? 0) + Number(row.count));
      }
      return [...counts].map(([period, count]) => ({ period, count }));
    });
  }

  async search(query: Query, { order, limit, offset = 0, cursor }: SearchSelection): Promise<SearchResults> {
    return this.#read(() => {
      const after = cursor === undefined ? undefined : parseCursor(cursor);
      const found = this.#openSearch().find(query, order, { offset, limit: limit + 1, ...(after && { after }) });
      const places = found.places.slice(0, limit);
      const last = found.places.length > limit ? places.at(-1) : undefined;
      return {
        total: found.total,
        hits: places.flatMap(({ article }) => this.#hit(article, query.terms) ?? []),
        ...(last && { next: formatCursor(last) }),
        categories: this.#countedCategories(found.categories),
        years: [...found.years].sort(([a], [b]) => b - a).map(([year, count]) => ({ period: String(year), count })),
      };
    });
  }

  #hit(article: number, terms: readonly string[]): SearchHit | undefined {
    const row = this.#sql(
      `SELECT ${SUMMARY_COLUMNS}, a.tags, b.text FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS} WHERE a.id = ?`,
    ).get(article);
    return (
      row && {
        ...toSummary(row),
        titlePieces: markMatches(String(row.title), terms),
        extracts: makeExtracts(String(row.text), terms),
        tags: JSON.parse(String(row.tags)) as string[],
      }
    );
  }

  #countedCategories(counts: ReadonlyMap<number, number>): SearchResults['categories'] {
    return [...counts]
      .sort(([a, countA], [b, countB]) => countB - countA || a - b)
      .slice(0, MOST_CATEGORIES)
      .flatMap(([id, count]) => {
        const row = this.#sql('SELECT name, title FROM listings WHERE id = ?').get(id);
        return row ? [{ ...linkOf(row.name, row.title), count }] : [];
      });
  }

  async suggest(text: string, limit: number): Promise<Suggestion[]> {
    return this.#read(() => this.#readNames().suggest(text, limit));
  }

  async listSimilarCategories(text: string, limit: number): Promise<CategoryLink[]> {
    return this.#read(() => this.#readNames().similarCategories(text, limit));
  }

  /** Names of all categories and tags, read again when the archive has changed. */
  #readNames(): Names {
    const version = this.#meta('version');
    if (this.#names?.version !== version) {
      const rows = this.#sql(
        "SELECT kind, name, title, pinyin, initials, count FROM listings WHERE kind IN ('category', 'tag') AND count > 0",
      ).all();
      this.#names = { version, names: new Names(rows.map(toNamed)) };
    }
    return this.#names.names;
  }

  async listFeedArticles(key: ListingKey, limit: number): Promise<FeedArticle[] | undefined> {
    return this.#read(() => {
      const range = this.#range(key);
      if (!range) return undefined;
      return this.#sql(
        `SELECT a.path, a.url, a.title, a.rank, a.modified_at, a.extract, a.author, a.categories, a.tags, b.html
         FROM entries e JOIN articles a ON a.id = e.article JOIN bodies b ON b.id = a.id
         WHERE e.listing = ? ORDER BY e.rank, e.path LIMIT ?`,
      )
        .all(range.listing, limit)
        .map((row) => ({
          id: feedId(String(row.path)),
          url: String(row.url),
          title: String(row.title),
          publishedAt: -Number(row.rank),
          modifiedAt: Number(row.modified_at),
          html: row.html as SafeHtml,
          extract: String(row.extract),
          ...optional('author', row.author),
          categories: (JSON.parse(String(row.categories)) as string[]).map((name) => this.#categoryLink(name)),
          tags: JSON.parse(String(row.tags)) as string[],
        }));
    });
  }

  async listSitemapParts(): Promise<SitemapPart[]> {
    return this.#sql('SELECT part, modified_at FROM sitemap_parts WHERE count > 0 ORDER BY part')
      .all()
      .map((row) => ({ part: Number(row.part), modifiedAt: Number(row.modified_at) }));
  }

  async listSitemapEntries(part: number): Promise<SitemapEntry[] | undefined> {
    const first = (part - 1) * SITEMAP_PART_SIZE + 1;
    const rows = this.#sql('SELECT url, modified_at FROM articles WHERE id BETWEEN ? AND ? ORDER BY id').all(
      first,
      first + SITEMAP_PART_SIZE - 1,
    );
    return rows.length === 0
      ? undefined
      : rows.map((row) => ({ url: String(row.url), modifiedAt: Number(row.modified_at) }));
  }
}

function toListing(
  title: string,
  articleCount: number,
  page: number,
  list: (offset: number) => Summary[],
): Listing | undefined {
  const pageCount = Math.max(1, Math.ceil(articleCount / PAGE_SIZE));
  if (!Number.isInteger(page) || page < 1 || page > pageCount) return undefined;
  return { title, articles: list((page - 1) * PAGE_SIZE), page, pageCount, articleCount };
}

function toSummary(row: Row): Summary {
  const twinCategory = row.twin_category === null ? undefined : linkOf(row.twin_category, row.twin_category_title);
  return {
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    extract: String(row.extract),
    ...(row.category !== null && { category: linkOf(row.category, row.category_title) }),
    ...(row.twin_url !== null && {
      twin: { url: String(row.twin_url), ...(twinCategory && { category: twinCategory }) },
    }),
  };
}

const toNamed = (row: Row): Named => ({
  kind: row.kind === 'tag' ? 'tag' : 'category',
  name: String(row.name),
  title: String(row.title),
  pinyin: String(row.pinyin),
  initials: String(row.initials),
  count: Number(row.count),
});

const linkOf = (name: unknown, title: unknown): CategoryLink => ({ name: String(name), title: String(title ?? name) });

function optional<Key extends string>(key: Key, value: unknown): { [K in Key]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [K in Key]?: string };
}

/** First and last day (yyyymmdd) of `2022`, `2022-02` or `2022-02-22`. */
function daysOf(period: string): { firstDay: number; lastDay: number } | undefined {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(period);
  if (!match) return undefined;
  const [, year = '', month, day] = match;
  return {
    firstDay: Number(`${year}${month ?? '01'}${day ?? '01'}`),
    lastDay: Number(`${year}${month ?? '12'}${day ?? '31'}`),
  };
}

let archive: ArchiveReader | undefined;

/** The archive of DATA_DIR, opened at its first use and kept for the process. */
export function getArchive(): Archive {
  archive ??= new ArchiveReader(process.env.DATA_DIR || '.data');
  return archive;
}
