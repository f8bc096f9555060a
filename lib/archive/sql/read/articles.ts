import { categoryHref, pathHref } from '../../../addresses.ts';
import type { SafeHtml } from '../../../content/index.ts';
import { addressMark, articleMark, foldedMark, neighboursMark, slugMark } from '../../marks.ts';
import type { ArticleLink, ArticleView, CategoryLink, ContentPageView, LinkedArticle } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';
import { parseStocks } from '../stocks-column.ts';
import { findCategories, findListing, type ListingRow } from './listings/listings.ts';
import {
  allBy,
  optional,
  SUMMARY_COLUMNS,
  SUMMARY_JOINS,
  toCategory,
  toCorrections,
  toSummaries,
  toTexts,
} from './rows.ts';
import { findLeads, findPictures } from './static-files.ts';
import { findStocks } from './stocks/find-stocks.ts';

export async function getArticle(index: Snapshot, url: string): Promise<ArticleView | undefined> {
  index.note(addressMark(url));
  const row = await index.get(
    `SELECT ${SUMMARY_COLUMNS}, a.modified_at, a.reading_minutes, a.categories, a.tags, a.author, a.description,
         a.source_url, a.back_label, a.is_wire, a.corrections, a.stocks,
         b.html
       FROM articles a JOIN bodies b ON b.id = a.id ${SUMMARY_JOINS} WHERE a.url = ? AND a.is_page = 0`,
    url,
  );
  if (!row) return undefined;
  index.note(neighboursMark(Number(row.id)));
  const names = toTexts(row.categories);
  const categories = await findCategories(index, names);
  const first = categories.get(names[0] ?? '');
  const [summary] = await toSummaries(index, [row]);
  const html = row.html as SafeHtml;
  return (
    summary && {
      ...summary,
      modifiedAt: Number(row.modified_at),
      readingMinutes: Number(row.reading_minutes),
      corrections: toCorrections(row.corrections),
      html,
      pictures: await findPictures(index, html, url),
      categories: toCategoryLinks(names, categories),
      tags: toTexts(row.tags),
      stocks: await findStocks(
        index,
        parseStocks(row.stocks).map(({ id }) => id),
      ),
      ...optional('author', row.author),
      ...optional('image', row.image),
      ...optional('description', row.description),
      ...optional('sourceUrl', row.source_url),
      ...optional('backLabel', row.back_label),
      canonicalUrl: row.is_wire === 1 && row.twin_url !== null ? String(row.twin_url) : String(row.url),
      ...(first && (await findNeighbours(index, first.id, Number(row.rank), String(row.path)))),
    }
  );
}

/** @see Archive.getPage */
export async function getPage(index: Snapshot, url: string): Promise<ContentPageView | undefined> {
  index.note(addressMark(url));
  const row = await index.get(
    `SELECT a.url, a.title, a.extract, a.modified_at, a.image, a.description, a.redirect_to, b.html
     FROM articles a JOIN bodies b ON b.id = a.id WHERE a.url = ? AND a.is_page = 1`,
    url,
  );
  if (!row) return undefined;
  const html = row.html as SafeHtml;
  const lead = (await findLeads(index, [row.image])).get(String(row.image));
  return {
    url: String(row.url),
    title: String(row.title),
    html,
    pictures: await findPictures(index, html, url),
    ...(lead?.picture && { lead }),
    extract: String(row.extract),
    ...(row.modified_at !== null && { modifiedAt: Number(row.modified_at) }),
    ...optional('image', row.image),
    ...optional('description', row.description),
    ...optional('redirectTo', row.redirect_to),
  };
}

export async function hasAddress(index: Snapshot, url: string): Promise<boolean> {
  index.note(addressMark(url));
  return (await index.get('SELECT 1 FROM articles WHERE url = ?', url)) !== undefined;
}

export async function getArticleUrlByCode(index: Snapshot, code: string): Promise<string | undefined> {
  index.note(slugMark(code));
  const row = await index.get('SELECT url FROM articles WHERE slug = ? ORDER BY path LIMIT 1', code);
  return row && String(row.url);
}

/** Links to articles, in this order. @param ids numbers of the articles in the index */
export async function listLinkedArticles(index: Snapshot, ids: readonly number[]): Promise<LinkedArticle[]> {
  const rows = await allBy(
    index,
    'id',
    `SELECT a.id, a.url, a.title, a.rank, a.category, a.source_name, c.title AS category_title FROM articles a
     LEFT JOIN listings c ON c.kind = 'category' AND c.name = a.category WHERE a.id`,
    ids,
  );
  return rows.map((row) => {
    index.note(articleMark(Number(row.id)));
    const category = toCategory(index, row.category, row.category_title);
    return {
      url: String(row.url),
      title: String(row.title),
      publishedAt: -Number(row.rank),
      ...(category && { category }),
      ...optional('sourceName', row.source_name),
    };
  });
}

/** Categories with their titles, in the same order. @param known what `findCategories` has found */
export const toCategoryLinks = (names: readonly string[], known: ReadonlyMap<string, ListingRow>): CategoryLink[] =>
  names.map((name) => ({ name, title: known.get(name)?.title ?? name }));

/** The next older and the next newer entry of a listing. */
async function findNeighbours(
  index: Snapshot,
  listing: number,
  rank: number,
  path: string,
): Promise<{ previous?: ArticleLink; next?: ArticleLink }> {
  const find = async (comparison: '<' | '>', direction: 'ASC' | 'DESC'): Promise<ArticleLink | undefined> => {
    const row = await index.get(
      `SELECT a.id, a.url, a.title FROM entries e JOIN articles a ON a.id = e.article
         WHERE e.listing = ? AND (e.rank, e.path) ${comparison} (?, ?)
         ORDER BY e.rank ${direction}, e.path ${direction} LIMIT 1`,
      listing,
      rank,
      path,
    );
    if (!row) return undefined;
    index.note(articleMark(Number(row.id)));
    return { url: String(row.url), title: String(row.title) };
  };
  const previous = await find('>', 'ASC');
  const next = await find('<', 'DESC');
  return { ...(previous && { previous }), ...(next && { next }) };
}

/** @see Archive.getRedirect */
export async function getRedirect(index: Snapshot, path: string): Promise<string | undefined> {
  index.note(addressMark(path));
  const redirect = await index.get(
    'SELECT a.url FROM redirects r JOIN articles a ON a.path = r.path WHERE r.source = ? ORDER BY r.path LIMIT 1',
    path,
  );
  if (redirect) return pathHref(String(redirect.url));
  for (const form of [path.replace(/index\.html$/, ''), `${path}/`, path.replace(/\/$/, ''), `${path}.html`]) {
    if (form !== path && (await hasAddress(index, form))) return pathHref(form);
  }
  const name = /^\/(?:category\/)?([^/]+?)(?:\.html)?\/?$/.exec(path)?.[1];
  const category = name === undefined ? undefined : await findUnambiguousCategory(index, name);
  return category === undefined || `/category/${category}.html` === path ? undefined : categoryHref(category);
}

/** The category of exactly this name, or the only one whose name differs from it in case alone. */
async function findUnambiguousCategory(index: Snapshot, name: string): Promise<string | undefined> {
  index.note(foldedMark(name));
  if (await findListing(index, 'category', name)) return name;
  const rows = await index.all(
    "SELECT name FROM listings WHERE kind = 'category' AND folded = ? LIMIT 2",
    name.toLowerCase(),
  );
  return rows.length === 1 ? String(rows[0]?.name) : undefined;
}
