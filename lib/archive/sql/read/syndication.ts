import type { SafeHtml } from '../../../content/index.ts';
import { SITEMAP_PART_SIZE } from '../../archive.ts';
import { feedId } from '../../feed-id.ts';
import { addressMark, articleMark, SITEMAP_MARK, sitemapPartMark } from '../../marks.ts';
import type { CategoryLink, FeedArticle, ListingKey, SitemapEntry, SitemapPart } from '../../types.ts';
import type { Row } from '../database.ts';
import type { Snapshot } from '../snapshot.ts';
import { toCategoryLinks } from './articles.ts';
import { findCategories, findRange, listEntryRows } from './listings/listings.ts';
import { allBy, optional, toCorrections, toTexts } from './rows.ts';

const FEED_COLUMNS = `a.id, a.path, a.url, a.title, a.rank, a.modified_at, a.extract, a.author, a.image, a.categories, a.tags,
  a.corrections, b.html`;

/** @see Archive.listFeedArticles */
export async function listFeedArticles(
  index: Snapshot,
  key: ListingKey,
  limit: number,
  offset = 0,
): Promise<FeedArticle[] | undefined> {
  const range = await findRange(index, key);
  if (!range) return undefined;
  const rows = await listEntryRows(index, range, offset, limit, FEED_COLUMNS, 'JOIN bodies b ON b.id = a.id');
  return toFeedArticles(index, rows);
}

/** @see Archive.getFeedArticles */
export async function getFeedArticles(index: Snapshot, urls: readonly string[]): Promise<FeedArticle[]> {
  for (const url of urls) index.note(addressMark(url));
  const query = `SELECT ${FEED_COLUMNS} FROM articles a JOIN bodies b ON b.id = a.id WHERE a.is_page = 0 AND a.url`;
  return toFeedArticles(index, await allBy(index, 'url', query, urls));
}

/** The articles of rows; the categories of all of them in one round trip. */
async function toFeedArticles(index: Snapshot, rows: readonly Row[]): Promise<FeedArticle[]> {
  const names = rows.map((row) => toTexts(row.categories));
  const known = await findCategories(index, names.flat());
  return rows.map((row, i) => toFeedArticle(index, row, toCategoryLinks(names[i] ?? [], known)));
}

function toFeedArticle(index: Snapshot, row: Row, categories: CategoryLink[]): FeedArticle {
  index.note(articleMark(Number(row.id)));
  return {
    id: feedId(String(row.path)),
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    modifiedAt: Number(row.modified_at),
    corrections: toCorrections(row.corrections),
    html: row.html as SafeHtml,
    extract: String(row.extract),
    ...optional('author', row.author),
    ...optional('image', row.image),
    categories,
    tags: toTexts(row.tags),
  };
}

export async function listSitemapParts(index: Snapshot): Promise<SitemapPart[]> {
  index.note(SITEMAP_MARK);
  return (await index.all('SELECT part, modified_at FROM sitemap_parts WHERE count > 0 ORDER BY part')).map((row) => ({
    part: Number(row.part),
    ...(row.modified_at !== 0 && { modifiedAt: Number(row.modified_at) }),
  }));
}

/** @returns `undefined` for a part without addresses */
export async function listSitemapEntries(index: Snapshot, part: number): Promise<SitemapEntry[] | undefined> {
  index.note(sitemapPartMark(part));
  const first = (part - 1) * SITEMAP_PART_SIZE + 1;
  const rows = await index.all(
    'SELECT url, modified_at, image FROM articles WHERE id BETWEEN ? AND ? AND is_listed = 1 ORDER BY id',
    first,
    first + SITEMAP_PART_SIZE - 1,
  );
  if (rows.length === 0) return undefined;
  return rows.map((row) => ({
    url: String(row.url),
    ...(row.modified_at !== null && { modifiedAt: Number(row.modified_at) }),
    ...optional('image', row.image),
  }));
}
