import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { type ArchiveStore, openStore } from '../../../../../lib/archive/open-store.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { END_HOLDER_OF_LOCK } from '../../../../support/servers/test-database.ts';
import { within } from '../../../../support/wait.ts';

async function makeStores(
  context: TestContext,
): Promise<{ folder: PortalFolder; first: ArchiveStore; second: ArchiveStore }> {
  const folder = new PortalFolder(context);
  await folder.database?.create();
  const open = () => openStore({ ...folder.location, timezone: 'Asia/Shanghai' });
  return { folder, first: open(), second: open() };
}

test('gives the duty to write to one process at a time', async (context) => {
  const { first, second } = await makeStores(context);
  const duty = await first.takeDuty();
  context.after(() => duty?.release());
  assert.equal(await second.takeDuty(), undefined);
});

test('gives the duty to write to another process once it is released', async (context) => {
  const { first, second } = await makeStores(context);
  await (await first.takeDuty())?.release();
  const duty = await second.takeDuty();
  context.after(() => duty?.release());
  assert.ok(duty);
});

test('tells who has the duty to write that the server has taken it back', async (context) => {
  const { folder, first } = await makeStores(context);
  const duty = await first.takeDuty();
  context.after(() => duty?.release());
  await folder.query(END_HOLDER_OF_LOCK);
  assert.ok(duty);
  assert.equal(await within('the loss of the duty', duty.lost), undefined);
});

test('gives the duty to write to another process when the connection of the first has ended', async (context) => {
  const { folder, first, second } = await makeStores(context);
  const lost = await first.takeDuty();
  await folder.query(END_HOLDER_OF_LOCK);
  await within('the loss of the duty', lost?.lost ?? Promise.resolve());
  const duty = await second.takeDuty();
  context.after(async () => {
    await lost?.release();
    await duty?.release();
  });
  assert.ok(duty);
});

test('keeps no old rows from being cleaned up while it has the duty to write', async (context) => {
  const { folder, first } = await makeStores(context);
  const duty = await first.takeDuty();
  context.after(() => duty?.release());
  const rows = await folder.query(
    `SELECT backend_xmin, backend_xid FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'finews writer' AND state = 'idle in transaction'`,
  );
  assert.deepEqual(rows, [{ backend_xmin: null, backend_xid: null }]);
});
