import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { updateArchive } from '../../lib/ingest/index.ts';
import { readSite } from '../../lib/site.ts';
import { dumpIndex } from '../support/dump.ts';
import { writeSyntheticPosts } from '../support/synthetic.ts';

const POSTS = 1_500;
const root = mkdtempSync(join(tmpdir(), 'finews-killed-'));
const contentDir = join(root, 'content');
const half = join(root, 'half');
const site = (dataDir: string) => readSite({ CONTENT_DIR: contentDir, DATA_DIR: dataDir });

let clean: unknown[];
let runMilliseconds: number;

before(async () => {
  writeSyntheticPosts(contentDir, POSTS / 2);
  await updateArchive(site(half));
  writeSyntheticPosts(contentDir, POSTS / 2, POSTS / 2);
  const started = performance.now();
  const indexer = startIndexer(join(root, 'clean'));
  await once(indexer, 'exit');
  runMilliseconds = performance.now() - started;
  clean = dumpIndex(join(root, 'clean'));
});

after(() => rmSync(root, { recursive: true, force: true }));

function startIndexer(dataDir: string) {
  return spawn(process.execPath, ['bin/finews.ts', 'index'], {
    env: { ...process.env, CONTENT_DIR: contentDir, DATA_DIR: dataDir },
    stdio: 'ignore',
  });
}

for (let round = 1; round <= 20; round++) {
  const isHalfDone = round % 2 === 0;
  test(`completes ${isHalfDone ? 'an update' : 'a first run'} that was killed, round ${round}`, async () => {
    const dataDir = join(root, `round-${round}`);
    if (isHalfDone) cpSync(half, dataDir, { recursive: true });
    const indexer = startIndexer(dataDir);
    const exit = once(indexer, 'exit');
    await sleep(Math.random() * runMilliseconds);
    indexer.kill('SIGKILL');
    await exit;
    // What the kill left behind opens, and is whole.
    if (existsSync(join(dataDir, 'current'))) assert.deepEqual(dumpIndex(dataDir)[0], [{ integrity_check: 'ok' }]);
    await updateArchive(site(dataDir));
    assert.deepEqual(dumpIndex(dataDir), clean);
    rmSync(dataDir, { recursive: true });
  });
}
