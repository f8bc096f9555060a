/** What programs read: feeds, the sitemap, robots.txt, the description of the search. Pure functions of the archive. */
export { withAbsoluteAddresses } from './absolute-addresses.ts';
export { renderAtomFeed } from './atom.ts';
export { answerConditionally } from './conditional.ts';
export { renderJsonFeed } from './json-feed.ts';
export { renderOpenSearch } from './opensearch.ts';
export { renderOpml } from './opml.ts';
export { parseFeedName, readFeed } from './read-feed.ts';
export { renderRssFeed } from './rss.ts';
export { renderRobots, renderSitemapIndex, renderSitemapPart } from './sitemap.ts';
