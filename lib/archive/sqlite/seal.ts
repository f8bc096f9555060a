import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Site } from '../../site.ts';
import { ArchiveError } from '../errors.ts';
import { currentIndex, switchTo } from './generations.ts';

/**
 * Makes the index one file that a read-only file system can serve: without a write-ahead log. The next update opens it
 * for writing again.
 * @throws {ArchiveError} where there is no index
 */
export function sealArchive(site: Site): void {
  const current = currentIndex(site.dataDir);
  if (!current) throw new ArchiveError(`${site.dataDir}: holds no index to seal`);
  const db = new DatabaseSync(current.path);
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
  switchTo(site.dataDir, basename(current.path), true);
}
