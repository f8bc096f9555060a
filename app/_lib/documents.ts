/** Route handlers by their paths: what Next's router does for `app/`, for answers without Next. */
import { MADE_FOLDER, NEWS_SITEMAP_PATH } from '../../lib/addresses.ts';
import { GET as getArrivals } from '../api/arrivals/route.ts';
import { GET as getArticle } from '../api/articles/[...path]/route.ts';
import { GET as listArticles } from '../api/articles/route.ts';
import { GET as listCategories } from '../api/categories/route.ts';
import { GET as getOpenApi } from '../api/openapi.json/route.ts';
import { GET as getQr } from '../api/qr/route.ts';
import { GET as getSearch } from '../api/search/route.ts';
import { GET as getSuggestions } from '../api/suggest/route.ts';
import { GET as getNamedFeed } from '../feed/[name]/route.ts';
import { GET as getMixFeed } from '../feed/mix/[name]/route.ts';
import { GET as getStockFeed } from '../feed/stock/[name]/route.ts';
import { GET as getTagFeed } from '../feed/tag/[name]/route.ts';
import { GET as getJsonFeed } from '../feed.json/route.ts';
import { GET as getRssFeed } from '../feed.rss/route.ts';
import { GET as getAtomFeed } from '../feed.xml/route.ts';
import { GET as getFeeds } from '../feeds.opml/route.ts';
import { GET as getLlms } from '../llms.txt/route.ts';
import { GET as getOpenSearch } from '../opensearch.xml/route.ts';
import { GET as getRobots } from '../robots.txt/route.ts';
import { GET as getSitemapPart } from '../sitemap/[name]/route.ts';
import { GET as getSitemap } from '../sitemap.xml/route.ts';
import { GET as getSpeculationRules } from '../speculation-rules.json/route.ts';
import { GET as getJsonStories } from '../stories.json/route.ts';
import { GET as getRssStories } from '../stories.rss/route.ts';
import { GET as getAtomStories } from '../stories.xml/route.ts';
import { answerNewsSitemap } from './news-sitemap.ts';
import { answerPicture } from './picture-answer.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type NamedHandler = (request: Request, context: { params: Promise<{ name: string }> }) => Response | Promise<Response>;
/** @param now seconds since 1970 */
type ClockHandler = (request: Request, now: number) => Response | Promise<Response>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/api/arrivals': getArrivals,
  '/api/articles': listArticles,
  '/api/categories': listCategories,
  '/api/openapi.json': getOpenApi,
  '/api/qr': getQr,
  '/api/search': getSearch,
  '/api/suggest': getSuggestions,
  '/feed.json': getJsonFeed,
  '/feed.rss': getRssFeed,
  '/feed.xml': getAtomFeed,
  '/feeds.opml': getFeeds,
  '/llms.txt': getLlms,
  '/opensearch.xml': getOpenSearch,
  '/robots.txt': getRobots,
  '/sitemap.xml': getSitemap,
  '/stories.json': getJsonStories,
  '/stories.rss': getRssStories,
  '/stories.xml': getAtomStories,
  '/speculation-rules.json': getSpeculationRules,
};

/** Handlers below a folder, which take the last segment of the path as a name. */
const NAMED_HANDLERS: Readonly<Record<string, NamedHandler>> = {
  '/feed': getNamedFeed,
  '/feed/mix': getMixFeed,
  '/feed/stock': getStockFeed,
  '/feed/tag': getTagFeed,
  '/sitemap': getSitemapPart,
};

/** The handler for a canonical path; `undefined` for a path that no route handler answers. */
export function findDocument(path: string): ClockHandler | undefined {
  if (path === NEWS_SITEMAP_PATH) return answerNewsSitemap;
  if (Object.hasOwn(HANDLERS, path)) return HANDLERS[path];
  // Its own address says which article.
  if (path.startsWith('/api/articles/')) return getArticle;
  if (path.startsWith(`${MADE_FOLDER}/`)) return answerPicture;
  const [, folder = '', segment = ''] = /^(\/.+)\/([^/]+)$/.exec(path) ?? [];
  const name = decodeURIComponent(segment);
  if (folder === '/news-sitemap') return (request, now) => answerNewsSitemap(request, now, name);
  const named = Object.hasOwn(NAMED_HANDLERS, folder) ? NAMED_HANDLERS[folder] : undefined;
  return named && ((request) => named(request, { params: Promise.resolve({ name }) }));
}
