/** The archive's door for the one process that writes it. */
import { SqliteStore } from './sqlite/store.ts';
import type { ArchiveStore } from './store.ts';

export { sealArchive } from './sqlite/store.ts';
export type * from './store.ts';

/** The store of a data folder. @param timezone IANA zone in which days are counted */
export function openStore({ dataDir, timezone }: { dataDir: string; timezone: string }): ArchiveStore {
  return new SqliteStore(dataDir, timezone);
}
