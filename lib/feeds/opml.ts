import { categoryHref, feedHref } from '../addresses.ts';
import type { CategoryLink, SiteIdentity } from '../archive/index.ts';
import { withBase } from '../base-path.ts';
import { STORIES_TITLE } from './story-entry.ts';
import { element, renderDocument } from './xml.ts';

/**
 * Feeds of categories, as a list that feed readers import (OPML 2.0).
 * @param hasSite whether the feed of the site stands before them
 */
export function renderOpml(site: SiteIdentity, categories: readonly CategoryLink[], hasSite: boolean): string {
  const outline = (title: string, feed: string, page: string) =>
    element('outline', { type: 'rss', text: title, title, xmlUrl: site.url + feed, htmlUrl: site.url + page });
  return renderDocument(
    element(
      'opml',
      { version: '2.0' },
      element('head', {}, element('title', {}, site.title)),
      element(
        'body',
        {},
        ...(hasSite
          ? [
              outline(site.title, feedHref({ kind: 'latest' }), withBase('/')),
              outline(`${STORIES_TITLE} - ${site.title}`, feedHref({ kind: 'stories' }), withBase('/')),
            ]
          : []),
        ...categories.map(({ name, title }) =>
          outline(title, feedHref({ kind: 'category', name }), categoryHref(name)),
        ),
      ),
    ),
  );
}
