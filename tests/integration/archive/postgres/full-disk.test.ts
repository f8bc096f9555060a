/** A server whose disk is full, and what happens to what is published meanwhile. */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { Program } from '../../../../deploy/cluster/program.ts';
import { type Archive, openArchive } from '../../../../lib/archive/index.ts';
import { updateArchive } from '../../../../lib/ingest/index.ts';
import { readSite } from '../../../../lib/site.ts';
import { EVERYTHING } from '../../../support/archive/query-of.ts';
import { startFinews } from '../../../support/command/start-finews.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';
import { mountSmallDisk } from '../../../support/servers/small-disk.ts';
import { runOn } from '../../../support/servers/test-database.ts';
import { writeSyntheticPosts } from '../../../support/synthetic.ts';
import { until } from '../../../support/wait.ts';

/** The user that servers run as where root starts them. */
const NOBODY = 65_534;
const FEW_POSTS = 50;
const MANY_POSTS = 300;
/** Too little for many posts, in bytes. */
const LITTLE_ROOM = 200_000;
const FULL = 'the disk of the server is full; make room on it';

const context = contextOfFile();
const root = mkdtempSync(join(tmpdir(), 'finews-full-server-'));
// Servers run as another user.
chmodSync(root, 0o755);
context.after(() => rmSync(root, { recursive: true, force: true }));

/** Adds many posts in one moment, so that one update has all of them. */
function addPosts({ contentDir }: PortalFolder): void {
  const elsewhere = `${contentDir}-more`;
  writeSyntheticPosts(elsewhere, MANY_POSTS, FEW_POSTS);
  renameSync(join(elsewhere, '_posts'), join(contentDir, '_posts', 'more'));
}

/** Posts of a content folder, as an archive elsewhere counts them. */
async function countPosts({ contentDir, dataDir }: PortalFolder): Promise<number> {
  return (await updateArchive(readSite({ CONTENT_DIR: contentDir, DATA_DIR: `${dataDir}-clean` }))).posts;
}

/** Counts articles, and the files that they are of. */
const COUNT = 'SELECT count(*)::int AS articles, count(DISTINCT path)::int AS files FROM articles';

const disk = mountSmallDisk(join(root, 'tables'), '64m');
const { skip } = disk;
context.after(() => disk.unmount());
let folder: PortalFolder;
let databaseUrl: string;
let ingester: Program;
let archive: Archive;
/** Posts that are published before the disk is full. */
let few: number;

/** Makes a database whose tables are on the small disk. */
async function makeDatabase(): Promise<string> {
  const space = join(root, 'tables', 'space');
  mkdirSync(space);
  chownSync(space, NOBODY, NOBODY);
  const name = `small_${process.pid}`;
  await folder.database?.create();
  await folder.query(`CREATE TABLESPACE ${name} LOCATION '${space}'`);
  context.after(() => folder.query(`DROP TABLESPACE ${name}`));
  await folder.query(`CREATE DATABASE ${name} TABLESPACE ${name}`);
  context.after(() => folder.query(`DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(folder.database?.url ?? '');
  url.pathname = name;
  return url.href;
}

before(async () => {
  if (skip) return;
  folder = new PortalFolder(context);
  databaseUrl = await makeDatabase();
  writeSyntheticPosts(folder.contentDir, FEW_POSTS);
  ingester = await startFinews(context, ['ingest'], { ...folder.environment, DATABASE_URL: databaseUrl }, 'watching');
  archive = openArchive({ dataDir: join(root, 'node'), databaseUrl });
  context.after(() => archive.close());
  few = await countPosts(folder);
  disk.leaveRoom(LITTLE_ROOM);
  addPosts(folder);
  await until('the ingester to meet the full disk', () => ingester.output.includes(FULL));
});

const countFound = async (): Promise<number> => (await archive.search(EVERYTHING, { order: 'date', limit: 1 })).total;

test('goes on showing the last good state while the disk of the server is full', { skip }, async () => {
  assert.equal(await countFound(), few);
});

test('publishes each file once when the server has room again', { skip }, async () => {
  const posts = await countPosts(folder);
  disk.makeRoom();
  await until('all posts', async () => (await countFound()) >= posts);
  assert.deepEqual([await runOn(databaseUrl, COUNT), await countFound()], [[{ articles: posts, files: posts }], posts]);
});

test('says in one line that the disk of the server is full', { skip }, () => {
  const place = databaseUrl.replace(/\/\/.*@/, '//');
  assert.deepEqual(
    ingester.output.split('\n').filter((line) => line.includes('full')),
    [`finews: ${place}: ${FULL}; the last good state is served; the content folder is scanned every 5 s`],
  );
});
