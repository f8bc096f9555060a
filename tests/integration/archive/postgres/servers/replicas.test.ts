import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { before, beforeEach, type TestContext } from 'node:test';
import { type Archive, openArchive } from '../../../../../lib/archive/index.ts';
import { text, titles } from '../../../../support/archive-posts.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile } from '../../../../support/servers/context-of-file.ts';
import { type PostgresPair, startPair } from '../../../../support/servers/postgres-pair.ts';
import { until } from '../../../../support/wait.ts';

/** Longer than any test. */
const NEVER = 3_600;

const context = contextOfFile();
let pair: PostgresPair;
let folder: PortalFolder;
let published = 0;

before(async () => {
  pair = await startPair(context);
  folder = new PortalFolder(context);
  await publish();
});
// Each test begins with two servers that have the same state.
beforeEach(async () => {
  const { primary, standby } = pair;
  for (const server of [primary, standby]) if (!server.isRunning) await server.start();
  await standby.query('SELECT pg_wal_replay_resume()');
  await until('the standby to catch up', async () => {
    const [{ lsn } = {}] = await primary.query('SELECT pg_current_wal_lsn() AS lsn');
    const [row] = await standby.query(`SELECT pg_last_wal_replay_lsn() >= '${lsn}' AS has`);
    return row?.has === true;
  });
});

/** Publishes one more article. @returns its title */
async function publish(): Promise<string> {
  const title = `第${++published}条`;
  folder.write(
    `_posts/2022-03-01-${String(published).padStart(3, '0')}.md`,
    text(title, { date: `2022-03-01 10:00:${String(published).padStart(2, '0')}` }),
  );
  await folder.update({}, { DATABASE_URL: pair.urlOf(pair.primary) });
  return title;
}

/** A node that has shown nothing yet. */
function openNode(context: TestContext, maxLagSeconds = NEVER): Archive {
  const { primary, standby, urlOf } = pair;
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-node-'));
  const archive = openArchive({ dataDir, databaseUrl: urlOf(primary), replicaUrls: [urlOf(standby)], maxLagSeconds });
  context.after(() => {
    archive.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return archive;
}

const newestOf = async (archive: Archive): Promise<string | undefined> =>
  titles(await archive.listArticles({ kind: 'latest' }, 1))[0];

/** Publishes while the standby stands still. @returns the titles before and after, and the state after */
async function publishUnseen() {
  const { primary, standby, urlOf } = pair;
  const before = `第${published}条`;
  await standby.query('SELECT pg_wal_replay_pause()');
  const title = await publish();
  const archive = openArchive({ dataDir: folder.dataDir, databaseUrl: urlOf(primary) });
  const state = await archive.getState().finally(() => archive.close());
  return { before, title, state };
}

test('reads from the replica', async (context) => {
  const node = openNode(context);
  const { before } = await publishUnseen();
  assert.equal(await newestOf(node), before);
});

test('shows no state that is older than one it has shown', async (context) => {
  const node = openNode(context);
  const { title, state } = await publishUnseen();
  await node.observe((archive) => archive.getState(), state);
  assert.equal(await newestOf(node), title);
});

test('knows all changes up to a state that another process has seen', async (context) => {
  const node = openNode(context);
  const old = await node.getState();
  const { state } = await publishUnseen();
  const changes = await node.listChanges(old, state);
  assert.deepEqual(changes?.state, state);
});

test('reads from the replica again once it has caught up', async (context) => {
  const node = openNode(context);
  const { title, state } = await publishUnseen();
  await node.observe((archive) => archive.getState(), state);
  await pair.standby.query('SELECT pg_wal_replay_resume()');
  const roles = () =>
    node.observe(() =>
      pair.standby.query(
        "SELECT count(*) AS count FROM pg_stat_activity WHERE application_name = 'finews' AND state = 'idle in transaction'",
      ),
    );
  await until('a page to be read from the replica', async () => Number((await roles()).result[0]?.count) > 0);
  assert.equal(await newestOf(node), title);
});

test('passes over a replica that lags for longer than it may', async (context) => {
  const node = openNode(context, 1);
  const { title } = await publishUnseen();
  await until('the primary to be read', async () => (await newestOf(node)) === title);
});

test('goes on reading from the replica when the primary is gone', async (context) => {
  const node = openNode(context);
  const before = await newestOf(node);
  await pair.primary.stop('SIGKILL');
  assert.equal(await newestOf(node), before);
});

test('goes on reading from the primary when the replica is gone', async (context) => {
  const node = openNode(context);
  const before = await newestOf(node);
  await pair.standby.stop('SIGKILL');
  assert.equal(await newestOf(node), before);
});

test('reads a page again from another server when its own is lost in the middle', async (context) => {
  const node = openNode(context);
  let attempts = 0;
  const { result } = await node.observe(async (archive) => {
    if (++attempts === 1) await pair.standby.stop();
    return newestOf(archive);
  });
  assert.deepEqual([result, attempts], [`第${published}条`, 2]);
});

test('goes on with what there is where a state is lost with its server', async (context) => {
  const node = openNode(context, 1);
  const { before, state } = await publishUnseen();
  await node.observe((archive) => archive.getState(), state);
  await pair.primary.stop('SIGKILL');
  assert.equal(await newestOf(node), before);
});

test('reads a page and its state in one transaction that sees one state', async (context) => {
  const node = openNode(context);
  const { result, state } = await node.observe(async (archive) => {
    const first = await newestOf(archive);
    await publish();
    return [first, await newestOf(archive), (await archive.getState()).number];
  });
  assert.deepEqual(result, [`第${published - 1}条`, `第${published - 1}条`, state.number]);
});

test('says so where no server answers', async (context) => {
  const node = openNode(context);
  await pair.primary.stop();
  await pair.standby.stop();
  await assert.rejects(node.getState(), { name: 'ArchiveError', message: /no server answers there/ });
});
