import { FEED_TYPES, pathHref } from '../addresses.ts';
import type { SiteIdentity } from '../archive/index.ts';
import {
  authorOf,
  contentOf,
  enclosureOf,
  type Feed,
  type FeedEntry,
  isComplete,
  labelsOf,
  linksOf,
  updatedAt,
} from './feed.ts';
import { element, HISTORY_NAMESPACE, renderDocument, type Xml } from './xml.ts';

/** Prefixes by convention, which some readers look for in place of the namespaces. */
const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': HISTORY_NAMESPACE,
};

/**
 * A document of an RSS 2.0 feed (RSS Advisory Board, 2.0.11; RFC 5005) with the whole text of its articles in `content:encoded`.
 * The same articles give the same bytes.
 */
export function renderRssFeed(feed: Feed): string {
  const { site, title, alternateHref, articles } = feed;
  return renderDocument(
    element(
      'rss',
      { version: '2.0', ...NAMESPACES },
      element(
        'channel',
        {},
        element('title', {}, title),
        element('link', {}, site.url + alternateHref),
        element('description', {}, title),
        element('language', {}, site.lang),
        articles.length === 0 ? undefined : element('lastBuildDate', {}, toRfc822(updatedAt(feed))),
        element('generator', {}, 'finews'),
        isComplete(feed) ? element('fh:archive') : undefined,
        ...linksOf(feed, 'rss').map(({ rel, href }) =>
          element('atom:link', { rel, href, type: rel === 'hub' ? undefined : FEED_TYPES.rss }),
        ),
        ...articles.map((article) => item(article, site)),
      ),
    ),
  );
}

function item(article: FeedEntry, site: SiteIdentity): Xml {
  const link = site.url + pathHref(article.url);
  const enclosure = enclosureOf(article, site);
  return element(
    'item',
    {},
    element('title', {}, article.title),
    element('link', {}, link),
    element('guid', { isPermaLink: 'false' }, article.id),
    element('pubDate', {}, toRfc822(article.publishedAt)),
    element('dc:creator', {}, authorOf(article, site)),
    ...labelsOf(article).map((label) => element('category', {}, label)),
    element('description', {}, article.extract),
    element('content:encoded', {}, contentOf(article, site)),
    // The length is required; 0 says that it is not known.
    enclosure && element('enclosure', { url: enclosure.url, length: '0', type: enclosure.type }),
  );
}

/** `Tue, 22 Feb 2022 02:01:04 GMT` (RFC 822 with four digits of the year, as RSS demands). */
const toRfc822 = (seconds: number): string => new Date(seconds * 1000).toUTCString();
