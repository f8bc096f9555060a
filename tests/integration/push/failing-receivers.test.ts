/** The queue against receivers that fail in every way: nothing is lost, and what is sent twice was not known to be taken. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { PushQueue, PushSender, SiteChanges, targetsOf } from '../../../lib/push/index.ts';
import { type Conduct, type Received, Receiver } from '../../support/push/receiver.ts';
import { randomFrom } from '../../support/random.ts';

const ORIGIN = 'https://news.example';
const SEED = 20_261_126;
const CHANGES = 400;
const START = Date.parse('2026-11-26T00:00:00Z') / 1000;
const FAILURES: readonly Conduct[] = [
  { status: 429, headers: { 'retry-after': '120' } },
  { status: 429 },
  { status: 500 },
  { status: 503, headers: { 'retry-after': 'Thu, 26 Nov 2026 03:00:00 GMT' } },
  { status: 422 },
  { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
  'hang',
  'hang up',
  'hang up in the middle',
];

const dataDir = mkdtempSync(join(tmpdir(), 'finews-push-'));
const random = randomFrom(SEED);
const receivers: Receiver[] = [];

/** A receiver that fails three times of four, in all ways. @param succeed its answer to what it takes */
async function startFailing(succeed: (request: Received) => Conduct): Promise<Receiver> {
  const receiver = await Receiver.start((request) =>
    random() < 0.75 ? (FAILURES[Math.floor(random() * FAILURES.length)] ?? 'hang') : succeed(request),
  );
  receivers.push(receiver);
  return receiver;
}

/** Addresses and feeds that receivers were told of last, each with the number of times. */
function countTaken(receiver: Receiver, toUrls: (request: Received) => string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const url of receiver.taken.flatMap(toUrls)) counts.set(url, (counts.get(url) ?? 0) + 1);
  return counts;
}

const ofIndexNow = ({ body }: Received): string[] => JSON.parse(body).urlList;
const ofBaidu = ({ body }: Received): string[] => body.split('\n');
const ofHub = ({ body }: Received): string[] => new URLSearchParams(body).getAll('hub.url');

let taken: Record<string, Map<string, number>>;
let queued: Record<string, Set<string>>;
let failed = 0;
let left = 0;

before(async () => {
  const indexNow = await startFailing(() => ({ status: 202 }));
  const baidu = await startFailing((request) => ({
    status: 200,
    body: JSON.stringify({ success: ofBaidu(request).length, remain: 1_000 }),
  }));
  const hub = await startFailing(() => ({ status: 204 }));
  const targets = targetsOf({
    url: ORIGIN,
    drafts: false,
    push: {
      indexNow: { key: 'abcdefgh', endpoint: indexNow.url },
      baidu: { site: ORIGIN, endpoint: baidu.url, token: 'secret' },
      hubs: [hub.url],
    },
  });
  const queue = new PushQueue(dataDir);
  let now = START;
  queued = { indexNow: new Set(), baidu: new Set(), hub: new Set() };
  // One sender a target: a request that hangs is given up as soon as it does.
  const senders = [indexNow, baidu, hub].map((receiver, i) => {
    const given: AbortController[] = [];
    receiver.onHang = () => given.at(-1)?.abort();
    const newLimit = (): AbortSignal => {
      given.push(new AbortController());
      return given.at(-1)?.signal as AbortSignal;
    };
    const sender = new PushSender({ queue, now: () => now, onMessage: () => {}, newLimit });
    return () => sender.sendDue(targets.slice(i, i + 1));
  });
  for (let n = 0; n < CHANGES; n++) {
    const url = `/ribao/${Math.floor(random() * 300)}.html`;
    const changes = new SiteChanges();
    changes.addAddress(url, false);
    changes.addFeed({ kind: 'category', name: `c${Math.floor(random() * 5)}` });
    queue.prepare(
      targets.flatMap((target) => changes.listFor(target)),
      now,
    );
    queue.confirm(now);
    queued.indexNow?.add(ORIGIN + url);
    queued.baidu?.add(ORIGIN + url);
    for (const item of changes.listFor(targets[2] as never)) queued.hub?.add(ORIGIN + item.item);
    now += Math.floor(random() * 30);
    if (n % 5 === 0) for (const send of senders) await send();
  }
  // Every target is asked again within six hours.
  for (let round = 0; round < 400; round++) {
    now += 6 * 3600;
    for (const send of senders) await send();
  }
  left = targets.reduce((sum, { name }) => sum + queue.count(name), 0);
  queue.close();
  taken = {
    indexNow: countTaken(indexNow, ofIndexNow),
    baidu: countTaken(baidu, ofBaidu),
    hub: countTaken(hub, ofHub),
  };
  failed = receivers.reduce((sum, { requests, taken }) => sum + requests.length - taken.length, 0);
});
after(async () => {
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  rmSync(dataDir, { recursive: true });
});

test('tells every target of every change, whatever the receivers do', (context) => {
  const lost = Object.entries(queued).flatMap(([name, urls]) => [...urls].filter((url) => !taken[name]?.has(url)));
  const sent = Object.values(taken).flatMap((counts) => [...counts.values()]);
  const total = sent.reduce((sum, count) => sum + count, 0);
  context.diagnostic(
    `${failed} requests failed; ${total} items were taken, ${total - sent.length} of them again after a later change; lost: ${lost.length}`,
  );
  assert.deepEqual(lost, []);
});

test('has nothing left once all is taken', () => {
  assert.equal(left, 0);
});

test('meets failures of every kind on the way', () => {
  assert.ok(failed > 3 * FAILURES.length, `${failed} requests failed`);
});
