import { findOwnAddress } from '../addresses.ts';
import { withoutBase } from '../base-path.ts';
import { simplifiedPath } from '../traditional/addresses.ts';

/** What an address is of: few words, whatever is asked for. */
export type AddressKind =
  | 'home'
  | 'article'
  | 'listing'
  | 'search'
  | 'preview'
  | 'feed'
  | 'sitemap'
  | 'api'
  | 'document'
  | 'file'
  | 'health';

const KINDS: Readonly<Record<string, AddressKind>> = {
  '/': 'home',
  '/search': 'search',
  '/preview': 'preview',
  '/feed': 'feed',
  '/feed.xml': 'feed',
  '/feed.rss': 'feed',
  '/feed.json': 'feed',
  '/feed/search.xml': 'feed',
  '/feed/search.rss': 'feed',
  '/feed/search.json': 'feed',
  '/stories.xml': 'feed',
  '/stories.rss': 'feed',
  '/stories.json': 'feed',
  '/feeds.opml': 'feed',
  '/sitemap.xml': 'sitemap',
  '/sitemap': 'sitemap',
  '/news-sitemap.xml': 'sitemap',
  '/news-sitemap': 'sitemap',
  '/api': 'api',
  '/api/search': 'search',
  '/api/suggest': 'search',
  '/api/arrivals': 'api',
  '/api/qr': 'api',
  '/healthz': 'health',
  '/readyz': 'health',
};
/** Files of the application, and of the content folder but for pages. */
const FILE = /^\/_next\/|\.(?!html?$)[a-z0-9]{1,6}$/i;

/** The kind of an address as it was asked for, with its query. `article` is everything that may be one, pages included. */
export function kindOf(url: string): AddressKind {
  const mark = url.indexOf('?');
  const asked = mark < 0 ? url : url.slice(0, mark);
  const inside = withoutBase(asked) ?? asked;
  const path = simplifiedPath(inside || '/');
  const own = findOwnAddress(path);
  if (!own) return FILE.test(path) ? 'file' : 'article';
  if (own.kind === 'file') return 'file';
  return KINDS[own.path] ?? (own.kind === 'page' ? 'listing' : 'document');
}
