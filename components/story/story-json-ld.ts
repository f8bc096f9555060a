import { pathHref, storyHref } from '../../lib/addresses.ts';
import type { SiteIdentity, StoryView } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZonedIso } from '../../lib/calendar.ts';
import { articleTitle } from '../article/article-title.ts';

/** What schema.org's CollectionPage says of a story. */
export function storyJsonLd(
  site: SiteIdentity,
  { id, newestAt, articleCount, articles }: StoryView,
): Record<string, unknown> {
  const [lead] = articles;
  return {
    '@context': 'https://schema.org',
    '@type': 'CollectionPage',
    name: lead ? articleTitle(lead) : '',
    url: site.url + storyHref(id),
    inLanguage: site.lang,
    ...(lead && { datePublished: toZonedIso(lead.publishedAt, site.timezone) }),
    dateModified: toZonedIso(newestAt, site.timezone),
    isPartOf: { '@type': 'WebSite', name: site.title, url: site.url + withBase('/') },
    mainEntity: {
      '@type': 'ItemList',
      itemListOrder: 'https://schema.org/ItemListOrderAscending',
      numberOfItems: articleCount,
      itemListElement: articles.map((article, i) => ({
        '@type': 'ListItem',
        position: i + 1,
        url: site.url + pathHref(article.url),
      })),
    },
  };
}
