import { Feed } from 'feed';
import { pathHref } from '../addresses.ts';
import type { FeedArticle, SiteIdentity } from '../archive/index.ts';

/** Most articles of a feed. */
export const FEED_LENGTH = 50;

export interface AtomFeed {
  site: SiteIdentity;
  title: string;
  /** Path of the feed itself. */
  selfHref: string;
  /** Path of the page that shows the same. */
  alternateHref: string;
  /** Newest first. */
  articles: readonly FeedArticle[];
}

const toDate = (seconds: number): Date => new Date(seconds * 1000);

/** When the newest of these articles changed, in seconds since 1970; 0 where there is none. */
export function newestChange(articles: readonly { modifiedAt: number }[]): number {
  return articles.reduce((newest, { modifiedAt }) => Math.max(newest, modifiedAt), 0);
}

/**
 * An Atom 1.0 feed (RFC 4287) with the whole text of its articles. Every address in it is absolute. The same articles give
 * the same bytes.
 */
export function renderAtomFeed({ site, title, selfHref, alternateHref, articles }: AtomFeed): string {
  const feed = new Feed({
    id: site.url + selfHref,
    title,
    link: site.url + alternateHref,
    feedLinks: { atom: site.url + selfHref },
    language: site.lang,
    updated: toDate(newestChange(articles)),
    generator: 'finews',
    author: { name: site.author ?? site.title },
  });
  for (const article of articles) {
    const link = site.url + pathHref(article.url);
    feed.addItem({
      id: article.id,
      title: article.title,
      link,
      description: article.extract,
      content: withAbsoluteAddresses(article.html, link),
      date: toDate(article.modifiedAt),
      published: toDate(article.publishedAt),
      author: [{ name: article.author ?? article.categories[0]?.title ?? site.title }],
      category: [
        ...article.categories.map(({ name, title: label }) => ({ name: label, term: name })),
        ...article.tags.map((tag) => ({ name: tag, term: tag })),
      ],
    });
  }
  return feed.atom1();
}

/** Sanitized HTML in which every link and picture can be found from elsewhere; its tags have double quotes and no `>` within. */
function withAbsoluteAddresses(html: string, base: string): string {
  return html.replace(/<(?:a|img) [^>]*>/g, (tag) =>
    tag.replace(/ (href|src)="([^"]*)"/, (attribute, name: string, address: string) => {
      const plain = address.replaceAll('&amp;', '&');
      if (!URL.canParse(plain, base)) return attribute;
      return ` ${name}="${new URL(plain, base).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
    }),
  );
}
