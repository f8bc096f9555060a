/**
 * The archive: every published article, and all that pages, feeds and searches ask about them. `Archive` is what readers may
 * ask. Two stores can stand behind it: an SQLite file in DATA_DIR, made from
 * the content folder and disposable, or a PostgreSQL database that several nodes read. The process that
 * writes enters by `open-store.ts`, so that pages do not load what only writing needs.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { splitReplicaUrls } from '../database-address.ts';
import type { Archive, ArchiveState, Observed } from './archive.ts';
import { PostgresSource } from './postgres/source.ts';
import { SqlArchive } from './sql/archive.ts';
import { SqliteSource } from './sqlite/connection.ts';

export { type Archive, type ArchiveState, type Observed, PAGE_SIZE } from './archive.ts';
export { type ArchiveChanges, isTouched } from './changes.ts';
export { ArchiveError, BusyError } from './errors.ts';
export { isQuestion, type Mark } from './marks.ts';
export type * from './types.ts';

/** Where an archive is. */
export interface ArchiveLocation {
  /** The data folder: holds the archive, or a node's copies of parts of it. */
  dataDir: string;
  /** Of the PostgreSQL database that holds the archive; absent where it is in the data folder. May name several hosts. */
  databaseUrl?: string | undefined;
  /** Of replicas of that database, from which pages are read. */
  replicaUrls?: readonly string[] | undefined;
  /** How far a replica may lag before others, or the primary, are read in its place. */
  maxLagSeconds?: number | undefined;
}

export const DEFAULT_MAX_LAG_SECONDS = 5;

/** An archive. It is opened at the first question. */
export function openArchive({ dataDir, databaseUrl, replicaUrls, maxLagSeconds }: ArchiveLocation): Archive {
  if (databaseUrl === undefined) return new SqlArchive(new SqliteSource(dataDir));
  const options = { replicaUrls: replicaUrls ?? [], maxLagSeconds: maxLagSeconds ?? DEFAULT_MAX_LAG_SECONDS };
  return new SqlArchive(new PostgresSource({ databaseUrl, dataDir, ...options }));
}

/** The archive that environment variables name, which whoever started this process has checked. */
const locationOf = (environment: NodeJS.ProcessEnv): ArchiveLocation => ({
  dataDir: environment.DATA_DIR || '.data',
  databaseUrl: environment.DATABASE_URL || undefined,
  replicaUrls: splitReplicaUrls(environment.DATABASE_REPLICA_URLS ?? ''),
  maxLagSeconds: environment.MAX_LAG_SECONDS ? Number(environment.MAX_LAG_SECONDS) : undefined,
});

let archive: Archive | undefined;
/** The archive in one state, for what runs within `observeArchive`. */
const observed = new AsyncLocalStorage<Archive>();

/** The archive of DATABASE_URL or of DATA_DIR, kept for the process. Within `observeArchive` it is in the observed state. */
export function getArchive(): Archive {
  const current = observed.getStore();
  if (current) return current;
  archive ??= openArchive(locationOf(process.env));
  return archive;
}

/** Runs code whose questions to `getArchive()` all see one state. @see Archive.observe */
export async function observeArchive<Result>(
  run: () => Promise<Result>,
  least?: ArchiveState,
): Promise<Observed<Result>> {
  return getArchive().observe((current) => observed.run(current, run), least);
}
