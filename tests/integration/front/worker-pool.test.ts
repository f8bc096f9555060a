import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import test, { type TestContext } from 'node:test';
import { UpstreamError, WorkerPool } from '../../../lib/front/index.ts';
import { until } from '../../support/wait.ts';

/** A pool of fake workers. `starts` has a number for each attempt to start one. */
interface Pool {
  workers: WorkerPool;
  starts: number[];
  messages: string[];
}

/** @param fail called with the number of each attempt: throws, or returns a child that cannot be started, in place of a worker */
function startPool(context: TestContext, count: number, fail: (attempt: number) => ChildProcess | undefined): Pool {
  const messages: string[] = [];
  context.mock.method(console, 'error', (message: string) => messages.push(message));
  const starts: number[] = [];
  const workers = new WorkerPool({
    count,
    start: () => {
      const attempt = starts.push(starts.length);
      return fail(attempt) ?? fork(new URL('./fake-worker.ts', import.meta.url));
    },
  });
  context.after(() => workers.close());
  return { workers, starts, messages };
}

const neverFail = (): undefined => undefined;

/** Status of the failed request for an address; 200 for one that is answered with its own path. */
async function statusOf({ workers }: Pool, url: string): Promise<number> {
  try {
    const { status, body } = await workers.get(url);
    return body.toString() === url ? status : 0;
  } catch (error) {
    assert(error instanceof UpstreamError);
    return error.status;
  }
}

test('tries again when the system has no room for a process', async (context) => {
  const pool = startPool(context, 1, (attempt) => {
    if (attempt <= 2) throw Object.assign(new Error('fork'), { code: attempt === 1 ? 'EAGAIN' : 'EMFILE' });
    return undefined;
  });
  assert.deepEqual(
    [await statusOf(pool, '/a'), pool.messages],
    [
      200,
      [
        'finews: a worker could not be started (EAGAIN); starting another in 200 ms',
        'finews: a worker could not be started (EMFILE); starting another in 400 ms',
      ],
    ],
  );
});

test('tries again when a process that was to start emits an error', async (context) => {
  const pool = startPool(context, 1, (attempt) => (attempt === 1 ? spawn('/no/such/program') : undefined));
  assert.deepEqual(
    [await statusOf(pool, '/a'), pool.messages],
    [200, ['finews: a worker could not be started (ENOENT); starting another in 200 ms']],
  );
});

test('can be closed while no process can be started', async (context) => {
  const pool = startPool(context, 1, () => {
    throw Object.assign(new Error('fork'), { code: 'EAGAIN' });
  });
  const waiting = statusOf(pool, '/a');
  await pool.workers.close();
  assert.equal(await waiting, 503);
});

test('repeats the requests of a worker that is killed', async (context) => {
  const children: ChildProcess[] = [];
  const pool = startPool(context, 1, () => {
    const child = fork(new URL('./fake-worker.ts', import.meta.url));
    children.push(child);
    return child;
  });
  await until('a worker', () => pool.workers.isReady());
  const answers = Array.from({ length: 10 }, (_, i) => statusOf(pool, `/slow/${i}`));
  children[0]?.kill('SIGKILL');
  assert.deepEqual(await Promise.all(answers), Array(10).fill(200));
});

for (const count of [1, 2, 3]) {
  test(`answers 500 to the address alone that ends its worker, with ${count} workers`, async (context) => {
    const pool = startPool(context, count, neverFail);
    await statusOf(pool, '/a');
    const urls = Array.from({ length: 12 }, (_, i) => (i === 3 ? '/kill' : `/slow/${i}`));
    const statuses = await Promise.all(urls.map((url) => statusOf(pool, url)));
    assert.deepEqual(
      statuses,
      urls.map((url) => (url === '/kill' ? 500 : 200)),
    );
  });
}

test('tries an address that ends its worker on one other worker, and then not for a while', async (context) => {
  const pool = startPool(context, 2, neverFail);
  await statusOf(pool, '/a');
  assert.deepEqual([await statusOf(pool, '/kill'), await statusOf(pool, '/kill')], [500, 500]);
  await until('both workers to be replaced', () => pool.starts.length >= 4);
  assert.deepEqual([await statusOf(pool, '/a'), pool.starts.length], [200, 4]);
});

test('finds each of several addresses that end their workers', async (context) => {
  const pool = startPool(context, 2, neverFail);
  const urls = ['/kill/1', '/slow/1', '/kill/2', '/slow/2', '/kill/3', '/slow/3'];
  const statuses = await Promise.all(urls.map((url) => statusOf(pool, url)));
  assert.deepEqual(statuses, [500, 200, 500, 200, 500, 200]);
});

test('ends its workers', async (context) => {
  const children: ChildProcess[] = [];
  const pool = startPool(context, 2, () => {
    const child = fork(new URL('./fake-worker.ts', import.meta.url));
    children.push(child);
    return child;
  });
  await statusOf(pool, '/a');
  const exits = children.map((child) => once(child, 'exit'));
  await pool.workers.close();
  assert.deepEqual(
    (await Promise.all(exits)).map(([, signal]) => signal),
    ['SIGTERM', 'SIGTERM'],
  );
});
