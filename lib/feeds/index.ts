/** What programs read: feeds, sitemaps, robots.txt, the description of the search. Pure functions of the archive. */
export { withAbsoluteAddresses } from './absolute-addresses.ts';
export { renderAtomFeed } from './atom.ts';
export { answerConditionally } from './conditional.ts';
export { linkHeaderOf } from './feed.ts';
export { renderJsonFeed } from './json-feed.ts';
export { renderOpenSearch } from './opensearch.ts';
export { renderOpml } from './opml.ts';
export { parseFeedName, readFeed } from './read-feed.ts';
export { renderRssFeed } from './rss.ts';
export { makeNewsSitemap } from './sitemaps/news-sitemap.ts';
export { renderRobots } from './sitemaps/robots.ts';
export { renderSitemapIndex, renderSitemapPart } from './sitemaps/sitemap.ts';
