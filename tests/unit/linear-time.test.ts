/**
 * Posts of 1.9 MB that repeat one construct are done. Where a step takes quadratic time, such a post takes half a minute to
 * many minutes of a processor; where all are linear, two seconds at most. `tests/bench/growth.ts` shows how the time grows.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { REPETITIVE_POSTS } from '../support/content/repetitive-posts.ts';

const BYTES = 1_900_000;
/** A reader that has used so much processor time is taken for one that does not end, in seconds. A busy machine counts for nothing. */
const BOUND = 12;
/** Between two looks at that time, in milliseconds. */
const LOOK = 500;

async function isDone(reader: Worker): Promise<boolean> {
  const ended = once(reader, 'exit').then(() => false);
  const end = Promise.race([once(reader, 'message').then(() => true), ended]);
  for (;;) {
    const result = await Promise.race([end, after(LOOK)]);
    if (result !== undefined) return result;
    // A reader that has just ended tells of no time.
    const { user, system } = await reader.cpuUsage().catch(() => ({ user: 0, system: 0 }));
    if (user + system > BOUND * 1_000_000) return false;
  }
}

for (const { name, path, isJekyll, write } of REPETITIVE_POSTS) {
  test(`is done with ${name}`, async () => {
    const reader = new Worker(new URL('../support/content/post-reader.ts', import.meta.url), {
      workerData: { path, isJekyll, text: write(BYTES) },
    });
    const result = await isDone(reader);
    await reader.terminate();
    assert.ok(result, `not done after ${BOUND} s of a processor`);
  });
}
