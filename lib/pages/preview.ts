import type { Archive, ArticleView, CategoryLink } from '../archive/index.ts';
import type { Article } from '../content/index.ts';
import type { Page } from './page.ts';
import { type PageRequest, readFrame } from './read-page.ts';

/**
 * The page that an article will have, shown before it is published.
 * @param expiresAt when the address of the preview ends, in seconds since 1970
 */
export async function makePreview(
  archive: Archive,
  article: Article,
  expiresAt: number,
  request: PageRequest,
): Promise<Page> {
  return {
    kind: 'page',
    frame: await readFrame(archive, request),
    content: {
      kind: 'article',
      article: await toView(archive, article),
      surroundings: { copies: [], related: [] },
      preview: { expiresAt },
    },
  };
}

async function toView(archive: Archive, article: Article): Promise<ArticleView> {
  const categories = await Promise.all(article.categories.map((name) => findCategory(archive, name)));
  const { title, url, publishedAt, modifiedAt, extract, readingMinutes, html, tags, corrections } = article;
  const { author, image, description, sourceUrl, sourceName, backLabel } = article;
  const stocks = article.stocks.map(({ id, name }) => ({ name: id, title: name ?? id }));
  const [category] = categories;
  return {
    title,
    url,
    publishedAt,
    modifiedAt,
    extract,
    readingMinutes,
    corrections,
    html,
    // A picture that the index does not have yet is shown as it is.
    pictures: await archive.findPictures(html, url),
    categories,
    tags,
    stocks,
    canonicalUrl: url,
    ...(category && { category }),
    ...(author !== undefined && { author }),
    ...(image !== undefined && { image }),
    ...(description !== undefined && { description }),
    ...(sourceUrl !== undefined && { sourceUrl }),
    ...(sourceName !== undefined && { sourceName }),
    ...(backLabel !== undefined && { backLabel }),
  };
}

/** A category that has no articles yet is called by its name. */
async function findCategory(archive: Archive, name: string): Promise<CategoryLink> {
  const listing = await archive.listArticles({ kind: 'category', name }, 1);
  return { name, title: listing?.title ?? name };
}
