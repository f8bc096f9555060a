import { NEWS_SITEMAP_PATH } from '../../addresses.ts';
import type { SiteIdentity } from '../../archive/index.ts';
import { traditionalHref } from '../../traditional/addresses.ts';

/** What crawlers have no use for, in both forms of the site. */
const DISALLOWED = ['/search$', '/search?', '/feed/search.', '/api/'].flatMap((path) => [path, traditionalHref(path)]);

/** robots.txt (RFC 9309): everything but searches and what is for programs, and where the sitemaps are. */
export function renderRobots(site: SiteIdentity): string {
  const rules = DISALLOWED.map((path) => `Disallow: ${path}\n`).join('');
  return `User-agent: *\n${rules}\nSitemap: ${site.url}/sitemap.xml\nSitemap: ${site.url}${NEWS_SITEMAP_PATH}\n`;
}
