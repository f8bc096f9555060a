/** A process that queues and sends is killed again and again; what it had confirmed reaches every target all the same. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { PushQueue } from '../../../lib/push/index.ts';
import { type Received, Receiver } from '../../support/push/receiver.ts';
import { randomFrom } from '../../support/random.ts';
import { within } from '../../support/wait.ts';

const SEED = 20_261_126;
const KILLS = 12;
const CHANGES_EACH = 20;
const ORIGIN = 'https://news.example';

const toUrls = ({ body }: Received): string[] =>
  body.startsWith('{') ? JSON.parse(body).urlList : new URLSearchParams(body).getAll('hub.url');

test(`loses no change in ${KILLS} kills, before and after answers, and leaves none`, async (context) => {
  const random = randomFrom(SEED);
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-push-killed-'));
  let child: ChildProcess | undefined;
  /** Requests until the process is killed. */
  let left = 0;
  const receiver = await Receiver.start(() => {
    const isKilled = --left === 0;
    if (isKilled) child?.kill('SIGKILL');
    // Half of the kills come before the answer.
    return isKilled && random() < 0.5 ? 'hang up' : { status: 200 };
  });
  context.after(async () => {
    child?.kill('SIGKILL');
    await receiver.stop();
    rmSync(dataDir, { recursive: true });
  });

  let first = 0;
  const confirmed = new Set<number>();
  const run = async (count: number): Promise<string> => {
    const clock = String(1_700_000_000 + first * 1e7);
    const started = spawn(
      process.execPath,
      ['tests/support/push/push-process.ts', dataDir, receiver.url, receiver.url, String(first), String(count), clock],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    child = started;
    let output = '';
    started.stdout.on('data', (data: Buffer) => {
      output += data;
    });
    await within('the end of the process', once(started, 'close'));
    for (const line of output.split('\n')) if (/^\d+$/.test(line)) confirmed.add(Number(line));
    first += CHANGES_EACH;
    return output;
  };
  let kills = 0;
  while (kills < KILLS) {
    left = 1 + Math.floor(random() * 3 * CHANGES_EACH);
    if (!(await run(CHANGES_EACH)).includes('done')) kills++;
  }
  left = Number.POSITIVE_INFINITY;
  const end = await run(0);

  const times = new Map<string, number>();
  for (const url of receiver.taken.flatMap(toUrls)) times.set(url, (times.get(url) ?? 0) + 1);
  const wanted = [...confirmed].flatMap((n) => [
    `${ORIGIN}/${n}.html`,
    ...['xml', 'rss', 'json'].map((format) => `${ORIGIN}/feed/c${n}.${format}`),
  ]);
  const lost = wanted.filter((url) => !times.has(url));
  const repeated = [...times.values()].reduce((sum, count) => sum + count - 1, 0);
  context.diagnostic(
    `${wanted.length} items of ${confirmed.size} changes; ${repeated} sent twice; lost: ${lost.length}`,
  );
  const queue = new PushQueue(dataDir);
  context.after(() => queue.close());
  assert.deepEqual([lost, queue.count('IndexNow'), end], [[], 0, 'done\n']);
});
