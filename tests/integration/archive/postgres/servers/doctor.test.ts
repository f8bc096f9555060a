import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { diagnoseArchive } from '../../../../../lib/archive/diagnose/index.ts';
import { POST_A as A, text } from '../../../../support/archive-posts.ts';
import { runFinews } from '../../../../support/command/run-finews.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile } from '../../../../support/servers/context-of-file.ts';
import { freePort } from '../../../../support/servers/next-server.ts';
import { type PostgresPair, startPair } from '../../../../support/servers/postgres-pair.ts';

const context = contextOfFile();
let pair: PostgresPair;
let folder: PortalFolder;

before(async () => {
  pair = await startPair(context);
  folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update({}, { DATABASE_URL: pair.urlOf(pair.primary) });
});

const examine = (environment: Record<string, string>, options: readonly string[] = []) =>
  runFinews(['doctor', ...options], { CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir, ...environment });

test('names the role, the version, the encoding and the lag of each server', async () => {
  const { primary, standby, urlOf } = pair;
  const { stdout } = await examine({ DATABASE_URL: urlOf(primary), DATABASE_REPLICA_URLS: urlOf(standby) });
  const lines = [
    `ok connection postgres://127.0.0.1:${primary.port}/finews: the primary, as postgres`,
    `ok connection postgres://127.0.0.1:${standby.port}/finews: a standby, as postgres`,
    `ok encoding postgres://127.0.0.1:${standby.port}/finews: UTF8`,
    `ok replication postgres://127.0.0.1:${standby.port}/finews: 0.0 s behind what it has received`,
    `ok primary postgres://127.0.0.1:${primary.port}/finews: one server can be written`,
  ];
  const found = stdout.split('\n').map((line) => line.replace(/ +/g, ' '));
  assert.deepEqual(
    lines.filter((line) => !found.includes(line)),
    [],
  );
});

test('finds that only a standby is named', async () => {
  const { code, stdout } = await examine({ DATABASE_URL: pair.urlOf(pair.standby) });
  assert.deepEqual([code, /^error +primary .*none of its servers can be written/m.test(stdout)], [1, true]);
});

test('finds that a server does not answer', async () => {
  const { code, stdout } = await examine({ DATABASE_URL: `postgres://postgres@127.0.0.1:${await freePort()}/finews` });
  assert.deepEqual([code, /^error +connection .*no server answers there/m.test(stdout)], [1, true]);
});

test('finds an encoding that cannot hold all texts', async () => {
  await pair.primary.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
  const { code, stdout } = await examine({ DATABASE_URL: pair.urlOf(pair.primary).replace(/finews$/, 'latin') });
  assert.deepEqual(
    [code, /^error +encoding .*LATIN1; make the database with ENCODING 'UTF8'/m.test(stdout)],
    [1, true],
  );
});

test('finds that the clocks are a minute apart', async (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 });
  const found = await diagnoseArchive({
    databaseUrl: pair.urlOf(pair.primary),
    dataDir: folder.dataDir,
    isReadOnly: false,
  });
  assert.equal(found.find(({ check }) => check === 'clock')?.level, 'error');
});

test('finds a standby that receives nothing', async () => {
  const { primary, standby, urlOf } = pair;
  await primary.stop();
  try {
    const { stdout } = await examine({ DATABASE_URL: urlOf(primary, standby) }, ['--read-only']);
    assert.match(stdout, /^warning +replication .*receives nothing from a primary/m);
  } finally {
    await primary.start();
  }
});
