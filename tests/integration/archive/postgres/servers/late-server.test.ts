/** Processes that begin before their server answers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { before, type TestContext } from 'node:test';
import { PostgresServer } from '../../../../../deploy/cluster/postgres-server.ts';
import type { Program } from '../../../../../deploy/cluster/program.ts';
import { POST_A as A, text } from '../../../../support/archive-posts.ts';
import { runFinews } from '../../../../support/command/run-finews.ts';
import { startFinews } from '../../../../support/command/start-finews.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile, lastFirst } from '../../../../support/servers/context-of-file.ts';
import { freePort } from '../../../../support/servers/free-port.ts';
import { serverOptions, untilReady } from '../../../../support/servers/postgres-server.ts';
import { until, within } from '../../../../support/wait.ts';

const context = contextOfFile();
const WAITING = 'trying again until it works';
let server: PostgresServer;
let folder: PortalFolder;
let databaseUrl: string;
/** An article of the archive. */
const PAGE = '/ribao/2022/03/01/a.html';

before(async () => {
  const { options, remove } = await serverOptions();
  context.after(remove);
  server = await untilReady('PostgreSQL', (signal) => PostgresServer.create({ ...options, signal }));
  context.after(() => within('the end of PostgreSQL', server.stop()));
  folder = new PortalFolder(context, { [A]: text('甲') });
  databaseUrl = `postgres://finews:secret@127.0.0.1:${server.port}/finews`;
  for (const sql of ["CREATE ROLE finews LOGIN PASSWORD 'secret'", 'CREATE DATABASE finews OWNER finews']) {
    await server.query(sql);
  }
});

/** Starts `finews` with the database, which it waits for unless other words are given. */
function start(
  ofTest: TestContext,
  args: readonly string[],
  environment: Record<string, string> = {},
  words = WAITING,
): Promise<Program> {
  const context = lastFirst(ofTest);
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-late-'));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const places = { CONTENT_DIR: folder.contentDir, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, HOST: '127.0.0.1' };
  return startFinews(context, args, { ...places, ...environment }, words);
}

const countOf = (words: string, output: string): number => output.split(words).length - 1;

/** Stops the server for the time of a test. */
async function stopServer(context: TestContext): Promise<void> {
  await within('the end of PostgreSQL', server.stop());
  context.after(() => (server.isRunning ? undefined : server.start()));
}

/** Ends every connection to the server's port, which nobody else has, until there were so many. */
async function refuse(most: number): Promise<void> {
  const enough = Promise.withResolvers<void>();
  let count = 0;
  const refusing = createServer((socket) => {
    socket.destroy();
    if (++count === most) enough.resolve();
  }).listen(server.port, '127.0.0.1');
  await within(`attempt ${most}`, enough.promise).finally(() => refusing.close());
  await once(refusing, 'close');
}

test('lets an ingester that a server refuses again and again say so once', async (context) => {
  await stopServer(context);
  const ingester = await start(context, ['ingest']);
  const before = countOf(WAITING, ingester.output);
  await refuse(3);
  // It is refused in another way than before, which is another line.
  assert.equal(countOf(WAITING, ingester.output) - before, 1);
});

test('lets an ingester publish once a server answers that is started late', async (context) => {
  await stopServer(context);
  const ingester = await start(context, ['ingest']);
  await server.start();
  await until('the ingester to work', () => ingester.output.includes('watching'));
  const rows = await server.query('SELECT title FROM articles', 'finews');
  assert.deepEqual(rows, [{ title: '甲' }]);
});

test('lets a web node that waits for its server say that it is alive and not ready', async (context) => {
  await stopServer(context);
  const port = await freePort();
  await start(context, ['serve', '--read-only', '--workers', '1'], { PORT: String(port) });
  const ask = async (path: string): Promise<number | string> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ status }) => status,
      () => 'no answer',
    );
  assert.deepEqual(await Promise.all(['/healthz', '/readyz', '/'].map(ask)), [200, 503, 'no answer']);
});

for (const [name, options] of [
  ['a web node', ['--read-only']],
  ['a portal that indexes itself', []],
] as const) {
  test(`lets ${name} serve once a server answers that is started late`, async (context) => {
    await stopServer(context);
    const port = await freePort();
    await start(context, ['serve', '--workers', '1', ...options], { PORT: String(port) });
    await server.start();
    await until(`${name} to be ready`, async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return answer?.status === 200;
    });
    assert.match(await (await fetch(`http://127.0.0.1:${port}${PAGE}`)).text(), /甲/);
  });
}

test('lets a web node wait for the first run of an ingester', async (context) => {
  await server.query('CREATE DATABASE fresh OWNER finews');
  const environment = { DATABASE_URL: databaseUrl.replace(/finews$/, 'fresh'), PORT: String(await freePort()) };
  const node = await start(context, ['serve', '--read-only', '--workers', '1'], environment);
  await start(context, ['ingest'], environment, 'watching');
  await until('the web node to serve', () => node.output.includes('what another process writes'));
  assert.equal(countOf('holds no archive', node.output), 1);
});

test('ends an ingester that waits, on SIGTERM', async (context) => {
  await stopServer(context);
  const ingester = await start(context, ['ingest']);
  assert.equal(await within('its end', ingester.stop()), undefined);
});

for (const command of [['ingest'], ['serve', '--read-only', '--port', '0'], ['serve', '--port', '0']]) {
  test(`ends finews ${command.join(' ')} where waiting is of no use, with one line`, async () => {
    const { code, stderr } = await runFinews(command, {
      CONTENT_DIR: folder.contentDir,
      DATA_DIR: folder.dataDir,
      DATABASE_URL: databaseUrl.replace('secret', 'wrong'),
    });
    assert.deepEqual(
      [code, stderr],
      [1, `finews: postgres://127.0.0.1:${server.port}/finews: the password or the user is wrong; mend DATABASE_URL\n`],
    );
  });
}

test('ends an ingester that finds tables of a newer version, so that another one may write', async (context) => {
  await server.query("INSERT INTO finews_migrations (name, run_on) VALUES ('999_future', now())", 'finews');
  context.after(() => server.query("DELETE FROM finews_migrations WHERE name = '999_future'", 'finews'));
  const environment = { CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir, DATABASE_URL: databaseUrl };
  const { code, stderr } = await runFinews(['ingest'], environment);
  assert.deepEqual([code, countOf('tables of a newer finews (999_future); update this one\n', stderr)], [1, 1]);
});
