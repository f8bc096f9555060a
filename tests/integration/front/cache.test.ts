import assert from 'node:assert/strict';
import test from 'node:test';
import { until } from '../../support/wait.ts';
import { ask, FakeUpstream, html, PAGE, sendRaw, startKeeping } from './fake-upstream.ts';

test('keeps an answer for as long as the archive stays the same', async (context) => {
  const upstream = new FakeUpstream();
  const front = await startKeeping(context, upstream);
  const first = await ask(front, '/');
  const second = await ask(front, '/');
  assert.deepEqual([upstream.asked.length, second.body], [1, first.body]);
});

test('asks anew when the archive has changed', async (context) => {
  const state = { now: 1 };
  let text = '旧';
  const front = await startKeeping(context, new FakeUpstream(() => html(`<p>${text}</p>`, 200, state.now)), state);
  await ask(front, '/');
  text = '新';
  state.now = 2;
  assert.equal((await ask(front, '/')).body.toString(), '<p>新</p>');
});

test('keeps nothing while the state of the archive is unknown', async (context) => {
  const upstream = new FakeUpstream();
  const front = await startKeeping(context, upstream, { now: new Error('no index') });
  await ask(front, '/');
  await ask(front, '/');
  assert.equal(upstream.asked.length, 2);
});

test('asks once for an address that many ask for at the same time', async (context) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const upstream = new FakeUpstream(async () => {
    await promise;
    return html(PAGE);
  });
  const front = await startKeeping(context, upstream);
  // One piece of bytes: the front has begun all requests in it before the upstream is seen to be asked.
  const answered = sendRaw(front, 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
  await until('a request to reach the upstream', () => upstream.asked.length > 0);
  resolve();
  assert.deepEqual([(await answered).slice(0, 12), upstream.asked], ['HTTP/1.1 200', ['/a']]);
});

test('does not keep what it asked for before the archive changed', async (context) => {
  const state = { now: 1 };
  const { promise, resolve } = Promise.withResolvers<void>();
  let text = '旧';
  const upstream = new FakeUpstream(async () => {
    const answer = html(`<p>${text}</p>`, 200, state.now);
    if (upstream.asked.length === 1) await promise;
    return answer;
  });
  const front = await startKeeping(context, upstream, state);
  const early = ask(front, '/a');
  await until('the request to reach the upstream', () => upstream.asked.length === 1);
  state.now = 2;
  text = '新';
  const late = await ask(front, '/a');
  resolve();
  await early;
  assert.deepEqual([late.body.toString(), (await ask(front, '/a')).body.toString()], ['<p>新</p>', '<p>新</p>']);
});

test('does not keep that an address does not exist', async (context) => {
  let status = 404;
  const front = await startKeeping(context, new FakeUpstream(() => html('<p>a</p>', status)));
  await ask(front, '/a');
  status = 200;
  assert.equal((await ask(front, '/a')).status, 200);
});

test('does not keep an error', async (context) => {
  let status = 500;
  const front = await startKeeping(context, new FakeUpstream(() => html('<p>a</p>', status)), { now: 1 });
  await ask(front, '/a');
  status = 200;
  assert.equal((await ask(front, '/a')).status, 200);
});
