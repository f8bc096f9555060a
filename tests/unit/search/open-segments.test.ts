import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import test, { mock } from 'node:test';
import { SearchIndex } from '../../../lib/search/index.ts';
import { decodeColumns, encodeColumns } from '../../../lib/search/segments/columns.ts';
import { SEARCH_SCHEMA } from '../../../lib/search/segments/index.ts';
import { OpenSegments } from '../../../lib/search/segments/open-segments.ts';
import { type SegmentReader, SegmentStore, type StoredSegment } from '../../../lib/search/segments/segment-store.ts';
import { EVERYTHING } from '../../support/archive/query-of.ts';

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

test('reads nothing of segments for a question behind an index that was opened', () => {
  const db = new DatabaseSync(':memory:');
  db.exec(SEARCH_SCHEMA);
  const store = new SegmentStore(db);
  store.insert([{ article: 1, publishedAt: 0, day: 0, categories: [], signature: undefined }], []);
  const index = new SearchIndex(store);
  index.open();
  const reads = mock.method(store, 'readColumns');
  index.find(EVERYTHING, { order: 'date', limit: 1 });
  assert.equal(reads.mock.callCount(), 0);
});
