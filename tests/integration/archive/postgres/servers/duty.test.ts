import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { indexForBuild } from '../../../../../bin/index-content.ts';
import { type ArchiveStore, openStore } from '../../../../../lib/archive/open-store.ts';
import { readSite } from '../../../../../lib/site.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { startSilentProxy } from '../../../../support/servers/silent-proxy.ts';
import { END_HOLDER_OF_LOCK } from '../../../../support/servers/test-database.ts';
import { within } from '../../../../support/wait.ts';

/** How an update is made. */
const MODE = { fingerprint: '', isFull: false, now: new Date() };

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
    `SELECT backend_xmin, backend_xid FROM pg_stat_activity JOIN pg_locks USING (pid)
     WHERE datname = current_database() AND locktype = 'advisory'`,
  );
  assert.deepEqual(rows, [{ backend_xmin: null, backend_xid: null }]);
});

test('leaves no timer that delays the end of a process which has given the duty back', async (context) => {
  const { first } = await makeStores(context);
  const listTimers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout');
  const before = listTimers();
  await (await first.takeDuty())?.release();
  assert.deepEqual(listTimers(), before);
});

/** Lets every wait for a time be over. */
function hurry(context: TestContext): void {
  let now = 0;
  context.mock.method(performance, 'now', () => {
    now += 60_000;
    return now;
  });
}

test('refuses an update of a process without the duty while another has it', async (context) => {
  const { first, second } = await makeStores(context);
  const duty = await first.takeDuty();
  context.after(() => duty?.release());
  hurry(context);
  await assert.rejects(
    second.update(MODE, async () => {}),
    { name: 'ArchiveError', message: /another finews keeps the archive up to date/ },
  );
});

test('lets a build go on while another process has the duty', async (context) => {
  const { folder, first } = await makeStores(context);
  const duty = await first.takeDuty();
  context.after(() => duty?.release());
  hurry(context);
  await indexForBuild(readSite(folder.environment));
});

test('asks for the duty of another process once a second', async (context) => {
  const { first, second } = await makeStores(context);
  const duty = await first.takeDuty();
  let questions = 0;
  const earlyQuestions = Promise.withResolvers<number>();
  const { query } = Client.prototype;
  context.mock.method(Client.prototype, 'query', function (this: Client, ...given: Parameters<typeof query>) {
    const isFirst = JSON.stringify(given[0]).includes('pg_try_advisory_xact_lock') && ++questions === 1;
    // Timers end in the order of their times, however busy the machine is.
    if (isFirst) void sleep(900).then(() => earlyQuestions.resolve(questions));
    return query.apply(this, given);
  });
  const update = second.update(MODE, (writer) => writer.settle(1));
  const count = await within('almost a second', earlyQuestions.promise);
  await duty?.release();
  await within('the update', update);
  assert.equal(count, 1);
});

test('ends an update whose server answers no more', async (context) => {
  const { folder } = await makeStores(context);
  const proxy = await startSilentProxy(context, folder.database?.url ?? '');
  const store = openStore({ ...folder.location, databaseUrl: proxy.url, timezone: 'Asia/Shanghai' });
  const duty = await store.takeDuty();
  context.after(() => duty?.release());
  const update = store.update({ ...MODE, duty }, async (writer) => {
    proxy.silence();
    await writer.settle(1);
  });
  await assert.rejects(within('the end of the update', update), {
    name: 'ArchiveError',
    message: /the right to write is lost/,
  });
});

test('does not wait again and again for a server that does not answer', async (context) => {
  const { folder } = await makeStores(context);
  const url = folder.database?.url ?? '';
  const proxy = await startSilentProxy(context, url);
  proxy.silence();
  context.mock.method(performance, 'now', () => 0);
  const databaseUrl = url.replace(new URL(url).host, `${new URL(proxy.url).host},${new URL(url).host}`);
  const store = openStore({ ...folder.location, databaseUrl, timezone: 'Asia/Shanghai' });
  await (await store.takeDuty())?.release();
  await (await store.takeDuty())?.release();
  assert.equal(proxy.connections, 1);
});
