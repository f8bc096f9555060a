import { pathHref } from '../addresses.ts';
import type { SiteIdentity } from '../archive/index.ts';
import {
  authorOf,
  contentOf,
  enclosureOf,
  type Feed,
  type FeedEntry,
  hubsOf,
  labelsOf,
  linksOf,
  toRfc3339,
} from './feed.ts';

/**
 * A document of a JSON Feed 1.1 (jsonfeed.org) with the whole text of its articles; `next_url` leads to older ones. The same
 * articles give the same bytes.
 */
export function renderJsonFeed(feed: Feed): string {
  const { site, title, alternateHref, articles } = feed;
  const hubs = hubsOf(feed);
  const links = new Map(linksOf(feed, 'json').map(({ rel, href }) => [rel, href]));
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: site.url + alternateHref,
    feed_url: links.get('self'),
    next_url: links.get('next'),
    language: site.lang,
    ...(hubs.length > 0 && { hubs: hubs.map((url) => ({ type: 'WebSub', url })) }),
    authors: [{ name: site.author ?? site.title }],
    items: articles.map((article) => toItem(article, site)),
  });
}

function toItem(article: FeedEntry, site: SiteIdentity): object {
  const url = site.url + pathHref(article.url);
  const enclosure = enclosureOf(article, site);
  const tags = labelsOf(article);
  return {
    id: article.id,
    url,
    title: article.title,
    content_html: contentOf(article, site),
    ...(article.extract !== '' && { summary: article.extract }),
    ...(enclosure && { image: enclosure.url, attachments: [{ url: enclosure.url, mime_type: enclosure.type }] }),
    date_published: toRfc3339(article.publishedAt),
    date_modified: toRfc3339(article.modifiedAt),
    authors: [{ name: authorOf(article, site) }],
    ...(tags.length > 0 && { tags }),
  };
}
