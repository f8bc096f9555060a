/**
 * The archive: an index of all published articles in one SQLite file, made from the content folder and disposable.
 */

export { isCursor } from '../search/top-hits.ts';
export { ArchiveError } from './errors.ts';
/** The archive of `DATA_DIR`, opened once for the process at its first use. */
export { getArchive } from './sqlite/reader.ts';
export type * from './types.ts';
export { PAGE_SIZE } from './types.ts';
