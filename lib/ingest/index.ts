/**
 * From the content folder to the archive: scans the folder, reads what changed on all cores, decides what each file becomes,
 * writes it, and watches for changes. Runs in the one process that writes.
 */
export { type UpdateOptions, type UpdateReport, updateArchive } from './update.ts';
export { type ContentWatch, type WatchOptions, watchContent } from './watch.ts';
