import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Client } from 'pg';
import { type ArchiveStore, openStore } from '../../../../lib/archive/open-store.ts';
import { endCopy } from '../../../../lib/archive/postgres/search/cache-sync.ts';
import { SegmentCache } from '../../../../lib/archive/postgres/search/segment-cache.ts';
import { POST_A as A, text } from '../../../support/archive-posts.ts';
import { PortalFolder, postText } from '../../../support/portal-folder.ts';

/** So many segments of one document are merged into one. */
const FAN_IN = 8;

async function publish(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  return folder;
}

function openCopies(context: TestContext, dataDir: string): SegmentCache {
  const cache = new SegmentCache(dataDir);
  context.after(() => cache.close());
  return cache;
}

const stampsOf = (cache: SegmentCache): string[] => cache.store.listSegments().map(({ stamp }) => stamp);

/** A process on another machine, with its copies, that waits for the duty. */
function startWaiting(context: TestContext, folder: PortalFolder): { store: ArchiveStore; copies: SegmentCache } {
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-waiting-'));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const store = openStore({ ...folder.location, dataDir, timezone: 'Asia/Shanghai' });
  return { store, copies: openCopies(context, dataDir) };
}

const follow = (store: ArchiveStore): Promise<void> => store.follow(new AbortController().signal);

test('has all segments where it waits to take over', async (context) => {
  const folder = await publish(context);
  const { store, copies } = startWaiting(context, folder);
  await follow(store);
  assert.deepEqual(stampsOf(copies), stampsOf(openCopies(context, folder.dataDir)));
});

test('keeps no segment that is gone where it waits to take over', async (context) => {
  const folder = await publish(context);
  const { store, copies } = startWaiting(context, folder);
  await follow(store);
  await folder.query('DELETE FROM search_segments');
  await follow(store);
  assert.deepEqual(stampsOf(copies), []);
});

test('deletes nothing of an update of the same node that is under way', async (context) => {
  const folder = await publish(context);
  const copies = openCopies(context, folder.dataDir);
  const store = openStore({ ...folder.location, timezone: 'Asia/Shanghai' });
  const before = stampsOf(copies);
  await folder.query('DELETE FROM search_segments');
  copies.db.exec('PRAGMA user_version = 1');
  await follow(store);
  assert.deepEqual(stampsOf(copies), before);
});

test('publishes no segment again that a reader copies behind its merge', async (context) => {
  const folder = await publish(context);
  for (let n = 1; n < FAN_IN - 1; n++) {
    folder.write(`_posts/2022-04-01-m${n}.md`, postText({ title: `合并${n}` }));
    await folder.update();
  }
  const copies = openCopies(context, folder.dataDir);
  const [first] = copies.store.listSegments();
  assert.ok(first);
  const { segment, lists } = copies.store.copyOut(first);
  const copy = [...lists];
  const copyAgain = (): boolean =>
    copies.write(() => {
      const draft = copies.store.beginDraft(segment);
      copies.store.addToDraft(draft, copy);
      return endCopy(copies, draft, segment.stamp);
    });
  const ask = Client.prototype.query as (...values: unknown[]) => unknown;
  let isCopied = false;
  context.mock.method(Client.prototype, 'query', function query(this: Client, ...values: unknown[]) {
    // What an update asks when it has merged, and ships.
    if (!isCopied && !copies.has(segment.stamp)) isCopied = copyAgain();
    return ask.apply(this, values);
  });
  folder.write(`_posts/2022-04-01-m${FAN_IN}.md`, postText({ title: `合并${FAN_IN}` }));
  await folder.update();
  const rows = await folder.query('SELECT stamp FROM search_segments');
  assert.deepEqual([isCopied, rows?.length], [true, 1]);
});
