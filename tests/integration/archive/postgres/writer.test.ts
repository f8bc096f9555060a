import assert from 'node:assert/strict';
import test, { mock, type TestContext } from 'node:test';
import { Client } from 'pg';
import { openArchive } from '../../../../lib/archive/index.ts';
import { type Duty, openStore } from '../../../../lib/archive/open-store.ts';
import { endCopy } from '../../../../lib/archive/postgres/search/cache-sync.ts';
import { SegmentCache } from '../../../../lib/archive/postgres/search/segment-cache.ts';
import { EVERYTHING } from '../../../support/archive/query-of.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../support/archive-posts.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';
import { writeSyntheticPosts } from '../../../support/synthetic.ts';
import { within } from '../../../support/wait.ts';

/** What another process does first when it takes over. */
const TAKE_OVER = "UPDATE head SET epoch = epoch + 1, nonce = 'another'";

async function publish(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  return folder;
}

test('writes no more once another has taken over', async (context) => {
  const folder = await publish(context);
  const store = openStore({ ...folder.location, timezone: 'Asia/Shanghai' });
  const update = store.update({ fingerprint: '', isFull: true, now: new Date() }, async (writer) => {
    await folder.query(TAKE_OVER);
    await writer.settle(1);
  });
  await assert.rejects(update, { name: 'ArchiveError', message: /another finews may have taken over/ });
});

/** An archive that was made under a duty, after which another process has taken over. */
async function publishAndLose(context: TestContext): Promise<{ folder: PortalFolder; duty: Duty }> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const duty = await openStore({ ...folder.location, timezone: 'Asia/Shanghai' }).takeDuty();
  assert.ok(duty);
  context.after(() => duty.release());
  await folder.update({ duty });
  await folder.query(TAKE_OVER);
  folder.write(B, text('乙'));
  return { folder, duty };
}

test('writes no more under a duty once another has taken over between two updates', async (context) => {
  const { folder, duty } = await publishAndLose(context);
  await assert.rejects(folder.update({ duty }), { name: 'ArchiveError', message: /this one writes no more/ });
});

test('tells who has the duty that another has taken over, once an update meets it', async (context) => {
  const { folder, duty } = await publishAndLose(context);
  await folder.update({ duty }).catch(() => {});
  assert.equal(await within('the loss of the duty', duty.lost), undefined);
});

test('makes all states of one duty in one epoch', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const duty = await openStore({ ...folder.location, timezone: 'Asia/Shanghai' }).takeDuty();
  context.after(() => duty?.release());
  await folder.update({ duty });
  const before = await folder.archive.getState();
  folder.write(B, text('乙'));
  await folder.update({ duty });
  assert.equal((await folder.archive.getState()).origin, before.origin);
});

test('makes a state of another epoch after another duty of the same process', async (context) => {
  const folder = await publish(context);
  const before = await folder.archive.getState();
  folder.write(B, text('乙'));
  await folder.update();
  assert.notEqual((await folder.archive.getState()).origin, before.origin);
});

test('keeps what there was where a writer that was passed over has tried to write', async (context) => {
  const folder = await publish(context);
  const store = openStore({ ...folder.location, timezone: 'Asia/Shanghai' });
  const mode = { fingerprint: '', isFull: true, now: new Date() };
  await store.update(mode, () => folder.query(TAKE_OVER)).catch(() => {});
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});

test('names another origin when another writes', async (context) => {
  const folder = await publish(context);
  const before = await folder.archive.getState();
  await folder.query(TAKE_OVER);
  folder.write(B, text('乙'));
  await folder.update();
  assert.notEqual((await folder.archive.getState()).origin, before.origin);
});

test('knows what has changed since a state of an earlier writer', async (context) => {
  const folder = await publish(context);
  const before = await folder.archive.getState();
  await folder.query(TAKE_OVER);
  folder.write(B, text('乙'));
  await folder.update();
  const changes = await folder.archive.listChanges(before);
  assert.deepEqual([changes?.marks.has('u/ribao/2022/03/02/b.html'), changes?.marks.has('*')], [true, false]);
});

test('takes a state of a server that went another way for unknown', async (context) => {
  const folder = await publish(context);
  const { number } = await folder.archive.getState();
  assert.equal(await folder.archive.listChanges({ origin: '7:elsewhere', number }), undefined);
});

test('goes on from the state of the database where its own copies of segments are of another', async (context) => {
  const folder = await publish(context);
  // An update that failed after it had changed the copies.
  folder.write(B, text('乙'));
  await folder.query('ALTER TABLE search_segments ADD CONSTRAINT no_more CHECK (false) NOT VALID');
  await assert.rejects(folder.update());
  await folder.query('ALTER TABLE search_segments DROP CONSTRAINT no_more');
  folder.remove(A);
  await folder.update();
  assert.deepEqual(await listFound(context, folder), ['乙']);
});

test('forgets an earlier version of an article where a reader has copied its segment again', async (context) => {
  const folder = await publish(context);
  const cache = new SegmentCache(folder.dataDir);
  context.after(() => cache.close());
  const [first] = cache.store.listSegments();
  assert.ok(first);
  const { segment, lists } = cache.store.copyOut(first);
  const copy = { segment: { ...segment, tombstones: undefined }, lists: [...lists] };
  folder.write(A, text('甲二'));
  await folder.update();
  cache.write(() => {
    const draft = cache.store.beginDraft(copy.segment);
    cache.store.addToDraft(draft, copy.lists);
    endCopy(cache, draft, segment.stamp);
  });
  folder.write(A, text('甲三'));
  await folder.update();
  assert.deepEqual(await listFound(context, folder), ['甲三']);
});

/** Titles of all that a search of everything finds, asked anew. */
async function listFound(context: TestContext, folder: PortalFolder): Promise<string[]> {
  const archive = openArchive(folder.location);
  context.after(() => archive.close());
  return (await archive.search(EVERYTHING, { order: 'date', limit: 5 })).hits.map(({ title }) => title);
}

test('writes many new files with a fraction of a statement for each', async (context) => {
  const posts = 600;
  const folder = new PortalFolder(context, {});
  writeSyntheticPosts(folder.contentDir, posts);
  await folder.update();
  writeSyntheticPosts(folder.contentDir, posts, posts);
  const query = mock.method(Client.prototype, 'query');
  await folder.update();
  query.mock.restore();
  assert.ok(query.mock.callCount() < posts / 2, `${query.mock.callCount()} statements`);
});
