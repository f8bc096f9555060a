import {
  categoryHref,
  FEED_FORMATS,
  FEED_TYPES,
  type FeedFormat,
  type FeedSubject,
  feedHref,
  markdownHref,
  pathHref,
  searchHref,
} from '../../lib/addresses.ts';
import type { ArticleView, ContentPageView, SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZonedIso } from '../../lib/calendar.ts';
import {
  fieldsOf,
  type ListingPage,
  listingHref,
  type PageContent,
  type SearchPage,
  type StocksPage,
  type WithdrawnPage,
} from '../../lib/pages/index.ts';
import { stocksHref } from '../../lib/stocks/index.ts';
import { withdrawalLabel } from '../absent/withdrawn.tsx';
import { articleTitle } from '../article/article-title.ts';
import { periodTitle } from '../calendar/period-title.ts';
import { stocksTitle } from '../stocks/market-name.ts';
import { stockJsonLd, titleWithCode } from '../stocks/stock-facts.ts';

/** Most characters of a query in a title. */
const SHOWN_QUERY_LENGTH = 60;

/** What the head of a page says about it. */
export interface HeadFacts {
  /** Without the site's name; absent on the home page. */
  title?: string;
  description: string;
  /** Address of the page, percent-encoded, without origin; the one to index, where several show the same. */
  href: string;
  /** The feed that the page names beside the site's own. */
  feed?: FollowedFeed;
  isIndexed: boolean;
  /** Absolute addresses of its pictures. */
  images?: string[];
  article?: ArticleFacts;
  /** Address of the same as Markdown. */
  markdownHref?: string;
}

/** A feed of a part of the archive. */
interface FollowedFeed {
  subject: FeedSubject;
  title: string;
}

/** What Open Graph says of an article beside that. */
interface ArticleFacts {
  author?: string;
  publishedTime: string;
  modifiedTime: string;
  section?: string;
  tags: string[];
}

/** @returns `undefined` for a page of 404 */
export function headFactsOf(site: SiteIdentity, content: PageContent): HeadFacts | undefined {
  switch (content.kind) {
    case 'home':
      return { description: `${site.title}：最新消息，按来源与日期归档。`, href: withBase('/'), isIndexed: true };
    case 'categories':
      return {
        title: '全部来源',
        description: `${site.title}的全部来源，按拼音排列。`,
        href: withBase('/categories'),
        isIndexed: true,
      };
    case 'stocks':
      return stocksFacts(site, content);
    case 'article':
      return {
        ...articleFacts(site, content.article),
        ...(content.preview ? { isIndexed: false } : { markdownHref: markdownHref(pathHref(content.article.url)) }),
      };
    case 'content-page':
      return pageFacts(site, content.page);
    case 'listing':
      return listingFacts(content);
    case 'search':
      return searchFacts(content);
    case 'withdrawn':
      return withdrawnFacts(content);
    case 'not-found':
      return undefined;
    default:
      return content satisfies never;
  }
}

function withdrawnFacts({ withdrawal, href }: WithdrawnPage): HeadFacts {
  const title = `${withdrawalLabel(withdrawal)}：${articleTitle(withdrawal)}`;
  return { title, description: withdrawal.reason ?? title, href, isIndexed: false };
}

function stocksFacts(site: SiteIdentity, { market, list: { page } }: StocksPage): HeadFacts {
  const title = stocksTitle(market) + (page > 1 ? `（第${page}页）` : '');
  return {
    title,
    description: `${site.title}的文章提到的${title}，按拼音排列。`,
    href: stocksHref(market, page),
    isIndexed: true,
  };
}

function listingFacts({ key, listing }: ListingPage): HeadFacts {
  const page = listing.page > 1 ? `（第${listing.page}页）` : '';
  const title = listingTitle({ key, listing });
  return {
    title: title + page,
    description: `${title}：共${listing.articleCount}条${page}`,
    href: listingHref(key, listing.page),
    ...((key.kind === 'category' || key.kind === 'tag' || key.kind === 'stock') && {
      feed: { subject: key, title: listing.title },
    }),
    isIndexed: true,
  };
}

function listingTitle({ key, listing }: Pick<ListingPage, 'key' | 'listing'>): string {
  switch (key.kind) {
    case 'category':
      return listing.title;
    case 'tag':
      return `标签：${listing.title}`;
    case 'stock':
      return titleWithCode({ name: key.name, title: listing.title });
    case 'latest':
      return '归档';
    case 'period':
      return `${periodTitle(key.period)}的消息`;
    default:
      return key satisfies never;
  }
}

function searchFacts({ search, found }: SearchPage): HeadFacts {
  const shown = search.q.toWellFormed().slice(0, SHOWN_QUERY_LENGTH);
  const title = shown === '' ? '搜索' : `搜索：${shown}`;
  return {
    title,
    description: title,
    href: search.q === '' ? withBase('/search') : searchHref({ q: shown }),
    isIndexed: false,
    ...(found && { feed: { subject: { kind: 'search', search: fieldsOf(search) }, title } }),
  };
}

/** The wire post of a pair names the media post as the one to index. */
function articleFacts(site: SiteIdentity, article: ArticleView): HeadFacts {
  return {
    title: articleTitle(article),
    description: articleDescription(article),
    href: pathHref(article.canonicalUrl),
    ...(article.category && {
      feed: { subject: { kind: 'category', name: article.category.name }, title: article.category.title },
    }),
    isIndexed: true,
    images: imageAddresses(site, article),
    article: {
      ...(article.author !== undefined && { author: article.author }),
      publishedTime: toZonedIso(article.publishedAt, site.timezone),
      modifiedTime: toZonedIso(article.modifiedAt, site.timezone),
      ...(article.category && { section: article.category.title }),
      tags: article.tags,
    },
  };
}

/** What schema.org's NewsArticle says of an article. Its publisher is the medium that it comes from. */
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

function pageFacts(site: SiteIdentity, page: ContentPageView): HeadFacts {
  return {
    title: articleTitle(page),
    description: articleDescription(page),
    href: pathHref(page.url),
    isIndexed: true,
    images: imageAddresses(site, page),
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

function articleDescription(article: ArticleView | ContentPageView): string {
  return article.description ?? (article.extract || articleTitle(article));
}

function imageAddresses(site: SiteIdentity, { image }: ArticleView | ContentPageView): string[] {
  return image !== undefined && URL.canParse(image, site.url) ? [new URL(image, site.url).href] : [];
}

/** A feed as the head of a page names it. */
export interface FeedLink {
  /** Absolute. */
  href: string;
  title: string;
  /** Media type. */
  type: string;
}

/** Feeds that a page names: its own in every format, and the site's. */
export function feedsOf(site: SiteIdentity, own: FollowedFeed | undefined): FeedLink[] {
  const toLink = ({ subject, title }: FollowedFeed, format: FeedFormat): FeedLink => ({
    href: site.url + feedHref(subject, format),
    title,
    type: FEED_TYPES[format],
  });
  const whole: FollowedFeed = { subject: { kind: 'latest' }, title: site.title };
  if (!own) return FEED_FORMATS.map((format) => toLink(whole, format));
  const titled = { ...own, title: `${own.title} - ${site.title}` };
  return [...FEED_FORMATS.map((format) => toLink(titled, format)), toLink(whole, 'xml')];
}
