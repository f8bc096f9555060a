/**
 * Posts of 1.9 MB that repeat one construct are done. Where a step takes quadratic time, such a post takes half a minute to
 * many minutes of a processor; where all are linear, two seconds at most. `tests/bench/growth.ts` shows how the time grows.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PostToRead } from '../support/content/post-reader.ts';
import { REPETITIVE_POSTS } from '../support/content/repetitive-posts.ts';

const BYTES = 1_900_000;
/** A reader that has used so much processor time is taken for one that does not end, in seconds. A busy machine counts for nothing. */
const BOUND = 12;
/** Between two looks at that time, in milliseconds. */
const LOOK = 500;

/** Reads one post after the other, since to load what reads them takes longer than most posts; another one where it had to be ended. */
let reader: Worker | undefined;
after(() => reader?.terminate());

/** Microseconds of a processor. One that has just begun or ended tells of no time. */
async function timeOf(reader: Worker): Promise<number> {
  const { user, system } = await reader.cpuUsage().catch(() => ({ user: 0, system: 0 }));
  return user + system;
}

async function isDone(reader: Worker, post: PostToRead): Promise<boolean> {
  const start = await timeOf(reader);
  const listening = new AbortController();
  const end = Promise.race([
    once(reader, 'message', listening).then(() => true),
    once(reader, 'exit', listening).then(() => false),
  ]);
  reader.postMessage(post);
  try {
    for (;;) {
      const result = await Promise.race([end, sleep(LOOK)]);
      if (result !== undefined) return result;
      if ((await timeOf(reader)) - start > BOUND * 1_000_000) return false;
    }
  } finally {
    listening.abort();
  }
}

for (const { name, path, isJekyll, write } of REPETITIVE_POSTS) {
  test(`is done with ${name}`, async () => {
    reader ??= new Worker(new URL('../support/content/post-reader.ts', import.meta.url));
    const present = reader;
    reader = undefined;
    if (await isDone(present, { path, isJekyll, text: write(BYTES) })) {
      reader = present;
      return;
    }
    await present.terminate();
    assert.fail(`not done after ${BOUND} s of a processor`);
  });
}
