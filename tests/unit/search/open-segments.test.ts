import assert from 'node:assert/strict';
import test from 'node:test';
import { decodeColumns, encodeColumns } from '../../../lib/search/segments/columns.ts';
import { OpenSegments } from '../../../lib/search/segments/open-segments.ts';
import type { SegmentReader, StoredSegment } from '../../../lib/search/segments/segment-store.ts';

const COUNT = 8;

test('keeps what it has read of segments where the columns of the next one are not there yet', () => {
  const stored = Array.from({ length: COUNT }, (_, id): StoredSegment => {
    return { id, stamp: `s${id}`, size: 1, oldest: 0, newest: 0, tombstones: undefined };
  });
  const columns = encodeColumns([{ article: 1, publishedAt: 0, day: 0, categories: [], signature: undefined }]);
  /** The columns that have come and were not read yet. */
  const arrived = new Set<number>();
  const reader = {
    getVersion: () => '1',
    listSegments: () => stored,
    readColumns: ({ id, size }: { id: number; size: number }) => {
      if (!arrived.delete(id)) throw Object.assign(new Error('not there yet'), { id });
      return decodeColumns(columns, size);
    },
  } as unknown as SegmentReader;
  const segments = new OpenSegments(reader);
  let fetches = 0;
  for (;;) {
    try {
      segments.list();
      break;
    } catch (error) {
      arrived.add((error as { id: number }).id);
      fetches++;
    }
  }
  assert.equal(fetches, COUNT);
});
