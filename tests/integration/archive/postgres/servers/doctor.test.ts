import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import test, { before, type TestContext } from 'node:test';
import { diagnoseArchive } from '../../../../../lib/archive/diagnose/index.ts';
import { POST_A as A, text } from '../../../../support/archive-posts.ts';
import { runFinews } from '../../../../support/command/run-finews.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile } from '../../../../support/servers/context-of-file.ts';
import { freePort } from '../../../../support/servers/free-port.ts';
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
    `ok primary postgres://127.0.0.1:${primary.port}/finews: one server can be written`,
  ];
  const found = stdout.split('\n').map((line) => line.replace(/ +/g, ' '));
  assert.deepEqual(
    lines.filter((line) => !found.includes(line)),
    [],
  );
});

const place = (server: { port: number }): string => `postgres://127.0.0.1:${server.port}/finews`;

test('holds a standby against the primary', async () => {
  const { primary, standby, urlOf } = pair;
  const { stdout } = await examine({ DATABASE_URL: urlOf(primary), DATABASE_REPLICA_URLS: urlOf(standby) });
  assert.match(stdout, new RegExp(`^ok +replication +${place(standby)}: \\d\\.\\d s behind the primary$`, 'm'));
});

test('finds a standby that has not received what the primary has', async (context) => {
  const { primary, standby, urlOf } = pair;
  const [receiver] = await standby.query('SELECT pid FROM pg_stat_wal_receiver');
  const pid = Number(receiver?.pid);
  process.kill(pid, 'SIGSTOP');
  context.after(() => process.kill(pid, 'SIGCONT'));
  await primary.query('CREATE TABLE missed AS SELECT generate_series(1, 1000)');
  context.after(() => primary.query('DROP TABLE missed'));
  const { stdout } = await examine({
    DATABASE_URL: urlOf(primary),
    DATABASE_REPLICA_URLS: urlOf(standby),
    MAX_LAG_SECONDS: '1',
  });
  assert.match(
    stdout,
    new RegExp(`^warning +replication +${place(standby)}: more than 1 s behind the primary, 1 MB`, 'm'),
  );
});

test('says that a standby alone cannot tell what it lacks', async () => {
  const { standby, urlOf } = pair;
  const { stdout } = await examine({ DATABASE_URL: urlOf(standby) }, ['--read-only']);
  assert.match(stdout, /^ok +replication .* s behind what it has received; .* only the primary tells$/m);
});

test("says that the room on a server's disk cannot be seen", async () => {
  const { stdout } = await examine({ DATABASE_URL: pair.urlOf(pair.primary) });
  assert.match(
    stdout,
    /^ok +free space +postgres:\/\/.*: the database has \d+ MB; what is free .* cannot be seen from here$/m,
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

test('names the setting of replicas where one of them does not answer', async () => {
  const replica = `postgres://postgres@127.0.0.1:${await freePort()}/finews`;
  const { stdout } = await examine({ DATABASE_URL: pair.urlOf(pair.primary), DATABASE_REPLICA_URLS: replica });
  assert.match(stdout, /^error +connection .*no server answers there; start it, or mend DATABASE_REPLICA_URLS$/m);
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
  const { contentDir, dataDir } = folder;
  const found = await diagnoseArchive({
    databaseUrl: pair.urlOf(pair.primary),
    dataDir,
    contentDir,
    isReadOnly: false,
  });
  assert.equal(found.find(({ check }) => check === 'clock')?.level, 'error');
});

test('takes the time of connecting for no difference of clocks', async (context) => {
  const { contentDir, dataDir } = folder;
  const realNow = Date.now;
  // As if a minute passed while the connection is made.
  let offset = -60_000;
  context.mock.method(Date, 'now', () => realNow() + offset);
  const port = await startProxy(context, pair.primary.port, () => {
    offset = 0;
  });
  const databaseUrl = pair.urlOf(pair.primary).replace(`:${pair.primary.port}/`, `:${port}/`);
  const found = await diagnoseArchive({ databaseUrl, dataDir, contentDir, isReadOnly: false });
  assert.equal(found.find(({ check }) => check === 'clock')?.level, 'ok');
});

/** Passes connections on to a port of the loopback. @param onConnect called before each */
async function startProxy(context: TestContext, target: number, onConnect: () => void): Promise<number> {
  const proxy = createServer((socket) => {
    onConnect();
    const server = connect(target, '127.0.0.1');
    socket.pipe(server).pipe(socket);
    for (const side of [socket, server]) side.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  context.after(() => proxy.close());
  return (proxy.address() as AddressInfo).port;
}

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
