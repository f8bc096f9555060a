import {
  decodePiece,
  encodePieces,
  type PostingList,
  type StoredSegment,
  sameBits,
  toBitset,
  type WholeSegment,
} from '../../../search/segments/index.ts';
import type { Statements } from '../servers/statement-queue.ts';

/** What the database lists of a segment. */
export type SegmentRow = Omit<StoredSegment, 'id'>;

/** Pieces that are fetched in one round trip: some megabyte, which takes few milliseconds to write. */
const PIECES_AT_ONCE = 16;

/** All segments of the state that a transaction sees. */
export async function listSegmentRows(client: Statements): Promise<SegmentRow[]> {
  const { rows } = await client.query(
    `SELECT stamp, size, oldest, newest, documents FROM search_segments LEFT JOIN search_tombstones USING (stamp)
     ORDER BY stamp`,
  );
  return rows.map(({ stamp, size, oldest, newest, documents }) => ({
    stamp,
    size,
    oldest,
    newest,
    tombstones: documents === null ? undefined : toBitset(documents, size),
  }));
}

/** The columns of a segment; `undefined` where it is deleted. */
export async function fetchColumns(client: Statements, stamp: string): Promise<Uint8Array | undefined> {
  const { rows } = await client.query('SELECT columns FROM search_segments WHERE stamp = $1', [stamp]);
  return rows[0]?.columns;
}

/** Whether there is such a segment. One that is deleted never comes back. */
export async function hasSegment(client: Statements, stamp: string): Promise<boolean> {
  const { rows } = await client.query('SELECT 1 FROM search_segments WHERE stamp = $1', [stamp]);
  return rows.length > 0;
}

/** All posting lists of a segment, some at a time; without those that are deleted meanwhile, where no transaction keeps them. */
export async function* iterateLists(client: Statements, stamp: string): AsyncGenerator<PostingList[]> {
  let last = -1;
  for (;;) {
    const { rows } = await client.query(
      'SELECT first_key, lists FROM search_pieces WHERE stamp = $1 AND first_key > $2 ORDER BY first_key LIMIT $3',
      [stamp, last, PIECES_AT_ONCE],
    );
    yield rows.flatMap(({ first_key: firstKey, lists: bytes }) => [...decodePiece({ firstKey, bytes })]);
    if (rows.length < PIECES_AT_ONCE) return;
    last = rows.at(-1)?.first_key;
  }
}

/** A posting list and the segment that it is of. */
export interface SegmentList {
  stamp: string;
  list: PostingList;
}

/** The posting lists of these keys in those of the segments that have them. Each piece that holds some of them is sent once. */
export async function fetchLists(
  client: Statements,
  stamps: readonly string[],
  keys: readonly number[],
): Promise<SegmentList[]> {
  const { rows } = await client.query(
    `WITH held AS (
       SELECT DISTINCT s.stamp, p.first_key FROM unnest($1::uuid[]) AS s (stamp), unnest($2::bigint[]) AS k (key), LATERAL (
         SELECT first_key FROM search_pieces WHERE stamp = s.stamp AND first_key <= k.key ORDER BY first_key DESC LIMIT 1
       ) p
     )
     SELECT stamp, first_key, lists FROM held JOIN search_pieces USING (stamp, first_key)`,
    [stamps, keys],
  );
  const wanted = new Set(keys);
  const last = Math.max(...keys);
  const found: SegmentList[] = [];
  for (const { stamp, first_key: firstKey, lists: bytes } of rows) {
    for (const list of decodePiece({ firstKey, bytes })) {
      if (wanted.has(list.key)) found.push({ stamp, list });
      if (list.key >= last) break;
    }
  }
  return found;
}

async function storeSegment(client: Statements, segment: WholeSegment, lists: Iterable<PostingList>): Promise<void> {
  const { stamp, size, oldest, newest, columns } = segment;
  await client.query('INSERT INTO search_segments VALUES ($1, $2, $3, $4, $5)', [
    stamp,
    size,
    oldest,
    newest,
    Buffer.from(columns),
  ]);
  for (const { firstKey, bytes } of encodePieces(lists)) {
    await client.query('INSERT INTO search_pieces VALUES ($1, $2, $3)', [stamp, firstKey, Buffer.from(bytes)]);
  }
}

/** Where segments are copied from. */
interface SegmentOrigin {
  copyOut(stored: StoredSegment): { segment: WholeSegment; lists: Iterable<PostingList> };
}

/** Makes these segments of another store those of the database, in the caller's transaction. */
export async function shipSegments(
  origin: SegmentOrigin,
  segments: readonly StoredSegment[],
  client: Statements,
): Promise<void> {
  const known = new Map((await listSegmentRows(client)).map((row) => [row.stamp, row]));
  for (const stored of segments) {
    const row = known.get(stored.stamp);
    known.delete(stored.stamp);
    if (!row) {
      const { segment, lists } = origin.copyOut(stored);
      await storeSegment(client, segment, lists);
    }
    if (!stored.tombstones || sameBits(stored.tombstones, row?.tombstones)) continue;
    await client.query(
      'INSERT INTO search_tombstones VALUES ($1, $2) ON CONFLICT (stamp) DO UPDATE SET documents = excluded.documents',
      [stored.stamp, Buffer.from(new Uint8Array(stored.tombstones.buffer))],
    );
  }
  for (const table of ['search_segments', 'search_tombstones', 'search_pieces']) {
    await client.query(`DELETE FROM ${table} WHERE stamp = ANY($1::uuid[])`, [[...known.keys()]]);
  }
}
