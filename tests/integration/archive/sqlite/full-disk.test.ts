import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Archive, openArchive } from '../../../../lib/archive/index.ts';
import { updateArchive } from '../../../../lib/ingest/index.ts';
import { readSite } from '../../../../lib/site.ts';
import { dumpIndex } from '../../../support/dump.ts';
import { type Portal, startPortal } from '../../../support/portal.ts';
import { mountSmallDisk } from '../../../support/servers/small-disk.ts';
import { writeSyntheticPosts } from '../../../support/synthetic.ts';
import { until } from '../../../support/wait.ts';

const root = mkdtempSync(join(tmpdir(), 'finews-full-disk-'));
const disk = join(root, 'disk');
const contentDir = join(root, 'content');
const dataDir = join(disk, 'data');
const site = readSite({ CONTENT_DIR: contentDir, DATA_DIR: dataDir });

const { skip, leaveRoom, makeRoom, unmount } = mountSmallDisk(disk, '16m');
after(() => {
  unmount();
  rmSync(root, { recursive: true });
});

const FEW_POSTS = 50;
const MANY_POSTS = 300;
/** Too little for many posts, enough for the index of few to be opened, in bytes. */
const LITTLE_ROOM = 200_000;
const GENERATION = /^(?:index-\w+\.sqlite|current\.next)$/;

/** Begins with an index of few posts, and many more in the content folder. */
async function start(): Promise<void> {
  rmSync(contentDir, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  writeSyntheticPosts(contentDir, FEW_POSTS);
  await updateArchive(site);
}

const countArticles = async (reader: Archive): Promise<number | undefined> =>
  (await reader.listArticles({ kind: 'latest' }, 1))?.articleCount;

for (const [name, full] of [
  ['an update in place', false],
  ['a rebuild', true],
] as const) {
  describe(`when the disk fills up during ${name}`, () => {
    let reader: Archive;
    let countBefore: number | undefined;
    let failure: unknown;

    before(async () => {
      if (skip) return;
      await start();
      reader = openArchive({ dataDir });
      countBefore = await countArticles(reader);
      writeSyntheticPosts(contentDir, MANY_POSTS, FEW_POSTS);
      leaveRoom(LITTLE_ROOM);
      failure = await updateArchive(site, { full }).catch((error: unknown) => error);
    });
    after(() => reader?.close());

    test('says so in one line that names the folder and what to do', { skip }, () => {
      assert.equal(
        String(failure),
        `ArchiveError: ${dataDir}: the disk is full; make room on it; the index stays as it is, and the next run goes on`,
      );
    });

    test('goes on serving the last good state', { skip }, async () => {
      assert.equal(await countArticles(reader), countBefore);
    });

    test('leaves nothing of the failed run but the index in use', { skip }, () => {
      assert.equal(readdirSync(dataDir).filter((file) => GENERATION.test(file)).length, 1);
    });

    test('gives the room back that the failed run took', { skip }, () => {
      const { bavail, bsize } = statfsSync(disk);
      assert.ok(bavail * bsize > LITTLE_ROOM / 2, `${bavail * bsize} bytes are free`);
    });

    test('is mended by the next run with room', { skip }, async () => {
      makeRoom();
      await updateArchive(site, { full });
      const state = dumpIndex(dataDir);
      await updateArchive(site, { full: true });
      assert.deepEqual(state, dumpIndex(dataDir));
    });
  });
}

test('says that a disk without any room is full, and not that the index is in use', { skip }, async () => {
  await start();
  leaveRoom(0);
  const failure = await updateArchive(site).catch((error: unknown) => error);
  makeRoom();
  assert.match(String(failure), /the disk is full/);
});

describe('while the portal serves', () => {
  const clean = join(root, 'clean');
  let portal: Portal;
  let paths: string[];

  before(async () => {
    if (skip) return;
    await start();
    portal = await startPortal(contentDir, { DATA_DIR: dataDir });
    paths = await listPaths();
    leaveRoom(LITTLE_ROOM);
    writeSyntheticPosts(contentDir, MANY_POSTS, FEW_POSTS);
    await until('“the disk is full” in the output', () => portal.output().includes('the disk is full'));
  });
  after(() => portal?.stop());

  const statusOf = async (path: string): Promise<number> => (await fetch(portal.url + path)).status;
  const listPaths = async (): Promise<string[]> => {
    const sitemap = await (await fetch(`${portal.url}/sitemap/1.xml`)).text();
    return [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => new URL(address).pathname);
  };

  test('a full disk keeps no article from its readers', { skip }, async () => {
    const statuses = new Set<number>();
    for (const path of paths) statuses.add(await statusOf(path));
    assert.deepEqual(statuses, new Set([200]));
  });

  test('what came meanwhile is shown once there is room', { skip }, async () => {
    const { posts } = await updateArchive(readSite({ CONTENT_DIR: contentDir, DATA_DIR: clean }));
    makeRoom();
    await until(`${posts} addresses in the sitemap`, async () => (await listPaths()).length >= posts);
    assert.deepEqual(dumpIndex(dataDir), dumpIndex(clean));
  });
});
