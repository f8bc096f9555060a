import assert from 'node:assert/strict';
import test from 'node:test';
import { countWaiting, PushSender, targetsOf } from '../../../lib/push/index.ts';
import { Bench, ORIGIN, START, TOKEN } from '../../support/push/bench.ts';

for (const [name, conduct, seconds] of [
  ['for as long as Retry-After says in seconds', { status: 429, headers: { 'retry-after': '500' } }, 500],
  ['until the date of Retry-After', { status: 503, headers: { 'retry-after': 'Thu, 26 Nov 2026 02:11:00 GMT' } }, 600],
  ['for 30 s after 429 without a time', { status: 429 }, 30],
  ['for 30 s after 500', { status: 500 }, 30],
  ['for 30 s after a connection that ends', 'hang up', 30],
  ['for a day where Retry-After says a year', { status: 429, headers: { 'retry-after': '31536000' } }, 86_400],
] as const) {
  test(`leaves a target alone ${name}`, async (context) => {
    const bench = await Bench.start(context, 'indexnow', conduct, { status: 200 });
    bench.change('/a.html');
    await bench.sendAfter(60);
    await bench.sendAfter(seconds - 1);
    const early = bench.bodies.length;
    await bench.sendAfter(1);
    assert.deepEqual([early, bench.bodies.length], [1, 2]);
  });
}

test('waits twice as long after each failure, and for six hours at the most', async (context) => {
  const bench = await Bench.start(context, 'indexnow', { status: 500 });
  bench.change('/a.html');
  await bench.sendAfter(60);
  const waits: number[] = [];
  for (let failure = 1; failure <= 12; failure++) {
    const asked = bench.bodies.length;
    let waited = 0;
    while (bench.bodies.length === asked) {
      await bench.sendAfter(30);
      waited += 30;
    }
    waits.push(waited);
  }
  assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 21_600, 21_600]);
});

test('sends other addresses on while some are refused', async (context) => {
  const bench = await Bench.start(context, 'indexnow', { status: 422 }, { status: 200 });
  bench.change('/bad.html');
  await bench.sendAfter(60);
  bench.change('/good.html');
  await bench.sendAfter(29);
  bench.now += 31;
  await bench.sendAfter(0);
  assert.deepEqual(
    bench.bodies.map((body) => JSON.parse(body).urlList.length),
    [1, 2],
  );
});

test('pushes nothing more to Baidu on a day whose quota is used up', async (context) => {
  const full = { status: 400, body: '{"error":400,"message":"over quota"}' };
  const bench = await Bench.start(context, 'baidu', full, { status: 200, body: '{"remain":5,"success":1}' });
  bench.change('/a.html');
  await bench.sendAfter(60);
  await bench.sendAfter(14 * 3600 - 61);
  const before = bench.bodies.length;
  await bench.sendAfter(1);
  assert.deepEqual([before, bench.bodies.length], [1, 2]);
});

test('pushes nothing more to Baidu on a day of which it says that nothing remains', async (context) => {
  const bench = await Bench.start(context, 'baidu', { status: 200, body: '{"remain":0,"success":1}' });
  bench.change('/a.html');
  await bench.sendAfter(60);
  bench.change('/b.html');
  await bench.sendAfter(3_600);
  assert.equal(bench.bodies.length, 1);
});

test('repeats what Baidu has taken in part', async (context) => {
  const bench = await Bench.start(
    context,
    'baidu',
    { status: 200, body: '{"remain":5,"success":1}' },
    { status: 200, body: '{"remain":5,"success":2}' },
  );
  bench.change('/a.html', '/b.html');
  await bench.sendAfter(60);
  await bench.sendAfter(30);
  assert.deepEqual([bench.bodies.length, countWaiting(bench.dataDir).size], [2, 0]);
});

for (const [kind, conduct, message] of [
  [
    'baidu',
    { status: 401, body: `{"error":401,"message":"token ${TOKEN} is not valid"}` },
    'Baidu does not take pushes: it answers 401; 1 wait and are tried again',
  ],
  [
    'baidu',
    'hang up',
    'Baidu does not take pushes: the connection failed (UND_ERR_SOCKET); 1 wait and are tried again',
  ],
  [
    'hub',
    { status: 500 },
    'the hub http://hub.example/ does not take pushes: it answers 500; 3 wait and are tried again',
  ],
] as const) {
  test(`says once that ${message.split(':', 1)[0]}, and nothing secret`, async (context) => {
    const bench = await Bench.start(context, kind, conduct);
    bench.change('/a.html');
    await bench.sendAfter(60);
    await bench.sendAfter(30);
    assert.deepEqual(bench.messages, [message]);
  });
}

test('says that a target takes pushes again', async (context) => {
  const bench = await Bench.start(context, 'indexnow', { status: 500 }, { status: 200 });
  bench.change('/a.html');
  await bench.sendAfter(60);
  await bench.sendAfter(30);
  assert.equal(bench.messages.at(-1), 'IndexNow takes pushes again');
});

test('gives up a receiver that does not answer', async (context) => {
  const bench = await Bench.start(context, 'hub', 'hang');
  const messages: string[] = [];
  const given = new AbortController();
  bench.receiver.onHang = () => given.abort();
  const sender = new PushSender({
    queue: bench.queue,
    now: () => START + 60,
    onMessage: (message) => messages.push(message),
    newLimit: () => given.signal,
  });
  bench.change('/a.html');
  await sender.sendDue(targetsOf({ url: ORIGIN, drafts: false, push: { hubs: [bench.receiver.url] } }));
  assert.match(messages[0] ?? '', /it does not answer; 3 wait/);
});
