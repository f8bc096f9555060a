import { NEWS_SITEMAP_PATH } from '../../addresses.ts';
import type { SiteIdentity } from '../../archive/index.ts';
import { withBase } from '../../base-path.ts';
import { traditionalHref } from '../../traditional/addresses.ts';

/** What crawlers have no use for, in both forms of the site. */
const DISALLOWED = ['/search$', '/search?', '/feed/search.', '/mix/*/edit$', '/mix?', '/feed/mix/', '/api/'];

/** robots.txt (RFC 9309): everything but searches and what is for programs, and where the sitemaps are. */
export function renderRobots(site: SiteIdentity): string {
  const paths = DISALLOWED.map(withBase).flatMap((path) => [path, traditionalHref(path)]);
  const rules = paths.map((path) => `Disallow: ${path}\n`).join('');
  const urlOf = (path: string): string => site.url + withBase(path);
  return `User-agent: *\n${rules}\nSitemap: ${urlOf('/sitemap.xml')}\nSitemap: ${urlOf(NEWS_SITEMAP_PATH)}\n`;
}
