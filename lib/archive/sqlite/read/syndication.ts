import type { SafeHtml } from '../../../content/index.ts';
import { SITEMAP_PART_SIZE } from '../../archive.ts';
import { feedId } from '../../feed-id.ts';
import { addressMark, articleMark, SITEMAP_MARK, sitemapPartMark } from '../../marks.ts';
import type { FeedArticle, ListingKey, SitemapEntry, SitemapPart } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { getCategoryLink } from './articles.ts';
import { findPlace, findRange } from './listings.ts';
import { optional, type Row, toTexts } from './rows.ts';

const FEED_COLUMNS = `a.id, a.path, a.url, a.title, a.rank, a.modified_at, a.extract, a.author, a.image, a.categories, a.tags,
  b.html`;

/** @see Archive.listFeedArticles */
export function listFeedArticles(
  index: Connection,
  key: ListingKey,
  limit: number,
  offset = 0,
): FeedArticle[] | undefined {
  const range = findRange(index, key);
  if (!range) return undefined;
  const { ranks, skipped } = findPlace(index, range, offset);
  return index
    .sql(
      `SELECT ${FEED_COLUMNS} FROM entries e JOIN articles a ON a.id = e.article JOIN bodies b ON b.id = a.id
       WHERE e.listing = ? AND e.rank > ? AND e.rank <= ? ORDER BY e.rank, e.path LIMIT ? OFFSET ?`,
    )
    .all(range.id, ...ranks, limit, skipped)
    .map((row) => toFeedArticle(index, row));
}

/** @see Archive.getFeedArticles */
export function getFeedArticles(index: Connection, urls: readonly string[]): FeedArticle[] {
  return urls.flatMap((url) => {
    index.note(addressMark(url));
    const row = index
      .sql(`SELECT ${FEED_COLUMNS} FROM articles a JOIN bodies b ON b.id = a.id WHERE a.url = ?`)
      .get(url);
    return row ? [toFeedArticle(index, row)] : [];
  });
}

function toFeedArticle(index: Connection, row: Row): FeedArticle {
  index.note(articleMark(Number(row.id)));
  return {
    id: feedId(String(row.path)),
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    modifiedAt: Number(row.modified_at),
    html: row.html as SafeHtml,
    extract: String(row.extract),
    ...optional('author', row.author),
    ...optional('image', row.image),
    categories: toTexts(row.categories).map((name) => getCategoryLink(index, name)),
    tags: toTexts(row.tags),
  };
}

export function listSitemapParts(index: Connection): SitemapPart[] {
  index.note(SITEMAP_MARK);
  return index
    .sql('SELECT part, modified_at FROM sitemap_parts WHERE count > 0 ORDER BY part')
    .all()
    .map((row) => ({ part: Number(row.part), ...(row.modified_at !== 0 && { modifiedAt: Number(row.modified_at) }) }));
}

/** @returns `undefined` for a part without addresses */
export function listSitemapEntries(index: Connection, part: number): SitemapEntry[] | undefined {
  index.note(sitemapPartMark(part));
  const first = (part - 1) * SITEMAP_PART_SIZE + 1;
  const rows = index
    .sql('SELECT url, modified_at FROM articles WHERE id BETWEEN ? AND ? AND is_listed = 1 ORDER BY id')
    .all(first, first + SITEMAP_PART_SIZE - 1);
  if (rows.length === 0) return undefined;
  return rows.map((row) => ({
    url: String(row.url),
    ...(row.modified_at !== null && { modifiedAt: Number(row.modified_at) }),
  }));
}
