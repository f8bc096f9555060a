/**
 * The archive: an index of all published articles in one SQLite file, made from the content folder and disposable.
 */
export type * from './types.ts';
export { PAGE_SIZE, SITEMAP_PART_SIZE } from './types.ts';
