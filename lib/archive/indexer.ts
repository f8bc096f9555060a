/** The archive's other door, for the one process that writes the index. Pages never come this way. */
export { hasLastState } from './last-state.ts';
export { sealArchive } from './seal.ts';
export { type UpdateOptions, type UpdateReport, updateArchive } from './update.ts';
