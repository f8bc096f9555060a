/** Nodes of this version behind a balancer, while a newer one migrates the tables and writes, and while each is started again. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { before } from 'node:test';
import { Client } from 'pg';
import { migrate } from '../../../../lib/archive/postgres/migrate.ts';
import { SCHEMA_VERSION } from '../../../../lib/archive/sqlite/schema.ts';
import { startTestBalancer } from '../../../support/cluster/balancer.ts';
import { hrefOf, Publisher } from '../../../support/cluster/publisher.ts';
import { Readers } from '../../../support/cluster/readers.ts';
import { type Portal, startPortal } from '../../../support/portal.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';
import { freePort } from '../../../support/servers/free-port.ts';
import { until } from '../../../support/wait.ts';

const POSTS = 5;
const READERS = 4;
/** Milliseconds between two requests of one reader. */
const READ_INTERVAL = 100;
/** Answers between two steps of the deploy: more than one from each node. */
const ANSWERS_BETWEEN = 40;
const SEED = 20_261_126;
const MIGRATIONS = 'lib/archive/postgres/migrations';
const NEWER = `ALTER TABLE articles ADD COLUMN later text;
  CREATE TABLE later (id bigint PRIMARY KEY);`;

const context = contextOfFile();
const folder = new PortalFolder(context);
let readers: Readers;
/** Where the nodes answer, when all is done. */
let url: string;

before(async () => {
  const publisher = new Publisher(folder.contentDir, 0);
  await until('posts to be written', () => publisher.count >= POSTS);
  await publisher.stop();
  await folder.update();
  // Databases of tests are used again.
  context.after(() =>
    folder.query(
      "ALTER TABLE articles DROP COLUMN IF EXISTS later; DROP TABLE IF EXISTS later; DELETE FROM finews_migrations WHERE name = '999_later'",
    ),
  );
  const ports = [await freePort(), await freePort()];
  const nodes = new Map<number, Portal>();
  context.after(() => Promise.all([...nodes.values()].map((node) => node.stop())));
  for (const port of ports) nodes.set(port, await startNode(port));
  const balancer = await startTestBalancer(ports, await freePort());
  context.after(() => balancer.stop());
  url = balancer.url;
  readers = new Readers(url, READERS, READ_INTERVAL, SEED);
  context.after(() => readers.stop());
  await readOn();
  await migrateToNewer();
  await readOn();
  await folder.query(rebuild(SCHEMA_VERSION));
  await readOn();
  for (const port of ports) {
    await nodes.get(port)?.stop();
    nodes.set(port, await startNode(port));
    await readOn();
  }
  await readers.stop();
});

const startNode = (port: number): Promise<Portal> =>
  startPortal('none', { DATABASE_URL: folder.database?.url ?? '', TRUSTED_PROXIES: '1' }, 1, [
    '--read-only',
    '--port',
    String(port),
  ]);

async function readOn(): Promise<void> {
  const count = readers.answered + readers.lost.length + ANSWERS_BETWEEN;
  await until('answers', () => readers.answered + readers.lost.length >= count);
}

/** Migrates the tables as a newer version does: again where readers were in the way. */
async function migrateToNewer(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'finews-migrations-'));
  try {
    cpSync(MIGRATIONS, dir, { recursive: true });
    writeFileSync(join(dir, '999_later.sql'), NEWER);
    await until('the tables to be migrated', () => hasMigrated(dir));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function hasMigrated(dir: string): Promise<boolean> {
  const client = new Client({ connectionString: folder.database?.url });
  await client.connect();
  try {
    await migrate(client, folder.database?.url ?? '', dir);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '55P03') return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** What a newer version does where the form of rows has changed: all are made anew. @param readableSince the oldest version that can read them */
const rebuild = (readableSince: number): string => `BEGIN;
  UPDATE meta SET value = '${SCHEMA_VERSION + 1} x' WHERE key = 'settings';
  UPDATE meta SET value = '${readableSince}' WHERE key = 'readable_since';
  UPDATE articles SET later = 'x', title = title || '新';
  UPDATE head SET epoch = epoch + 1, nonce = 'newer', number = number + 1;
  INSERT INTO states SELECT number, epoch || ':' || nonce FROM head;
  INSERT INTO changes SELECT number, '*' FROM head;
  COMMIT`;

test('loses no request while a newer version migrates and writes, and each node is started again', () => {
  assert.deepEqual(readers.lost, []);
});

test('shows no reader an older state, and no page of another state, during a deploy', () => {
  assert.deepEqual(readers.wrong, []);
});

test('shows what a newer version has written', async () => {
  assert.match(await (await fetch(url + hrefOf(1))).text(), /第1号实验新/);
});

test('says so where a newer version has left nothing that this one can read', async () => {
  await folder.query(rebuild(SCHEMA_VERSION + 1));
  await assert.rejects(folder.archive.getState(), /was made by another version of finews/);
});
