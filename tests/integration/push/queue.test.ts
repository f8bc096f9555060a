import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { countWaiting, PushQueue, PushSender, targetsOf } from '../../../lib/push/index.ts';
import { Bench, ORIGIN, START, TOKEN } from '../../support/push/bench.ts';

test('sends to IndexNow what its protocol asks for', async (context) => {
  const bench = await Bench.start(context, 'indexnow');
  bench.change('/c/中文.html', '/a.html');
  await bench.sendAfter(60);
  assert.deepEqual(
    bench.receiver.requests.map(({ type, body }) => [type, JSON.parse(body)]),
    [
      [
        'application/json; charset=utf-8',
        {
          host: 'news.example',
          key: 'abcd-1234',
          keyLocation: 'https://news.example/abcd-1234.txt',
          urlList: ['https://news.example/a.html', 'https://news.example/c/%E4%B8%AD%E6%96%87.html'],
        },
      ],
    ],
  );
});

test('sends to Baidu a line for each address, with the site and the token', async (context) => {
  const bench = await Bench.start(context, 'baidu', { status: 200, body: '{"remain":9,"success":2}' });
  bench.change('/b.html', '/a.html');
  await bench.sendAfter(60);
  assert.deepEqual(bench.receiver.requests, [
    {
      url: `/push?site=${ORIGIN}&token=${TOKEN}`,
      type: 'text/plain',
      body: 'https://news.example/a.html\nhttps://news.example/b.html',
    },
  ]);
});

test('tells a hub of the feed in every format, each by a request of its own', async (context) => {
  const bench = await Bench.start(context, 'hub');
  bench.change('/a.html');
  await bench.sendAfter(60);
  assert.deepEqual(
    bench.receiver.requests.map(({ type, body }) => [type, [...new URLSearchParams(body)]]),
    ['json', 'rss', 'xml'].map((format) => [
      'application/x-www-form-urlencoded',
      [
        ['hub.mode', 'publish'],
        ['hub.url', `https://news.example/feed.${format}`],
      ],
    ]),
  );
});

test('makes one push of ten changes within a minute', async (context) => {
  const bench = await Bench.start(context, 'indexnow');
  for (let n = 0; n < 10; n++) {
    bench.change('/a.html');
    await bench.sendAfter(6);
  }
  await bench.sendAfter(600);
  assert.equal(bench.bodies.length, 1);
});

test('pushes again what changes after the window', async (context) => {
  const bench = await Bench.start(context, 'indexnow');
  bench.change('/a.html');
  await bench.sendAfter(60);
  bench.change('/a.html');
  await bench.sendAfter(59);
  const early = bench.bodies.length;
  await bench.sendAfter(1);
  assert.deepEqual([early, bench.bodies.length], [1, 2]);
});

test('pushes again what changes while it is on its way', async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-queue-'));
  const queue = new PushQueue(dataDir);
  let now = START;
  const change = (): void => {
    queue.prepare([{ target: 't', item: '/a', isGone: false }], now);
    queue.confirm(now);
  };
  context.after(() => {
    queue.close();
    rmSync(dataDir, { recursive: true });
  });
  let sent = 0;
  const target = {
    name: 't',
    takes: 'addresses',
    takesGone: true,
    batchSize: 10,
    async send() {
      if (sent++ === 0) change();
      return { kind: 'taken' } as const;
    },
  } as const;
  const sender = new PushSender({ queue, now: () => now, onMessage: () => {} });
  change();
  now += 60;
  await sender.sendDue([target]);
  now += 60;
  await sender.sendDue([target]);
  assert.deepEqual([sent, queue.count('t')], [2, 0]);
});

test('sends 10,000 addresses in a request, and the rest in the next', async (context) => {
  const bench = await Bench.start(context, 'indexnow');
  bench.change(...Array.from({ length: 12_345 }, (_, n) => `/${n}.html`));
  await bench.sendAfter(60);
  assert.deepEqual(
    bench.bodies.map((body) => JSON.parse(body).urlList.length),
    [10_000, 2_345],
  );
});

test('tells IndexNow, and not Baidu, of addresses that are gone', async (context) => {
  const indexNow = await Bench.start(context, 'indexnow');
  const baidu = await Bench.start(context, 'baidu');
  for (const bench of [indexNow, baidu]) {
    bench.remove('/a.html');
    await bench.sendAfter(60);
  }
  assert.deepEqual([indexNow.bodies.length, baidu.bodies.length, countWaiting(baidu.dataDir).size], [1, 0, 0]);
});

test('changes nothing where an update has failed', async (context) => {
  const bench = await Bench.start(context, 'indexnow');
  bench.queue.prepare([{ target: 'IndexNow', item: '/a', isGone: false }], START);
  bench.queue.cancel();
  bench.queue.confirm();
  assert.equal(bench.queue.count('IndexNow'), 0);
});

test('begins a new queue where the file is damaged', (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-queue-'));
  context.after(() => rmSync(dataDir, { recursive: true }));
  writeFileSync(join(dataDir, 'pushes.sqlite'), 'no database, but long enough to be taken for one'.repeat(100));
  const queue = new PushQueue(dataDir);
  context.after(() => queue.close());
  assert.equal(queue.count('IndexNow'), 0);
});

for (const url of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]']) {
  test(`tells nobody of a site at ${url}`, () => {
    assert.deepEqual(targetsOf({ url, drafts: false, push: { hubs: ['https://hub.example/'] } }), []);
  });
}

test('tells nobody of a site that shows drafts', () => {
  assert.deepEqual(targetsOf({ url: ORIGIN, drafts: true, push: { hubs: ['https://hub.example/'] } }), []);
});
