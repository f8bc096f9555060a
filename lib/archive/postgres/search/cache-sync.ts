import type { ClientBase } from 'pg';
import { type Draft, type PostingList, sameBits } from '../../../search/segments/index.ts';
import type { SegmentCache } from './segment-cache.ts';
import { fetchColumns, iterateLists, listSegmentRows, type SegmentRow } from './segment-rows.ts';

/** Bits of `user_version` of the copies: why they may not be those that the last update left. */
const IS_CHANGING = 1;
const WAS_COPIED = 2;

/**
 * Makes a node's copies of the segments exactly those of the state that a transaction sees, so that an update can go on from
 * them. The copies are marked as changing until `endChange`: after an update that failed, or a reader's copy, the next update puts
 * them right.
 */
export async function beginChange(cache: SegmentCache, client: ClientBase): Promise<void> {
  const { store } = cache;
  const isOutOfStep = readStep(cache) !== 0;
  writeStep(cache, IS_CHANGING);
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
  await copyMissing(cache, client, rows.values());
}

/**
 * Copies the segments of the state that a transaction sees, and deletes those that it does not have, so that an update of this node would
 * find them. Does nothing while an update changes the copies, or has failed to.
 */
export async function followChanges(cache: SegmentCache, client: ClientBase): Promise<void> {
  const { store } = cache;
  const rows = new Map((await listSegmentRows(client)).map((row) => [row.stamp, row]));
  const isUsable = cache.write(() => {
    const step = readStep(cache);
    if (step & IS_CHANGING) return false;
    let isSame = true;
    for (const { id, stamp } of store.listSegments()) {
      if (rows.delete(stamp)) continue;
      store.delete(id);
      isSame = false;
    }
    if (!isSame || rows.size > 0) writeStep(cache, step | WAS_COPIED);
    return true;
  });
  if (isUsable) await copyMissing(cache, client, rows.values());
}

async function copyMissing(cache: SegmentCache, client: ClientBase, rows: Iterable<SegmentRow>): Promise<void> {
  for (const row of rows) {
    const columns = await fetchColumns(client, row.stamp);
    const lists: PostingList[] = [];
    for await (const some of iterateLists(client, row.stamp)) for (const list of some) lists.push(list);
    // Readers of the same node may have fetched it meanwhile.
    cache.write(() => {
      if (columns && !cache.has(row.stamp)) {
        cache.store.copyIn({ ...row, columns }, lists);
      }
    });
  }
}

/** To be called when the state that was changed to is committed. */
export function endChange(cache: SegmentCache): void {
  writeStep(cache, readStep(cache) & ~IS_CHANGING);
}

/**
 * Makes the draft of a reader a copy, to be called in a transaction. Where documents are may then be said of a segment that the last
 * update deleted, so the next one notes it anew.
 * @returns false where the draft has been deleted meanwhile
 */
export function endCopy(cache: SegmentCache, draft: Draft, stamp: string): boolean {
  const { store } = cache;
  // Another process of the node may have copied it meanwhile.
  if (cache.has(stamp)) {
    store.delete(draft.id);
    return true;
  }
  if (!store.endDraft(draft, stamp)) return false;
  writeStep(cache, readStep(cache) | WAS_COPIED);
  return true;
}

const writeStep = ({ db }: SegmentCache, step: number): void => db.exec(`PRAGMA user_version = ${step}`);
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
