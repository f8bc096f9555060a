import type { ClientBase } from 'pg';
import { sameBits } from '../../../search/segments/index.ts';
import type { SegmentCache } from './segment-cache.ts';
import { fetchAllLists, fetchColumns, listSegmentRows } from './segment-rows.ts';

/** What `user_version` of the copies says: anything but 0, that they may not be those that the last update left. */
const IS_CHANGING = 1;
const WAS_COPIED = 2;

/**
 * Makes a node's copies of the segments exactly those of the state that a transaction sees, so that an update can go on from
 * them. The copies are marked as changing until `endChange`: after an update that failed, or a reader's copy, the next update puts
 * them right.
 */
export async function beginChange(cache: SegmentCache, client: ClientBase): Promise<void> {
  const { db, store } = cache;
  const isOutOfStep = readStep(cache) !== 0;
  db.exec(`PRAGMA user_version = ${IS_CHANGING}`);
  const rows = new Map((await listSegmentRows(client)).map((row) => [row.stamp, row]));
  cache.write(() => {
    for (const stored of store.listSegments()) {
      const row = rows.get(stored.stamp);
      if (!row) store.delete(stored.id);
      else if (isOutOfStep || !sameBits(stored.tombstones, row.tombstones)) {
        store.replaceTombstones(stored.id, row.tombstones);
        store.writePlaces({ ...stored, tombstones: row.tombstones });
      }
      rows.delete(stored.stamp);
    }
    if (isOutOfStep) store.forgetMissing();
  });
  for (const row of rows.values()) {
    const columns = await fetchColumns(client, row.stamp);
    const lists = await fetchAllLists(client, row.stamp);
    // Readers of the same node may have fetched it meanwhile.
    cache.write(() => {
      if (columns && !cache.has(row.stamp)) {
        store.copyIn({ ...row, columns }, lists);
      }
    });
  }
}

/** To be called when the state that was changed to is committed. */
export function endChange(cache: SegmentCache): void {
  if (readStep(cache) === IS_CHANGING) cache.db.exec('PRAGMA user_version = 0');
}

/** To be called where a reader copies a segment: where documents are may then be said of one that the last update deleted. */
export function noteCopied({ db }: SegmentCache): void {
  db.exec(`PRAGMA user_version = ${WAS_COPIED}`);
}

const readStep = ({ db }: SegmentCache): number => Number(db.prepare('PRAGMA user_version').get()?.user_version);

/** Takes all segments over from an SQLite file that has the same tables. */
export function copyAll(cache: SegmentCache, file: string): void {
  const { db } = cache;
  db.prepare('ATTACH ? AS made').run(file);
  try {
    cache.write(() => {
      for (const table of ['search_segments', 'search_tombstones', 'search_postings', 'search_documents']) {
        db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM made.${table}`);
      }
    });
  } finally {
    db.exec('DETACH made');
  }
}
