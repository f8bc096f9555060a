import { addressMark } from '../../marks.ts';
import type { StaticFile } from '../../types.ts';
import type { Connection } from '../connection.ts';

/** @see Archive.getStaticFile */
export function getStaticFile(index: Connection, url: string): StaticFile | undefined {
  index.note(addressMark(url));
  const row = index.sql("SELECT path FROM files WHERE url = ? AND outcome = 'static' ORDER BY path LIMIT 1").get(url);
  return row && { path: String(row.path) };
}

/** @see Archive.listStaticFiles */
export function listStaticFiles(index: Connection): StaticFile[] {
  return index
    .sql("SELECT path FROM files WHERE url IS NOT NULL AND outcome = 'static'")
    .all()
    .map(({ path }) => ({ path: String(path) }));
}
