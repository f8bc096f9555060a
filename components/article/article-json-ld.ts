import { categoryHref, pathHref } from '../../lib/addresses.ts';
import type { ArticleView, ContentPageView, SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZonedIso } from '../../lib/calendar.ts';
import { stockJsonLd } from '../stocks/stock-facts.ts';
import { articleTitle, sourceTitle } from './article-title.ts';

/** What schema.org's NewsArticle says of an article. Its publisher is the medium that it comes from. */
export function articleJsonLd(site: SiteIdentity, article: ArticleView): Record<string, unknown> {
  const publisher = sourceTitle(article) ?? site.title;
  const images = imageAddresses(site, article);
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: articleTitle(article),
    description: articleDescription(article),
    url: site.url + pathHref(article.url),
    mainEntityOfPage: site.url + pathHref(article.canonicalUrl),
    inLanguage: site.lang,
    datePublished: toZonedIso(article.publishedAt, site.timezone),
    dateModified: toZonedIso(article.modifiedAt, site.timezone),
    author:
      article.author === undefined
        ? { '@type': 'Organization', name: publisher }
        : { '@type': 'Person', name: article.author },
    publisher: {
      '@type': 'NewsMediaOrganization',
      name: publisher,
      ...(article.category && { url: site.url + categoryHref(article.category.name) }),
    },
    ...(article.category && { articleSection: article.category.title }),
    ...(article.tags.length > 0 && { keywords: article.tags }),
    ...(article.stocks.length > 0 && { mentions: article.stocks.map((stock) => stockJsonLd(site, stock)) }),
    ...(images.length > 0 && { image: images }),
    ...(article.sourceUrl !== undefined && { isBasedOn: article.sourceUrl }),
    ...(article.corrections.length > 0 && {
      correction: article.corrections.map(({ text, correctedAt }) => ({
        '@type': 'CorrectionComment',
        text,
        ...(correctedAt !== undefined && { datePublished: toZonedIso(correctedAt, site.timezone) }),
      })),
    }),
  };
}

/** What schema.org's WebPage says of a page of the content folder. */
export function pageJsonLd(site: SiteIdentity, page: ContentPageView): Record<string, unknown> {
  const images = imageAddresses(site, page);
  return {
    '@context': 'https://schema.org',
    '@type': 'WebPage',
    name: articleTitle(page),
    description: articleDescription(page),
    url: site.url + pathHref(page.url),
    inLanguage: site.lang,
    isPartOf: { '@type': 'WebSite', name: site.title, url: site.url + withBase('/') },
    ...(page.modifiedAt !== undefined && { dateModified: toZonedIso(page.modifiedAt, site.timezone) }),
    ...(images.length > 0 && { image: images }),
  };
}

/** What is said of an article or page where only a sentence fits. */
export function articleDescription(article: ArticleView | ContentPageView): string {
  return article.description ?? (article.extract || articleTitle(article));
}

/** Absolute addresses of its pictures. */
export function imageAddresses(site: SiteIdentity, { image }: ArticleView | ContentPageView): string[] {
  return image !== undefined && URL.canParse(image, site.url) ? [new URL(image, site.url).href] : [];
}
