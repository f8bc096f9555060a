/**
 * Checks the content folder for editors: everything that indexing says of a file, and what shows only beside other files, such as
 * two posts with one address or a link that leads nowhere. Reads with the pool and the pipeline of indexing; needs no index.
 */
export { type CheckReport, checkContent } from './check-content.ts';
