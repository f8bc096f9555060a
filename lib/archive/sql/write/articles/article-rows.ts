import type { Article, ContentPage } from '../../../../content/index.ts';
import type { Database } from '../../database.ts';
import { allIn } from '../../many-rows.ts';
import { parseStocks, type StockColumns } from '../../stocks-column.ts';
import type { Entry } from '../listings/listing-tables.ts';

/** What other tables depend on, as the table `articles` has it. */
export interface StoredArticle extends Entry, StockColumns {
  url: string;
  slug: string;
  /** JSON lists. */
  categories: string;
  tags: string;
  source_name: string | null;
  source_url: string | null;
  code: string | null;
  is_wire: number;
  is_page: number;
  is_listed: number;
}

/** A slug that is the source's code: 18 digits for a wire post, with `NW` for the media post of the same article. */
const CODE = /^(NW)?(\d{18})$/;

const COLUMNS = [
  'path',
  'url',
  'slug',
  'rank',
  'categories',
  'tags',
  'source_name',
  'source_url',
  'code',
  'is_wire',
  'is_page',
  'is_listed',
  'stocks',
  'own_stocks',
] as const satisfies (keyof StoredArticle)[];

/** Columns that are shown and decide about nothing else. */
interface ShownColumns {
  title: string;
  modified_at: number | null;
  extract: string;
  reading_minutes?: number;
  category?: string | undefined;
  author?: string | undefined;
  image?: string | undefined;
  description?: string | undefined;
  back_label?: string | undefined;
  redirect_to?: string | undefined;
  corrections?: string | undefined;
}

/** The code of a slug, and whether it is that of a wire post; `null` for a slug that is none. */
export function codeOf(slug: string): { code: string | null; isWire: boolean } {
  const [, media, code = null] = CODE.exec(slug) ?? [];
  return { code, isWire: code !== null && media === undefined };
}

/** @param id number of the article that the file had before */
export function insertArticle(
  db: Database,
  article: Article,
  stocks: StockColumns,
  id: number | undefined,
): Promise<StoredArticle> {
  const { code, isWire } = codeOf(article.slug);
  const row = {
    path: article.path,
    url: article.url,
    slug: article.slug,
    rank: -article.publishedAt,
    categories: JSON.stringify(article.categories),
    tags: JSON.stringify(article.tags),
    source_name: article.sourceName ?? null,
    source_url: article.sourceUrl ?? null,
    code,
    is_wire: isWire ? 1 : 0,
    is_page: 0,
    is_listed: 1,
    ...stocks,
  };
  return insert(db, id, row, {
    title: article.title,
    modified_at: article.modifiedAt,
    extract: article.extract,
    reading_minutes: article.readingMinutes,
    category: article.categories[0],
    author: article.author,
    image: article.image,
    description: article.description,
    back_label: article.backLabel,
    ...(article.corrections.length > 0 && { corrections: JSON.stringify(article.corrections) }),
  });
}

/** @param id number of the page that the file had before */
export function insertPage(db: Database, page: ContentPage, id: number | undefined): Promise<StoredArticle> {
  const row = {
    path: page.path,
    url: page.url,
    slug: '',
    rank: 0,
    categories: '[]',
    tags: '[]',
    source_name: null,
    source_url: null,
    code: null,
    is_wire: 0,
    is_page: 1,
    is_listed: page.isListed ? 1 : 0,
    stocks: null,
    own_stocks: null,
  };
  return insert(db, id, row, {
    title: page.title,
    modified_at: page.modifiedAt ?? null,
    extract: page.extract,
    image: page.image,
    description: page.description,
    redirect_to: page.redirectTo,
  });
}

const ALL_COLUMNS = `${COLUMNS.join(', ')}, title, modified_at, extract, reading_minutes, category, author, image, description,
  back_label, redirect_to, corrections`;
const MARKS = `${COLUMNS.map(() => '?').join(', ')}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?`;

async function insert(
  db: Database,
  id: number | undefined,
  row: Omit<StoredArticle, 'id'>,
  shown: ShownColumns,
): Promise<StoredArticle> {
  const values = [
    ...COLUMNS.map((column) => row[column]),
    shown.title,
    shown.modified_at,
    shown.extract,
    shown.reading_minutes ?? 0,
    shown.category ?? null,
    shown.author ?? null,
    shown.image ?? null,
    shown.description ?? null,
    shown.back_label ?? null,
    shown.redirect_to ?? null,
    shown.corrections ?? null,
  ];
  if (id === undefined) {
    return { ...row, id: await db.insert(`INSERT INTO articles (${ALL_COLUMNS}) VALUES (${MARKS})`, ...values) };
  }
  await db.run(`INSERT INTO articles (${ALL_COLUMNS}, id) VALUES (${MARKS}, ?)`, ...values, id);
  return { ...row, id };
}

/** The rows of the articles and pages of files. */
export async function listStored(db: Database, paths: readonly string[]): Promise<StoredArticle[]> {
  const rows = await allIn(db, `SELECT id, ${COLUMNS.join(', ')} FROM articles WHERE path IN`, paths);
  return rows as unknown as StoredArticle[];
}

/** Files of the pages that are listed, by path. */
export async function listPages(db: Database): Promise<string[]> {
  const query = 'SELECT path FROM articles WHERE is_page = 1 AND is_listed = 1 ORDER BY path';
  return (await db.all(query)).map((row) => String(row.path));
}

/** Identities of the stocks in a column. */
export const stocksOf = (column: string | null): string[] => parseStocks(column).map(({ id }) => id);

/** The listings of an article that have names. */
export function namedListingsOf({ categories, tags, stocks }: StoredArticle) {
  const toKeys = <Kind extends 'category' | 'tag' | 'stock'>(kind: Kind, names: readonly string[]) =>
    names.map((name) => ({ kind, name }));
  const [ofCategories, ofTags] = [categories, tags].map((names) => JSON.parse(names) as string[]);
  return [
    ...toKeys('category', ofCategories ?? []),
    ...toKeys('tag', ofTags ?? []),
    ...toKeys('stock', stocksOf(stocks)),
  ];
}

/** Host of an article's original, without `www.`. */
export function hostOf(url: string | null): string | null {
  return (url === null ? undefined : URL.parse(url)?.host.replace(/^www\./, '')) ?? null;
}
