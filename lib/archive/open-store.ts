/** The archive's door for the one process that writes it. */
import type { ArchiveLocation } from './index.ts';
import { PostgresStore } from './postgres/store.ts';
import { SqliteStore } from './sqlite/store.ts';
import type { ArchiveStore } from './store.ts';

export { sealArchive } from './sqlite/store.ts';
export type * from './store.ts';

interface StoreOptions extends ArchiveLocation {
  /** IANA zone in which days are counted. */
  timezone: string;
}

/** The store of an archive. */
export function openStore({ dataDir, databaseUrl, timezone }: StoreOptions): ArchiveStore {
  if (databaseUrl === undefined) return new SqliteStore(dataDir, timezone);
  return new PostgresStore({ databaseUrl, dataDir, timezone });
}
