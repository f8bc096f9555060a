import { pathHref } from '../addresses.ts';
import type { SiteIdentity } from '../archive/index.ts';
import {
  authorOf,
  contentOf,
  enclosureOf,
  escapeHtml,
  type Feed,
  type FeedEntry,
  identityOf,
  isComplete,
  linksOf,
  toRfc3339,
  updatedAt,
} from './feed.ts';
import { element, HISTORY_NAMESPACE, renderDocument, type Xml } from './xml.ts';

/**
 * A document of an Atom 1.0 feed (RFC 4287, RFC 5005) with the whole text of its articles. The same articles give the same
 * bytes.
 */
export function renderAtomFeed(feed: Feed): string {
  const { site, title, alternateHref, articles } = feed;
  return renderDocument(
    element(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:fh': HISTORY_NAMESPACE, 'xml:lang': site.lang },
      element('id', {}, identityOf(feed, 'xml')),
      element('title', {}, title),
      element('updated', {}, toRfc3339(updatedAt(feed))),
      element('generator', {}, 'finews'),
      person(site.author ?? site.title),
      isComplete(feed) ? element('fh:archive') : undefined,
      element('link', { rel: 'alternate', href: site.url + alternateHref }),
      ...linksOf(feed, 'xml').map(({ rel, href }) => element('link', { rel, href })),
      ...articles.map((article) => entry(article, site)),
    ),
  );
}

function entry(article: FeedEntry, site: SiteIdentity): Xml {
  const link = site.url + pathHref(article.url);
  const enclosure = enclosureOf(article, site);
  return element(
    'entry',
    {},
    element('id', {}, article.id),
    html('title', escapeHtml(article.title)),
    element('link', { rel: 'alternate', href: link }),
    enclosure && element('link', { rel: 'enclosure', type: enclosure.type, href: enclosure.url }),
    element('published', {}, toRfc3339(article.publishedAt)),
    element('updated', {}, toRfc3339(article.modifiedAt)),
    person(authorOf(article, site)),
    ...article.categories.map(({ name, title }) => element('category', { term: name, label: title })),
    ...article.tags.map((tag) => element('category', { term: tag, label: tag })),
    html('summary', escapeHtml(article.extract)),
    html('content', contentOf(article, site)),
  );
}

const person = (name: string): Xml => element('author', {}, element('name', {}, name));

/** A text construct that holds HTML (RFC 4287, 3.1.1.2), the one kind that all readers understand. */
const html = (name: string, text: string): Xml => element(name, { type: 'html' }, text);
