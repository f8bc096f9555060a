import { categoryHref, pathHref } from '../../../addresses.ts';
import type { SafeHtml } from '../../../content/index.ts';
import { addressMark, articleMark, foldedMark, neighboursMark, slugMark } from '../../marks.ts';
import type { ArticleLink, ArticleView, CategoryLink, ContentPageView, LinkedArticle } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { findListing } from './listings.ts';
import { optional, SUMMARY_COLUMNS, SUMMARY_JOINS, toCategory, toSummary, toTexts } from './rows.ts';
import { withVersions } from './static-files.ts';

export function getArticle(index: Connection, url: string): ArticleView | undefined {
  index.note(addressMark(url));
  const row = index
    .sql(
      `SELECT ${SUMMARY_COLUMNS}, a.modified_at, a.reading_minutes, a.categories, a.tags, a.author, a.image, a.description,
         a.source_url, a.source_name, a.back_label, a.is_wire, b.html
       FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS} WHERE a.url = ? AND a.is_page = 0`,
    )
    .get(url);
  if (!row) return undefined;
  index.note(neighboursMark(Number(row.id)));
  const categories = toTexts(row.categories);
  const first = categories[0] === undefined ? undefined : findListing(index, 'category', categories[0]);
  return {
    ...toSummary(index, row),
    modifiedAt: Number(row.modified_at),
    readingMinutes: Number(row.reading_minutes),
    html: withVersions(index, String(row.html)) as SafeHtml,
    categories: categories.map((name) => getCategoryLink(index, name)),
    tags: toTexts(row.tags),
    ...optional('author', row.author),
    ...optional('image', row.image),
    ...optional('description', row.description),
    ...optional('sourceUrl', row.source_url),
    ...optional('sourceName', row.source_name),
    ...optional('backLabel', row.back_label),
    canonicalUrl: row.is_wire === 1 && row.twin_url !== null ? String(row.twin_url) : String(row.url),
    ...(first && findNeighbours(index, first.id, Number(row.rank), String(row.path))),
  };
}

/** @see Archive.getPage */
export function getPage(index: Connection, url: string): ContentPageView | undefined {
  index.note(addressMark(url));
  const row = index
    .sql(
      `SELECT a.url, a.title, a.extract, a.modified_at, a.image, a.description, a.redirect_to, b.html
       FROM articles a JOIN bodies b ON b.id = a.id WHERE a.url = ? AND a.is_page = 1`,
    )
    .get(url);
  return (
    row && {
      url: String(row.url),
      title: String(row.title),
      html: row.html as SafeHtml,
      extract: String(row.extract),
      ...(row.modified_at !== null && { modifiedAt: Number(row.modified_at) }),
      ...optional('image', row.image),
      ...optional('description', row.description),
      ...optional('redirectTo', row.redirect_to),
    }
  );
}

export function hasAddress(index: Connection, url: string): boolean {
  index.note(addressMark(url));
  return index.sql('SELECT 1 FROM articles WHERE url = ?').get(url) !== undefined;
}

export function getArticleUrlByCode(index: Connection, code: string): string | undefined {
  index.note(slugMark(code));
  const row = index.sql('SELECT url FROM articles WHERE slug = ? ORDER BY path LIMIT 1').get(code);
  return row && String(row.url);
}

/** @param id number of the article in the index */
export function getLinkedArticle(index: Connection, id: number): LinkedArticle | undefined {
  const row = index
    .sql(
      `SELECT a.url, a.title, a.rank, a.category, c.title AS category_title FROM articles a
       LEFT JOIN listings c ON c.kind = 'category' AND c.name = a.category WHERE a.id = ?`,
    )
    .get(id);
  if (!row) return undefined;
  index.note(articleMark(id));
  const category = toCategory(index, row.category, row.category_title);
  return {
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    ...(category && { category }),
  };
}

export function getCategoryLink(index: Connection, name: string): CategoryLink {
  return { name, title: findListing(index, 'category', name)?.title ?? name };
}

/** The next older and the next newer entry of a listing. */
function findNeighbours(
  index: Connection,
  listing: number,
  rank: number,
  path: string,
): { previous?: ArticleLink; next?: ArticleLink } {
  const find = (comparison: '<' | '>', direction: 'ASC' | 'DESC'): ArticleLink | undefined => {
    const row = index
      .sql(
        `SELECT a.id, a.url, a.title FROM entries e JOIN articles a ON a.id = e.article
         WHERE e.listing = ? AND (e.rank, e.path) ${comparison} (?, ?)
         ORDER BY e.rank ${direction}, e.path ${direction} LIMIT 1`,
      )
      .get(listing, rank, path);
    if (!row) return undefined;
    index.note(articleMark(Number(row.id)));
    return { url: String(row.url), title: String(row.title) };
  };
  const previous = find('>', 'ASC');
  const next = find('<', 'DESC');
  return { ...(previous && { previous }), ...(next && { next }) };
}

/** @see Archive.getRedirect */
export function getRedirect(index: Connection, path: string): string | undefined {
  index.note(addressMark(path));
  const redirect = index
    .sql('SELECT a.url FROM redirects r JOIN articles a ON a.path = r.path WHERE r.source = ? ORDER BY r.path LIMIT 1')
    .get(path);
  if (redirect) return pathHref(String(redirect.url));
  for (const form of [path.replace(/index\.html$/, ''), `${path}/`, path.replace(/\/$/, ''), `${path}.html`]) {
    if (form !== path && hasAddress(index, form)) return pathHref(form);
  }
  const name = /^\/(?:category\/)?([^/]+?)(?:\.html)?\/?$/.exec(path)?.[1];
  const category = name === undefined ? undefined : findUnambiguousCategory(index, name);
  return category === undefined || `/category/${category}.html` === path ? undefined : categoryHref(category);
}

/** The category of exactly this name, or the only one whose name differs from it in case alone. */
function findUnambiguousCategory(index: Connection, name: string): string | undefined {
  index.note(foldedMark(name));
  if (findListing(index, 'category', name)) return name;
  const rows = index
    .sql("SELECT name FROM listings WHERE kind = 'category' AND folded = ? LIMIT 2")
    .all(name.toLowerCase());
  return rows.length === 1 ? String(rows[0]?.name) : undefined;
}
