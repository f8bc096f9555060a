import type { Metadata } from 'next';
import { articleTitle } from '../../components/article/article-title.ts';
import { categoryHref, feedHref, pathHref } from '../../lib/addresses.ts';
import type { ArticleView, CategoryLink, Listing, SiteIdentity } from '../../lib/archive/index.ts';
import { toZonedIso } from '../../lib/calendar.ts';
import { isSimplified, traditionalHref } from '../../lib/traditional/addresses.ts';

interface PageFacts {
  site: SiteIdentity;
  /** Without the site's name; absent on the home page. */
  title?: string;
  description: string;
  /** Address of the page, percent-encoded, without origin. */
  href: string;
  /** The category whose feed the page links to beside the site's feed. */
  category?: CategoryLink;
  isIndexed?: boolean;
}

/** Title, description, canonical address, feeds and Open Graph of a page. */
export function pageMetadata({ site, title, description, href, category, isIndexed = true }: PageFacts): Metadata {
  const fullTitle = title === undefined ? site.title : `${title} - ${site.title}`;
  const feeds = [{ url: site.url + feedHref(), title: site.title }];
  if (category) feeds.unshift({ url: site.url + feedHref(category.name), title: `${category.title} - ${site.title}` });
  return {
    title: fullTitle,
    description,
    robots: isIndexed ? { 'max-image-preview': 'large' } : { index: false, follow: true },
    alternates: {
      canonical: site.url + href,
      types: { 'application/atom+xml': feeds },
      ...(isIndexed && isSimplified(site) && { languages: listLanguages(site, href) }),
    },
    openGraph: {
      type: 'website',
      title: title ?? site.title,
      description,
      url: site.url + href,
      siteName: site.title,
      locale: site.lang.replace('-', '_'),
    },
    icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' }, apple: '/apple-touch-icon.png' },
  };
}

/** The address of a page for each form of Chinese (`hreflang`); readers of other languages get the simplified form. */
function listLanguages(site: SiteIdentity, href: string): Record<string, string> {
  const original = site.url + href;
  return { 'zh-Hans': original, 'zh-Hant': site.url + traditionalHref(href), 'x-default': original };
}

/** Metadata of a page of a listing; `href` is the address of that page. */
export function listingMetadata(
  site: SiteIdentity,
  listing: Listing,
  title: string,
  href: string,
  category?: CategoryLink,
): Metadata {
  const page = listing.page > 1 ? `（第${listing.page}页）` : '';
  const description = `${title}：共${listing.articleCount}条${page}`;
  return pageMetadata({ site, title: title + page, description, href, ...(category && { category }) });
}

/** Metadata of an article. The canonical address of a wire post is that of its media post. */
export function articleMetadata(site: SiteIdentity, article: ArticleView): Metadata {
  const page = pageMetadata({
    site,
    title: articleTitle(article),
    description: articleDescription(article),
    href: pathHref(article.canonicalUrl),
    ...(article.category && { category: article.category }),
  });
  const images = imageAddresses(site, article);
  return {
    ...page,
    ...(article.author !== undefined && { authors: [{ name: article.author }] }),
    openGraph: {
      ...page.openGraph,
      type: 'article',
      publishedTime: toZonedIso(article.publishedAt, site.timezone),
      modifiedTime: toZonedIso(article.modifiedAt, site.timezone),
      tags: article.tags,
      images,
      ...(article.category && { section: article.category.title }),
    },
  };
}

/** An article as a `NewsArticle` of schema.org. Its publisher is the medium that it comes from. */
export function articleJsonLd(site: SiteIdentity, article: ArticleView): Record<string, unknown> {
  const publisher = article.sourceName ?? article.category?.title ?? site.title;
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
    ...(images.length > 0 && { image: images }),
    ...(article.sourceUrl !== undefined && { isBasedOn: article.sourceUrl }),
  };
}

function articleDescription(article: ArticleView): string {
  return article.description ?? (article.extract || articleTitle(article));
}

function imageAddresses(site: SiteIdentity, { image }: ArticleView): string[] {
  return image !== undefined && URL.canParse(image, site.url) ? [new URL(image, site.url).href] : [];
}
