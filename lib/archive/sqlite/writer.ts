import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pinyin } from 'pinyin-pro';
import { type Article, type CategoryStub, type Problem, toZoned } from '../../content/index.ts';
import type { SearchText } from '../../search/index.ts';
import { SearchWriter } from '../../search/search-writer.ts';
import { SITEMAP_PART_SIZE } from '../types.ts';

/** What the index remembers of a file. */
export interface FileRow {
  path: string;
  size: number;
  modified: number;
  digest: string;
  outcome: 'article' | 'kept' | 'rejected' | 'unpublished' | 'pending' | 'expired' | 'shadowed' | 'stub' | 'other';
  /** Address that a shadowed file wants. */
  url: string | null;
  /** Seconds since 1970 at which the clock publishes or withdraws the post. */
  dueAt: number | null;
}

interface StoredArticle {
  id: number;
  path: string;
  url: string;
  rank: number;
  categories: string;
  tags: string;
  code: string | null;
  is_wire: number;
}

const FILE_COLUMNS = 'SELECT path, size, modified, digest, outcome, url, due_at AS dueAt FROM files';
/** Entries that are kept back until they are written together. */
const NEW_ENTRIES = 50_000;
const CODE = /^(NW)?(\d{18})$/;

/**
 * Changes the tables of an open index, inside the caller's transaction. Keeps every derived row (listings, counts, days,
 * parts of the sitemap) in step by what changed alone: no method reads or writes something the size of the archive.
 */
export class IndexWriter {
  readonly #db: DatabaseSync;
  readonly #timezone: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #listingIds = new Map<string, number>();
  #newEntries: { listing: number; rank: number; path: string; article: number }[] = [];
  readonly #countChanges = new Map<number, number>();
  readonly #dayChanges = new Map<string, { listing: number; day: number; change: number }>();
  readonly #touchedCategories = new Set<string>();
  readonly #touchedCodes = new Set<string>();
  readonly #search: SearchWriter;

  constructor(db: DatabaseSync, timezone: string) {
    this.#db = db;
    this.#timezone = timezone;
    this.#search = new SearchWriter(db);
  }

  #sql(text: string): StatementSync {
    const statement = this.#statements.get(text) ?? this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  getMeta(key: string): string | undefined {
    return (this.#sql('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined)?.value;
  }

  setMeta(key: string, value: string): void {
    this.#sql('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(key, value);
  }

  *iterateFiles(): IterableIterator<FileRow> {
    yield* this.#sql(FILE_COLUMNS).iterate() as Iterable<FileRow> as IterableIterator<FileRow>;
  }

