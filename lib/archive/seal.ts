import { DatabaseSync } from 'node:sqlite';
import type { Site } from '../site.ts';
import { ArchiveError } from './errors.ts';
import { currentIndex } from './files.ts';

/**
 * Makes the index one file that a read-only file system can serve: without a write-ahead log.
 * @throws {ArchiveError} where there is no index
 */
export function sealArchive(site: Site): void {
  const file = currentIndex(site.dataDir);
  if (file === undefined) throw new ArchiveError(`${site.dataDir}: holds no index to seal`);
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
}
