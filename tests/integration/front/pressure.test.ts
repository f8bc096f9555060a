/** More is asked for than workers can answer. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import test, { type TestContext } from 'node:test';
import { RefusedError, startFront, WorkerPool } from '../../../lib/front/index.ts';
import { until } from '../../support/wait.ts';
import { ask, FakeUpstream, html, statesOf } from './fake-upstream.ts';

/** A pool of one fake worker, which works. */
async function startPool(context: TestContext): Promise<WorkerPool> {
  context.mock.method(console, 'error', () => {});
  const workers = new WorkerPool({ count: 1, start: () => fork(new URL('./fake-worker.ts', import.meta.url)) });
  context.after(() => workers.close());
  await until('a worker', () => workers.isReady());
  return workers;
}

test('answers articles before listings, and listings before searches', async (context) => {
  const workers = await startPool(context);
  const answered: string[] = [];
  const get = async (name: string, importance: 0 | 1 | 2): Promise<void> => {
    await workers.get(`/slow/${name}`, importance);
    answered.push(name);
  };
  // Two are under way at once, and the others stand in line.
  const first = [get('first', 2), get('second', 2)];
  const others = ([2, 1, 0, 2, 1, 0] as const).map((importance) => get(String(importance), importance));
  await Promise.all([...first, ...others]);
  assert.deepEqual(answered.slice(2), ['0', '0', '1', '1', '2', '2']);
});

test('refuses what would stand in line for longer than two seconds', async (context) => {
  const workers = await startPool(context);
  const answers = await Promise.allSettled(Array.from({ length: 400 }, (_, i) => workers.get(`/slow/${i}`, 1)));
  const refused = answers.filter(({ status }) => status === 'rejected');
  assert.deepEqual(
    [refused.length > 0, refused.every((answer) => 'reason' in answer && answer.reason instanceof RefusedError)],
    [true, true],
  );
});

test('goes on answering articles while searches are refused', async (context) => {
  const workers = await startPool(context);
  const searches = Promise.allSettled(Array.from({ length: 400 }, (_, i) => workers.get(`/slow/s${i}`, 2)));
  const { body } = await workers.get('/slow/article', 0);
  await searches;
  assert.equal(body.toString(), '/slow/article');
});

test('answers 503 with Retry-After to what is refused', async (context) => {
  const upstream = new FakeUpstream(() => {
    throw new RefusedError();
  });
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: statesOf({ now: 1 }) });
  context.after(() => front.close());
  const { status, headers } = await ask(front, '/a');
  assert.deepEqual([status, headers['retry-after']], [503, '5']);
});

/** A front behind one trusted proxy, whose workers answer nothing for as long as the test wants. */
async function startBehindProxy(context: TestContext) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const upstream = new FakeUpstream(async (url) => {
    if (url !== '/kept') await promise;
    return html('<p>a</p>');
  });
  const proxies = { count: 1, header: 'x-forwarded-for' };
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: statesOf({ now: 1 }), proxies });
  context.after(() => front.close());
  const askAs = (client: string, path: string) => ask(front, path, { 'x-forwarded-for': client });
  return { upstream, askAs, release: resolve };
}

test('answers 429 to a client that asks for too much at a time, and 200 to another', async (context) => {
  const { upstream, askAs, release } = await startBehindProxy(context);
  const first = Array.from({ length: 8 }, (_, i) => askAs('203.0.113.7', `/${i}`));
  await until('the requests to reach the workers', () => upstream.asked.length === 8);
  const { status, headers } = await askAs('203.0.113.7', '/more');
  const other = askAs('203.0.113.8', '/more');
  await until('the other request to reach the workers', () => upstream.asked.length === 9);
  release();
  assert.deepEqual([status, headers['retry-after'], (await other).status], [429, '5', 200]);
  await Promise.all(first);
});

test('sends kept answers to a client that has had its share', async (context) => {
  const { upstream, askAs, release } = await startBehindProxy(context);
  await askAs('203.0.113.8', '/kept');
  const first = Array.from({ length: 8 }, (_, i) => askAs('203.0.113.7', `/${i}`));
  await until('the requests to reach the workers', () => upstream.asked.length === 9);
  const { status } = await askAs('203.0.113.7', '/kept');
  release();
  await Promise.all(first);
  assert.equal(status, 200);
});
