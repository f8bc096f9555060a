/**
 * The archive: an index of all published articles in one SQLite file, made from the content folder and disposable.
 */

export { ArchiveError } from './errors.ts';
/** The archive of `DATA_DIR`, opened once for the process at its first use. */
export { getArchive } from './reader.ts';
export { isCursor } from './selection.ts';
export type * from './types.ts';
export { PAGE_SIZE } from './types.ts';
