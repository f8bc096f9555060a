import { pathHref, storyHref } from '../../lib/addresses.ts';
import type { SiteIdentity, StoryView } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZonedIso } from '../../lib/calendar.ts';
import { articleTitle } from '../article/article-title.ts';

/** What schema.org's CollectionPage says of a story. */
export function storyJsonLd(
  site: SiteIdentity,
  { id, newestAt, articleCount, lead, articles, offset, page }: StoryView,
): Record<string, unknown> {
  return {
    '@context': 'https://schema.org',
    '@type': 'CollectionPage',
    name: articleTitle(lead),
    url: site.url + storyHref(id, page),
    inLanguage: site.lang,
    datePublished: toZonedIso(lead.publishedAt, site.timezone),
    dateModified: toZonedIso(newestAt, site.timezone),
    isPartOf: { '@type': 'WebSite', name: site.title, url: site.url + withBase('/') },
    mainEntity: {
      '@type': 'ItemList',
      itemListOrder: 'https://schema.org/ItemListOrderAscending',
      numberOfItems: articleCount,
      itemListElement: articles.map((article, i) => ({
        '@type': 'ListItem',
        position: offset + i + 1,
        url: site.url + pathHref(article.url),
      })),
    },
  };
}
