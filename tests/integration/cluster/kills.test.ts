/** A cluster of real servers, of which each kind is killed once while readers check every answer. `npm run bench -- --kills` does it for longer. */
import assert from 'node:assert/strict';
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { isNginxInstalled, startNginx } from '../../../deploy/cluster/balancer.ts';
import { Cluster } from '../../../deploy/cluster/cluster.ts';
import { startTestBalancer } from '../../support/cluster/balancer.ts';
import { checkPublished, Kills, VICTIMS } from '../../support/cluster/kills.ts';
import { Publisher } from '../../support/cluster/publisher.ts';
import { Readers } from '../../support/cluster/readers.ts';
import { randomFrom } from '../../support/random.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { withoutPostgres } from '../../support/servers/postgres-server.ts';
import { until } from '../../support/wait.ts';

const SEED = 20_261_126;
/** Milliseconds between two posts. */
const POST_INTERVAL = 200;
/** Readers ask again as soon as they have an answer, for up to 200 answers a second: as many as the machine has time for. */
const READERS = 3;
const READ_INTERVAL = (1000 * READERS) / 200;

const root = mkdtempSync(join(tmpdir(), 'finews-cluster-'));
const contentDir = join(root, 'content');
let cluster: Cluster;
let publisher: Publisher;
let readers: Readers;
let kills: Kills;
let published: Awaited<ReturnType<typeof checkPublished>>;
/** Folders of data that were kept aside. */
const kept: Record<'afterKills' | 'afterReplacement', string[]> = { afterKills: [], afterReplacement: [] };

const options = { skip: withoutPostgres };

before(async () => {
  if (withoutPostgres !== false) return;
  // Servers run as another user where root runs the tests.
  chmodSync(root, 0o711);
  mkdirSync(contentDir);
  const hasNginx = isNginxInstalled();
  console.log(`${hasNginx ? 'nginx' : 'nginx is not installed: a balancer of the tests'} stands before the web nodes`);
  publisher = new Publisher(contentDir, POST_INTERVAL);
  cluster = await Cluster.start({
    folder: join(root, 'servers'),
    contentDir,
    webNodes: 3,
    // Nobody stands in line: on a busy machine requests that wait too long are refused.
    workers: 2,
    ingesters: 2,
    password: 'finews',
    nextPort: freePort,
    startBalancer: hasNginx ? startNginx : startTestBalancer,
    settings: ['fsync=off', 'full_page_writes=off'],
  });
  readers = new Readers(cluster.url, READERS, READ_INTERVAL, SEED);
  kills = new Kills(cluster, publisher, readers, randomFrom(SEED));
  for (const victim of VICTIMS) await kills.kill(victim);
  await publisher.stop();
  await until('all articles to be seen', () => readers.newest === publisher.count);
  await readers.stop();
  published = await checkPublished(cluster.url, publisher.count);
  const listKept = (): string[] => globSync('postgres-*/data-until-*', { cwd: join(root, 'servers') });
  kept.afterKills = listKept();
  await cluster.replaceStandby();
  kept.afterReplacement = listKept();
});
after(async () => {
  await publisher?.stop();
  await readers?.stop();
  await cluster?.stop();
  rmSync(root, { recursive: true, force: true });
});

test('loses no request while web nodes, ingesters and servers are killed', options, () => {
  assert.deepEqual(readers.lost, []);
});

test('shows no reader an article that then goes, and no page of another state', options, () => {
  assert.deepEqual(readers.wrong, []);
});

test('publishes every file that was written meanwhile', options, () => {
  assert.deepEqual(published.missing, []);
});

test('publishes no file twice', options, () => {
  assert.deepEqual(published.doubled, []);
});

test('says on every ingester that nothing is published while there is no primary', options, () => {
  assert.deepEqual(kills.said, [2]);
});

test('makes a standby anew that runs, and keeps no copy of its data', options, () => {
  assert.deepEqual([cluster.standby.isRunning, kept.afterReplacement], [true, kept.afterKills]);
});
