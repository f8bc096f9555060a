import {
  FEED_FORMATS,
  FEED_TYPES,
  type FeedFormat,
  type FeedSubject,
  feedHref,
  markdownHref,
  pathHref,
  searchHref,
  storyHref,
} from '../../lib/addresses.ts';
import type { ArticleView, ContentPageView, SiteIdentity, StoryView } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { toZonedIso } from '../../lib/calendar.ts';
import {
  cardOf,
  fieldsOf,
  type ListingPage,
  listingHref,
  type MixFormPage,
  type PageContent,
  type SearchPage,
  type StocksPage,
  type WithdrawnPage,
} from '../../lib/pages/index.ts';
import { CARD_SIZE, cardHref, versionedHref } from '../../lib/pictures/index.ts';
import { stocksHref } from '../../lib/stocks/index.ts';
import { withdrawalLabel } from '../absent/withdrawn.tsx';
import { articleDescription, imageAddresses } from '../article/article-json-ld.ts';
import { articleTitle } from '../article/article-title.ts';
import { periodTitle } from '../calendar/period-title.ts';
import { stocksTitle } from '../stocks/market-name.ts';
import { titleWithCode } from '../stocks/stock-facts.ts';

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
  /** True where the page names the feed of stories beside them. */
  namesStories?: true;
  isIndexed: boolean;
  image?: ImageFacts;
  article?: ArticleFacts;
  /** Address of the same as Markdown. */
  markdownHref?: string;
}

/** The picture that stands for a page. */
interface ImageFacts {
  /** Absolute. */
  href: string;
  /** In pixels, where they are known. */
  size?: { width: number; height: number };
}

/** A feed of a part of the archive. */
interface FollowedFeed {
  subject: FeedSubject;
  title: string;
}

const STORIES: FollowedFeed = { subject: { kind: 'stories' }, title: '要闻' };

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
      return {
        description: `${site.title}：最新消息，按来源与日期归档。`,
        href: withBase('/'),
        isIndexed: true,
        namesStories: true,
      };
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
        ...(content.preview
          ? { isIndexed: false }
          : {
              ...cardFacts(site, content.article),
              markdownHref: markdownHref(pathHref(content.article.url)),
            }),
      };
    case 'content-page':
      return pageFacts(site, content.page);
    case 'listing':
      return listingFacts(content);
    case 'mix-form':
      return mixFormFacts(content);
    case 'kept':
      return {
        title: '稍后阅读',
        description: '记在这个浏览器里的文章和来源。',
        href: withBase('/kept'),
        isIndexed: true,
      };
    case 'story':
      return storyFacts(content.story);
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

function mixFormFacts({ chosen }: MixFormPage): HeadFacts {
  return {
    title: '自选来源',
    description: '选几个来源，把它们的消息放在一页上。',
    href: withBase('/mix'),
    isIndexed: chosen.length === 0,
  };
}

function listingFacts({ key, listing }: ListingPage): HeadFacts {
  const page = listing.page > 1 ? `（第${listing.page}页）` : '';
  const title = listingTitle({ key, listing });
  return {
    title: title + page,
    description: key.kind === 'mix' ? title + page : `${title}：共${listing.articleCount}条${page}`,
    href: listingHref(key, listing.page),
    ...((key.kind === 'category' || key.kind === 'tag' || key.kind === 'stock' || key.kind === 'mix') && {
      feed: { subject: key, title: listing.title },
    }),
    // A mix that somebody links to may be found; its further pages are those of its categories, in another order.
    isIndexed: key.kind !== 'mix' || listing.page === 1,
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
    case 'mix':
      return `自选：${listing.title}`;
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

function storyFacts({ id, sourceCount, lead, page }: StoryView): HeadFacts {
  const title = articleTitle(lead);
  return {
    title: `${title}（${sourceCount}个来源${page > 1 ? `，第${page}页` : ''}）`,
    description: lead.extract || title,
    href: storyHref(id, page),
    feed: STORIES,
    isIndexed: true,
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
    ...imageFacts(site, article),
    article: {
      ...(article.author !== undefined && { author: article.author }),
      publishedTime: toZonedIso(article.publishedAt, site.timezone),
      modifiedTime: toZonedIso(article.modifiedAt, site.timezone),
      ...(article.category && { section: article.category.title }),
      tags: article.tags,
    },
  };
}

function pageFacts(site: SiteIdentity, page: ContentPageView): HeadFacts {
  return {
    title: articleTitle(page),
    description: articleDescription(page),
    href: pathHref(page.url),
    isIndexed: true,
    ...imageFacts(site, page),
  };
}

function imageFacts(site: SiteIdentity, page: ArticleView | ContentPageView): { image?: ImageFacts } {
  const { lead } = page;
  if (lead?.picture) {
    const { width, height } = lead.picture;
    return { image: { href: site.url + versionedHref(lead), size: { width, height } } };
  }
  const [href] = imageAddresses(site, page);
  return href === undefined ? {} : { image: { href } };
}

/** For an article without a picture that can stand for it, the one that is drawn. */
function cardFacts(site: SiteIdentity, article: ArticleView): { image?: ImageFacts } {
  const card = cardOf(site, article);
  return card ? { image: { href: site.url + cardHref(card, article.url), size: CARD_SIZE } } : {};
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
export function feedsOf(
  site: SiteIdentity,
  { feed: own, namesStories }: Pick<HeadFacts, 'feed' | 'namesStories'>,
): FeedLink[] {
  const toLink = ({ subject, title }: FollowedFeed, format: FeedFormat): FeedLink => ({
    href: site.url + feedHref(subject, format),
    title,
    type: FEED_TYPES[format],
  });
  const whole: FollowedFeed = { subject: { kind: 'latest' }, title: site.title };
  const toTitled = (feed: FollowedFeed): FollowedFeed => ({ ...feed, title: `${feed.title} - ${site.title}` });
  const stories = namesStories ? [toLink(toTitled(STORIES), 'xml')] : [];
  if (!own) return [...FEED_FORMATS.map((format) => toLink(whole, format)), ...stories];
  const titled = toTitled(own);
  return [...FEED_FORMATS.map((format) => toLink(titled, format)), toLink(whole, 'xml')];
}
