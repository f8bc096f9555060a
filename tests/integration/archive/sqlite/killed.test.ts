import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { updateArchive } from '../../../../lib/ingest/index.ts';
import { readSite } from '../../../../lib/site.ts';
import { dumpIndex } from '../../../support/dump.ts';
import { randomFrom } from '../../../support/random.ts';
import { writeSyntheticPosts } from '../../../support/synthetic.ts';
import { until, within } from '../../../support/wait.ts';

/** All posts, and those that are there before an update: so many that it reads more files than are read without workers. */
const POSTS = 420;
const POSTS_BEFORE = 150;
/** Kills of each kind of run that must have met it at work. */
const HITS = 10;
/** Kills that come before the run begins, or after its end, are repeated so often at the most. */
const MOST_KILLS = 4 * HITS;
const SEED = 20_260_301;

const root = mkdtempSync(join(tmpdir(), 'finews-killed-'));
const contentDir = join(root, 'content');
const empty = join(root, 'empty');
const part = join(root, 'part');
const site = (dataDir: string) => readSite({ CONTENT_DIR: contentDir, DATA_DIR: dataDir });

/** The index of a run that nobody killed, and of the posts before an update. */
let clean: unknown[];
let partDone: unknown[];

before(async () => {
  mkdirSync(empty);
  writeSyntheticPosts(contentDir, POSTS_BEFORE);
  await updateArchive(site(part));
  partDone = dumpIndex(part);
  writeSyntheticPosts(contentDir, POSTS - POSTS_BEFORE, POSTS_BEFORE);
  await updateArchive(site(join(root, 'clean')));
  clean = dumpIndex(join(root, 'clean'));
});

after(() => rmSync(root, { recursive: true, force: true }));

function startIndexer(dataDir: string): ChildProcess {
  return spawn(process.execPath, ['bin/finews.mjs', 'index'], {
    env: { ...process.env, CONTENT_DIR: contentDir, DATA_DIR: dataDir },
    stdio: 'ignore',
  });
}

/** A run holds the lock from its beginning to its end. */
async function waitForBeginning(dataDir: string, indexer: ChildProcess): Promise<void> {
  const lock = join(dataDir, 'lock.sqlite');
  await until('the beginning of the run', () => existsSync(lock) || indexer.exitCode !== null);
}

/** @returns milliseconds from the beginning of a whole run to its end */
async function timeRun(dataDir: string): Promise<number> {
  const indexer = startIndexer(dataDir);
  const exit = once(indexer, 'exit');
  await waitForBeginning(dataDir, indexer);
  const started = performance.now();
  await within('the end of the run', exit);
  return performance.now() - started;
}

/** Starts a run, and kills it so many milliseconds after its beginning. */
async function killRun(dataDir: string, delay: number): Promise<void> {
  const indexer = startIndexer(dataDir);
  const exit = once(indexer, 'exit');
  await waitForBeginning(dataDir, indexer);
  await sleep(delay);
  indexer.kill('SIGKILL');
  await within('the end of the run after SIGKILL', exit);
}

/** What the index holds that readers have; `undefined` where there is none. */
const readState = (dataDir: string): unknown[] | undefined =>
  existsSync(join(dataDir, 'current')) ? dumpIndex(dataDir) : undefined;

for (const [name, start, stateBefore] of [
  ['a first run', empty, () => undefined],
  ['an update', part, () => partDone],
] as const) {
  test(`leaves ${name} that is killed as it was before, and the next one completes it`, async () => {
    const random = randomFrom(SEED);
    const prepare = (round: string): string => {
      const dataDir = join(root, round);
      cpSync(start, dataDir, { recursive: true });
      rmSync(join(dataDir, 'lock.sqlite'), { force: true });
      return dataDir;
    };
    const span = await timeRun(prepare(`${name}, whole`));
    let hits = 0;
    for (let kills = 1; hits < HITS; kills++) {
      assert(kills <= MOST_KILLS, `of ${MOST_KILLS} kills only ${hits} met the run at work`);
      const dataDir = prepare(`${name}, ${kills}`);
      await killRun(dataDir, random() * span);
      const left = readState(dataDir);
      // A kill that comes between the end of the run and the end of its process proves nothing.
      if (!isDeepStrictEqual(left, clean)) {
        hits++;
        assert.deepEqual(left, stateBefore(), `kill ${kills}`);
      }
      await updateArchive(site(dataDir));
      assert.deepEqual(dumpIndex(dataDir), clean, `kill ${kills}`);
      rmSync(dataDir, { recursive: true });
    }
  });
}
