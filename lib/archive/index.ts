/**
 * The archive: every published article, and all that pages, feeds and searches ask about them. `Archive` is what readers may
 * ask. It stands before one store: an SQLite file in DATA_DIR, made from the content folder and disposable. The process that
 * writes enters by `open-store.ts`, so that pages do not load what only writing needs.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Archive, Observed } from './archive.ts';
import { SqlArchive } from './sql/archive.ts';
import { SqliteSource } from './sqlite/connection.ts';

export { type Archive, type ArchiveState, type Observed, PAGE_SIZE } from './archive.ts';
export { type ArchiveChanges, isTouched } from './changes.ts';
export { ArchiveError } from './errors.ts';
export { isSearchMark, type Mark } from './marks.ts';
export type * from './types.ts';

/** The archive of a data folder. It is opened at the first question. */
export function openArchive(dataDir: string): Archive {
  return new SqlArchive(new SqliteSource(dataDir));
}

let archive: Archive | undefined;
/** The archive in one state, for what runs within `observeArchive`. */
const observed = new AsyncLocalStorage<Archive>();

/** The archive of DATA_DIR, kept for the process. Within `observeArchive` it is in the observed state. */
export function getArchive(): Archive {
  const current = observed.getStore();
  if (current) return current;
  archive ??= openArchive(process.env.DATA_DIR || '.data');
  return archive;
}

/** Runs code whose questions to `getArchive()` all see one state. @see Archive.observe */
export async function observeArchive<Result>(run: () => Promise<Result>): Promise<Observed<Result>> {
  return getArchive().observe((current) => observed.run(current, run));
}
