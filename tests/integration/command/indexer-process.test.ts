import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import test, { type TestContext } from 'node:test';
import { IndexerProcess } from '../../../bin/serve/indexer-process.ts';
import { SiteError } from '../../../lib/site.ts';
import { until } from '../../support/wait.ts';

const neverAborted = new AbortController().signal;

/** A process that runs this script as an indexer would run. */
const run = (script: string): ChildProcess => fork('-e', [script], { execArgv: [], stdio: ['ignore', 1, 2, 'ipc'] });
const indexed = (): ChildProcess =>
  run("process.send({ isReady: true, posts: 3 }); process.on('disconnect', process.exit)");

function listen(context: TestContext): string[] {
  const messages: string[] = [];
  context.mock.method(console, 'error', (message: string) => messages.push(message));
  return messages;
}

for (const [name, code, fail] of [
  [
    'cannot be made',
    'EAGAIN',
    () => {
      throw Object.assign(new Error('fork'), { code: 'EAGAIN' });
    },
  ],
  ['emits an error', 'ENOENT', () => spawn('/no/such/program')],
] as const) {
  test(`tries again when the process ${name}`, async (context) => {
    const messages = listen(context);
    let attempts = 0;
    const indexer = await IndexerProcess.start(() => (attempts++ === 0 ? fail() : indexed()), neverAborted);
    context.after(() => indexer?.close());
    assert.deepEqual(
      [indexer?.posts, messages],
      [3, [`finews: the indexer could not be started (${code}); starting another in 2000 ms`]],
    );
  });
}

test('says why an indexer that takes over ends without an index', async (context) => {
  const messages = listen(context);
  const children = [
    () => run('process.send({ isReady: true, posts: 3 }, () => process.exit(1))'),
    () => run("process.send({ isReady: false, error: 'the password is wrong' }, () => process.exit(1))"),
  ];
  const indexer = await IndexerProcess.start(() => (children.shift() ?? indexed)(), neverAborted);
  context.after(() => indexer?.close());
  await until('the reason', () => messages.includes('finews: the password is wrong'));
  await until('another attempt', () => messages.length === 3);
  assert.deepEqual(messages, [
    'finews: the indexer ended (1); starting another in 2000 ms',
    'finews: the password is wrong',
    'finews: the indexer ended (1); starting another in 2000 ms',
  ]);
});

test('starts no other indexer if the first ends without an index', async (context) => {
  const messages = listen(context);
  await assert.rejects(
    IndexerProcess.start(() => run('process.exit(1)'), neverAborted),
    new SiteError('the indexer ended before it was done'),
  );
  assert.deepEqual(messages, []);
});

test('ends the indexer when it is told to stop before there is an index', async () => {
  const stop = new AbortController();
  const child = run('setInterval(() => {}, 1_000)');
  const started = IndexerProcess.start(() => child, stop.signal);
  stop.abort();
  assert.deepEqual([await started, child.signalCode], [undefined, 'SIGTERM']);
});
