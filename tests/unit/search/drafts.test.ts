import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { SEARCH_SCHEMA, SegmentStore, type WholeSegment } from '../../../lib/search/segments/index.ts';

const LIST = { key: 7, before: -1, after: -1, docs: Uint8Array.of(1), positions: Uint8Array.of(2) };

/** A store of one segment, and a copy of it to be added to another one. */
function makeSegment(): { segment: WholeSegment; stamp: string } {
  const store = openStore();
  store.insert([{ article: 1, publishedAt: 5, day: 1, categories: [], signature: undefined }], [LIST]);
  const [stored] = store.listSegments();
  assert.ok(stored);
  return { segment: store.copyOut(stored).segment, stamp: stored.stamp };
}

function openStore(): SegmentStore {
  const db = new DatabaseSync(':memory:');
  db.exec(SEARCH_SCHEMA);
  return new SegmentStore(db);
}

test('lists no segment of which lists may be missing', () => {
  const store = openStore();
  const { segment } = makeSegment();
  store.addToDraft(store.beginDraft(segment), [LIST]);
  assert.deepEqual(store.listSegments(), []);
});

test('lists a segment once its draft has ended', () => {
  const store = openStore();
  const { segment, stamp } = makeSegment();
  const draft = store.beginDraft(segment);
  store.addToDraft(draft, [LIST]);
  store.endDraft(draft, stamp);
  assert.deepEqual(
    store.listSegments().map((stored) => [stored.stamp, store.readDocs(stored.id, LIST.key)]),
    [[stamp, LIST.docs]],
  );
});

test('adds nothing to a segment that has taken the place of a draft', () => {
  const store = openStore();
  const { segment } = makeSegment();
  const draft = store.beginDraft(segment);
  store.dropDraft(draft);
  store.copyIn(segment, []);
  store.addToDraft(draft, [LIST]);
  assert.equal(store.readDocs(draft.id, LIST.key), undefined);
});

test('drops no segment that has taken the place of a draft', () => {
  const store = openStore();
  const { segment } = makeSegment();
  const draft = store.beginDraft(segment);
  store.dropDraft(draft);
  store.copyIn(segment, [LIST]);
  store.dropDraft(draft);
  assert.equal(store.listSegments().length, 1);
});
