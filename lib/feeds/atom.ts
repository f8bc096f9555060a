import { Feed } from 'feed';
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5';
import { pathHref } from '../addresses.ts';
import type { FeedArticle, SiteIdentity } from '../archive/index.ts';
import type { SafeHtml } from '../content/index.ts';
import { replaceForbidden } from './xml.ts';

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
function newestChange(articles: readonly { modifiedAt: number }[]): number {
  return articles.reduce((newest, { modifiedAt }) => Math.max(newest, modifiedAt), 0);
}

/**
 * An Atom 1.0 feed (RFC 4287) with the whole text of its articles. Every address in it is absolute, since readers differ
 * in what they make of `xml:base`. Well-formed whatever its texts hold. The same articles give the same bytes.
 */
export function renderAtomFeed({ site, title, selfHref, alternateHref, articles }: AtomFeed): string {
  const self = site.url + selfHref;
  const feed = new Feed({
    id: toElement(self),
    title: toElement(title),
    link: site.url + alternateHref,
    feedLinks: { atom: self },
    updated: toDate(newestChange(articles)),
    generator: 'finews',
    author: { name: toElement(site.author ?? site.title) },
  });
  for (const article of articles) {
    const link = site.url + pathHref(article.url);
    feed.addItem({
      id: article.id,
      title: toHtml(article.title),
      link,
      description: toHtml(article.extract),
      content: toCdata(withAbsoluteAddresses(article.html, link)),
      date: toDate(article.modifiedAt),
      published: toDate(article.publishedAt),
      author: [{ name: toElement(article.author ?? article.categories[0]?.title ?? site.title) }],
      category: [
        ...article.categories.map(({ name, title: label }) => ({ name: toAttribute(label), term: toAttribute(name) })),
        ...article.tags.map((tag) => ({ name: toAttribute(tag), term: toAttribute(tag) })),
      ],
    });
  }
  // The library has no place for the language of an Atom feed.
  return feed.atom1().replaceAll(ESCAPED_LESS_THAN, '&lt;').replace('<feed ', `<feed xml:lang="${site.lang}" `);
}

// What the library (feed 6 with xml-js 1.6) leaves undone, for each place in which a text can stand.

/** Stands for `<` in an attribute until the library is done; no text holds it, as `replaceForbidden` takes it out. */
const ESCAPED_LESS_THAN = '\ufffe';

/** Text of an element: xml-js reads `&amp;` as an ampersand before it escapes. */
const toElement = (text: string): string => replaceForbidden(text).replaceAll('&', '&amp;');

/** Value of an attribute, in which the library leaves `<` as it is. */
const toAttribute = (text: string): string => replaceForbidden(text).replaceAll('<', ESCAPED_LESS_THAN);

/** Plain text for titles and summaries, which the library declares to be HTML. */
const toHtml = (text: string): string =>
  replaceForbidden(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** HTML for a CDATA section, of which xml-js escapes the first end alone. Sanitized HTML has `]]>` in texts and values only. */
const toCdata = (html: string): string => replaceForbidden(html).replaceAll(']]>', ']]&gt;');

/** Sanitized HTML in which every link and picture can be found from elsewhere. */
function withAbsoluteAddresses(html: SafeHtml, base: string): string {
  const fragment = parseFragment(html);
  makeAddressesAbsolute(fragment, base);
  return serialize(fragment);
}

function makeAddressesAbsolute(node: DefaultTreeAdapterTypes.Node, base: string): void {
  if ('attrs' in node) {
    for (const attribute of node.attrs) {
      const isAddress = attribute.name === 'href' || attribute.name === 'src';
      if (isAddress && URL.canParse(attribute.value, base)) attribute.value = new URL(attribute.value, base).href;
    }
  }
  if ('childNodes' in node) for (const child of node.childNodes) makeAddressesAbsolute(child, base);
}
