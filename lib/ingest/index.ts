/** The archive's other door, for the one process that writes the index. Pages never come this way. */
export { hasLastState } from '../archive/sqlite/last-state.ts';
export { sealArchive } from '../archive/sqlite/seal.ts';
export { type UpdateOptions, type UpdateReport, updateArchive } from './update.ts';
