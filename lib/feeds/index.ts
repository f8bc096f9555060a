/** What programs read: Atom feeds, the sitemap, robots.txt, the description of the search. Pure functions of the archive's types. */
export { renderAtomFeed } from './atom.ts';
export { answerConditionally } from './conditional.ts';
export { FEED_LENGTH } from './feed.ts';
export { renderOpenSearch } from './opensearch.ts';
export { renderRobots, renderSitemapIndex, renderSitemapPart } from './sitemap.ts';