  /** A file, or the files below a folder. */
  listFilesBelow(path: string): FileRow[] {
    return this.#sql(`${FILE_COLUMNS} WHERE path = ? OR path BETWEEN ? AND ?`).all(
      path,
      `${path}/`,
      `${path}/\u{10ffff}`,
    ) as unknown as FileRow[];
  }

  putFile(file: FileRow): void {
    this.#sql('INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      file.path,
      file.size,
      file.modified,
      file.digest,
      file.outcome,
      file.url,
      file.dueAt,
    );
  }

  getFile(path: string): FileRow | undefined {
    return this.#sql(`${FILE_COLUMNS} WHERE path = ?`).get(path) as FileRow | undefined;
  }

  deleteFile(path: string): void {
    this.#sql('DELETE FROM files WHERE path = ?').run(path);
  }

  listDueFiles(nowSeconds: number): string[] {
    return this.#sql('SELECT path FROM files WHERE due_at <= ?')
      .all(nowSeconds)
      .map((row) => String(row.path));
  }

  /** When the clock next publishes or withdraws a post, in seconds since 1970. */
  nextDueAt(): number | undefined {
    const row = this.#sql('SELECT min(due_at) AS due FROM files WHERE due_at IS NOT NULL').get();
    return row?.due === null || row?.due === undefined ? undefined : Number(row.due);
  }

  /** The first file, by path, that wants an address which another one has had so far. */
  firstShadowed(url: string): string | undefined {
    const row = this.#sql('SELECT path FROM files WHERE url = ? ORDER BY path LIMIT 1').get(url);
    return row === undefined ? undefined : String(row.path);
  }

  setProblems(path: string, problems: readonly Problem[]): void {
    this.#sql('DELETE FROM problems WHERE path = ?').run(path);
    problems.forEach(({ line, column, severity, message }, number) => {
      this.#sql('INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)').run(
        path,
        number,
        line,
        column ?? null,
        severity,
        message,
      );
    });
  }

  /** Problems of these files, or of all. */
  listProblems(paths?: readonly string[]): Problem[] {
    return this.#selectFor(
      paths,
      'SELECT path, line, column, severity, message FROM problems',
      'ORDER BY path, number',
    ).map((row) => ({
      path: String(row.path),
      line: Number(row.line),
      ...(row.column !== null && { column: Number(row.column) }),
      severity: row.severity === 'error' ? 'error' : 'warning',
      message: String(row.message),
    }));
  }

  /** Old addresses, of these files or of all, that are some article's own: they do not redirect. */
  listStolenRedirects(paths?: readonly string[]): { path: string; source: string; owner: string }[] {
    return this.#selectFor(
      paths,
      'SELECT redirects.path, source, a.path AS owner FROM redirects JOIN articles a ON a.url = source',
      'ORDER BY redirects.path, source',
      'redirects.path',
    ).map((row) => ({ path: String(row.path), source: String(row.source), owner: String(row.owner) }));
  }

  /** Rows of a query for each of these paths, or for all. */
  #selectFor(paths: readonly string[] | undefined, query: string, order: string, column = 'path') {
    if (paths === undefined) return this.#sql(`${query} ${order}`).all();
    return paths.flatMap((path) => this.#sql(`${query} WHERE ${column} = ? ${order}`).all(path));
  }

  countArticles(): number {
    return Number(this.#sql("SELECT count FROM listings WHERE kind = 'all'").get()?.count ?? 0);
  }

  /** The file whose article has an address. */
  ownerOf(url: string): string | undefined {
    const row = this.#sql('SELECT path FROM articles WHERE url = ?').get(url);
    return row === undefined ? undefined : String(row.path);
  }

  urlOf(path: string): string | undefined {
    const row = this.#sql('SELECT url FROM articles WHERE path = ?').get(path);
    return row === undefined ? undefined : String(row.url);
  }

  /** Adds an article, or replaces the one of the same file. Its address must be free or its own. */
  putArticle(article: Article, searchText: SearchText): void {
    const [, media, code] = CODE.exec(article.slug) ?? [];
    const id = this.#removeArticleRows(article.path);
    const rank = -article.publishedAt;
    const categories = JSON.stringify(article.categories);
    const tags = JSON.stringify(article.tags);
    const isWire = code !== undefined && media === undefined ? 1 : 0;
    const { lastInsertRowid } = this.#sql(
      `INSERT INTO articles (id, path, url, slug, title, rank, modified_at, reading_minutes, category, categories, tags, author, image,
         description, extract, source_url, source_name, back_label, code, is_wire)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      id ?? null,
      article.path,
      article.url,
      article.slug,
      article.title,
      rank,
      article.modifiedAt,
      article.readingMinutes,
      article.categories[0] ?? null,
      categories,
      tags,
      article.author ?? null,
      article.image ?? null,
      article.description ?? null,
      article.extract,
      article.sourceUrl ?? null,
      article.sourceName ?? null,
      article.backLabel ?? null,
      code ?? null,
      isWire,
    );
    const articleId = Number(lastInsertRowid);
    this.#sql('INSERT INTO bodies VALUES (?, ?, ?)').run(articleId, article.html, article.text);
    for (const source of article.redirectFrom) {
      this.#sql('INSERT OR IGNORE INTO redirects VALUES (?, ?)').run(source, article.path);
    }
    const stored = {
      id: articleId,
      path: article.path,
      url: article.url,
      rank,
      categories,
      tags,
      code: code ?? null,
      is_wire: isWire,
    };
    this.#changeEntries(stored, 1);
    this.#search.add({
      article: articleId,
      ...searchText,
      publishedAt: article.publishedAt,
      day: this.#dayOf(rank),
      categories: article.categories.map((name) => this.#listingId('category', name)),
      tags: article.tags.map((name) => this.#listingId('tag', name)),
      sources: [article.sourceName, hostOf(article.sourceUrl)].filter((name) => name !== undefined),
    });
    const part = Math.floor((articleId - 1) / SITEMAP_PART_SIZE) + 1;
    this.#sql(
      `INSERT INTO sitemap_parts VALUES (?, 1, ?)
       ON CONFLICT DO UPDATE SET count = count + 1, modified_at = max(modified_at, excluded.modified_at)`,
    ).run(part, article.modifiedAt);
  }

  /** Removes the article of a file, if it has one. @returns the address that is free now */
  removeArticle(path: string): string | undefined {
    const url = this.urlOf(path);
    this.#removeArticleRows(path);
    return url;
  }

  #removeArticleRows(path: string): number | undefined {
    const row = this.#sql(
      'SELECT id, path, url, rank, categories, tags, code, is_wire FROM articles WHERE path = ?',
    ).get(path) as StoredArticle | undefined;
    if (!row) return undefined;
    this.#changeEntries(row, -1);
    this.#sql('DELETE FROM articles WHERE id = ?').run(row.id);
    this.#sql('DELETE FROM bodies WHERE id = ?').run(row.id);
    this.#search.remove(row.id);
    this.#sql('DELETE FROM redirects WHERE path = ?').run(path);
    this.#sql('UPDATE sitemap_parts SET count = count - 1 WHERE part = ?').run(
      Math.floor((row.id - 1) / SITEMAP_PART_SIZE) + 1,
    );
    return row.id;
  }

  #changeEntries(article: StoredArticle, change: 1 | -1): void {
    const categories = JSON.parse(article.categories) as string[];
    const tags = JSON.parse(article.tags) as string[];
    for (const name of categories) {
      this.#changeEntry(this.#listingId('category', name), article, change);
      this.#touchedCategories.add(name);
    }
    for (const name of tags) this.#changeEntry(this.#listingId('tag', name), article, change);
    this.#changeCount(this.#listingId('all', ''), change);
    if (change === 1 || this.#isLatest(article)) this.#changeEntry(this.#listingId('latest', ''), article, change);
    if (article.code !== null) this.#touchedCodes.add(article.code);
  }

  #isLatest(article: StoredArticle): boolean {
    this.#writeNewEntries();
    const listing = this.#listingId('latest', '');
    return (
      this.#sql('SELECT 1 FROM entries WHERE listing = ? AND rank = ? AND path = ?').get(
        listing,
        article.rank,
        article.path,
      ) !== undefined
    );
  }

  #changeEntry(listing: number, article: StoredArticle, change: 1 | -1): void {
    if (change === 1) {
      this.#newEntries.push({ listing, rank: article.rank, path: article.path, article: article.id });
      if (this.#newEntries.length === NEW_ENTRIES) this.#writeNewEntries();
    } else {
      this.#writeNewEntries();
      this.#sql('DELETE FROM entries WHERE listing = ? AND rank = ? AND path = ?').run(
        listing,
        article.rank,
        article.path,
      );
    }
    this.#changeCount(listing, change);
    const day = this.#dayOf(article.rank);
    const key = `${listing}/${day}`;
    const known = this.#dayChanges.get(key);
    if (known) known.change += change;
    else this.#dayChanges.set(key, { listing, day, change });
  }

  /** Writes entries in the order in which they lie, which finds most of their places in memory. */
  #writeNewEntries(): void {
    const insert = this.#sql('INSERT INTO entries VALUES (?, ?, ?, ?)');
    this.#newEntries.sort((a, b) => a.listing - b.listing || a.rank - b.rank || (a.path < b.path ? -1 : 1));
    for (const { listing, rank, path, article } of this.#newEntries) insert.run(listing, rank, path, article);
    this.#newEntries = [];
  }

  /** Day of a rank in the site's zone: yyyymmdd. */
  #dayOf(rank: number): number {
    const { year, month, day } = toZoned(-rank, this.#timezone);
    return year * 10_000 + month * 100 + day;
  }

  #changeCount(listing: number, change: number): void {
    this.#countChanges.set(listing, (this.#countChanges.get(listing) ?? 0) + change);
  }

  #listingId(kind: 'all' | 'latest' | 'category' | 'tag', name: string): number {
    const key = `${kind}/${name}`;
    let id = this.#listingIds.get(key);
    if (id === undefined) {
      const found = this.#sql('SELECT id FROM listings WHERE kind = ? AND name = ?').get(kind, name);
      id = found ? Number(found.id) : this.#addListing(kind, name);
      this.#listingIds.set(key, id);
    }
    return id;
  }

  #addListing(kind: string, name: string): number {
    const { lastInsertRowid } = this.#sql('INSERT INTO listings (kind, name, folded, title) VALUES (?, ?, ?, ?)').run(
      kind,
      name,
      name.toLowerCase(),
      name,
    );
    const id = Number(lastInsertRowid);
    // A category has its title once its newest post is known.
    if (kind === 'tag') this.#setTitle(id, name);
    return id;
  }

  /** Adds or replaces the stub of a file; `undefined` removes it. */
  putStub(path: string, stub: CategoryStub | undefined): void {
    const old = this.#sql('SELECT name FROM stubs WHERE path = ?').get(path);
    if (old) this.#touchedCategories.add(String(old.name));
    this.#sql('DELETE FROM stubs WHERE path = ?').run(path);
    if (!stub) return;
    this.#sql('INSERT INTO stubs VALUES (?, ?, ?)').run(path, stub.name, stub.title ?? null);
    this.#touchedCategories.add(stub.name);
  }

  /** Brings everything derived from the changes so far up to date. Call once before each commit. */
  settle(): void {
    for (const code of this.#touchedCodes) this.#settleCode(code);
    this.#touchedCodes.clear();
    this.#writeNewEntries();
    for (const [listing, change] of this.#countChanges) {
      if (change !== 0) this.#sql('UPDATE listings SET count = count + ? WHERE id = ?').run(change, listing);
    }
    this.#countChanges.clear();
    for (const { listing, day, change } of this.#dayChanges.values()) {
      if (change === 0) continue;
      this.#sql(
        'INSERT INTO listing_days VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
      ).run(listing, day, change);
      this.#sql('DELETE FROM listing_days WHERE listing = ? AND day = ? AND count = 0').run(listing, day);
    }
    this.#dayChanges.clear();
    for (const name of this.#touchedCategories) this.#settleCategory(name);
    this.#touchedCategories.clear();
    this.#search.settle();
  }

  /** A wire post is among the latest only while it has no media post. */
  #settleCode(code: string): void {
    const articles = this.#sql(
      'SELECT id, path, url, rank, categories, tags, code, is_wire FROM articles WHERE code = ? ORDER BY is_wire, path',
    ).all(code) as unknown as StoredArticle[];
    const hasMedia = articles.some((article) => article.is_wire === 0);
    for (const article of articles) {
      const belongs = article.is_wire === 0 || !hasMedia;
      if (belongs !== this.#isLatest(article))
        this.#changeEntry(this.#listingId('latest', ''), article, belongs ? 1 : -1);
    }
  }

  /** Sets the title of a category or tag, and how it sounds. */
  #setTitle(id: number, title: string): void {
    const options = { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true } as const;
    const sound = pinyin(title, options).join('').toLowerCase();
    const initials = pinyin(title, { ...options, pattern: 'first' })
      .join('')
      .toLowerCase();
    const initial = /^[a-z]/.test(sound) ? sound.charAt(0).toUpperCase() : '#';
    this.#sql('UPDATE listings SET title = ?, initial = ?, pinyin = ?, initials = ? WHERE id = ?').run(
      title,
      initial,
      sound,
      initials,
      id,
    );
  }

  /** A category is called by the tag of its newest post, else by its stub, else by its name; it exists by either. */
  #settleCategory(name: string): void {
    const id = this.#listingId('category', name);
    const newest = this.#sql(
      `SELECT a.tags FROM entries e JOIN articles a ON a.id = e.article WHERE e.listing = ? ORDER BY e.rank, e.path LIMIT 1`,
    ).get(id);
    const stub = this.#sql('SELECT title FROM stubs WHERE name = ? ORDER BY path LIMIT 1').get(name);
    if (!newest && !stub) {
      this.#sql('DELETE FROM listings WHERE id = ?').run(id);
      this.#listingIds.delete(`category/${name}`);
      return;
    }
    const tag = newest ? (JSON.parse(String(newest.tags)) as string[])[0] : undefined;
    const title = tag ?? (typeof stub?.title === 'string' ? stub.title : name);
    const current = this.#sql('SELECT title, pinyin FROM listings WHERE id = ?').get(id);
    if (current?.title === title && current.pinyin !== '') return;
    this.#setTitle(id, title);
  }
}

/** Host of an article's original, without `www.`. */
function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.host.replace(/^www\./, '');
}
