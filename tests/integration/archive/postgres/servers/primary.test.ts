import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { PostgresServer } from '../../../../../deploy/cluster/postgres-server.ts';
import { openArchive } from '../../../../../lib/archive/index.ts';
import { openStore } from '../../../../../lib/archive/open-store.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../../support/archive-posts.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile, lastFirst } from '../../../../support/servers/context-of-file.ts';
import { type PostgresPair, startPair } from '../../../../support/servers/postgres-pair.ts';
import { serverOptions, untilReady } from '../../../../support/servers/postgres-server.ts';

const C = '_posts/2022-03-03-c.md';

const context = contextOfFile();
let pair: PostgresPair;
let folder: PortalFolder;

before(async () => {
  pair = await startPair(context);
  folder = new PortalFolder(context, { [A]: text('甲') });
});

/** Titles of the latest articles on one server. */
async function latestOn(databaseUrl: string): Promise<string[]> {
  const archive = openArchive({ dataDir: folder.dataDir, databaseUrl });
  try {
    return titles(await archive.listArticles({ kind: 'latest' }, 1));
  } finally {
    archive.close();
  }
}

// Each test goes on from the one before: a promotion is not undone.

test('does not take the lock of a standby, which keeps nobody from writing', async () => {
  const store = openStore({ dataDir: folder.dataDir, databaseUrl: pair.urlOf(pair.standby), timezone: 'UTC' });
  await assert.rejects(store.takeDuty(), { message: /the server is a standby and cannot be written/ });
});

test('writes to the primary, whichever host is named first', async () => {
  const { primary, standby, urlOf } = pair;
  await folder.update({}, { DATABASE_URL: urlOf(standby, primary) });
  assert.deepEqual(await latestOn(urlOf(primary)), ['甲']);
});

test('says that no server can be written where the primary is gone', async () => {
  const { primary, standby, urlOf } = pair;
  await primary.stop();
  folder.write(B, text('乙'));
  await assert.rejects(folder.update({}, { DATABASE_URL: urlOf(primary, standby) }), {
    name: 'ArchiveError',
    message: /no server can be written \(.*no server answers there/,
  });
});

test('writes to a standby that was promoted', async () => {
  const { primary, standby, urlOf } = pair;
  await standby.promote();
  await folder.update({}, { DATABASE_URL: urlOf(primary, standby) });
  assert.deepEqual(await latestOn(urlOf(standby)), ['乙', '甲']);
});

test('does not write to an old primary that has come back beside the new one', async () => {
  const { primary, standby, urlOf } = pair;
  await primary.start();
  folder.write(C, text('丙'));
  await folder.update({}, { DATABASE_URL: urlOf(primary, standby) });
  assert.deepEqual([await latestOn(urlOf(primary)), await latestOn(urlOf(standby))], [['甲'], ['丙', '乙', '甲']]);
});

test('does not write to an old primary that has come back while the new one is gone', async () => {
  const { primary, standby, urlOf } = pair;
  await standby.stop();
  await assert.rejects(folder.update({}, { DATABASE_URL: urlOf(primary, standby) }), {
    message: /a primary that was passed over has come back, and is not written; make it a standby/,
  });
});

test('writes to a new cluster in the place of the old one, whose history begins anew', async (ofTest) => {
  const context = lastFirst(ofTest);
  const { primary, standby, urlOf } = pair;
  await primary.stop();
  const { options, remove } = await serverOptions();
  context.after(remove);
  const upgraded = await untilReady('a server', (signal) =>
    PostgresServer.create({ ...options, signal, port: standby.port }),
  );
  context.after(() => upgraded.stop());
  await upgraded.query('CREATE DATABASE finews');
  await folder.update({}, { DATABASE_URL: urlOf(primary, standby) });
  assert.deepEqual(await latestOn(urlOf(standby)), ['丙', '乙', '甲']);
});
