import { DatabaseSync } from 'node:sqlite';
import { ArchiveError } from '../errors.ts';
import { currentIndex } from './generations.ts';

/** True where DATA_DIR has an index that can be read and knows files, whatever settings it was made with. */
export function hasLastState(dataDir: string): boolean {
  const current = currentIndex(dataDir);
  if (!current) return false;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(current.path, { readOnly: true, timeout: 5_000 });
    return db.prepare('SELECT 1 FROM files LIMIT 1').get() !== undefined;
  } catch {
    // Damaged or foreign: nothing that could be served.
    return false;
  } finally {
    db?.close();
  }
}

/** An empty content folder is a disk that is not mounted, sooner than the wish to delete everything. */
export const emptyFolder = (contentDir: string): ArchiveError =>
  new ArchiveError(
    `CONTENT_DIR: ${contentDir}: the content folder is empty, and the index stays as it is; if it is meant to be empty, run: finews index --full`,
  );
