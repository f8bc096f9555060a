/** The start of a cluster that does not come to its end. Its balancers are the test's own. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import type { StartBalancer } from '../../../deploy/cluster/balancer.ts';
import { Cluster } from '../../../deploy/cluster/cluster.ts';
import { freePorts } from '../../support/servers/free-port.ts';
import { withoutPostgres } from '../../support/servers/postgres-server.ts';
import { within } from '../../support/wait.ts';

const options = { skip: withoutPostgres };
const root = mkdtempSync(join(tmpdir(), 'finews-start-'));
// Servers run as another user where root runs the tests.
chmodSync(root, 0o711);
mkdirSync(join(root, 'content'));
after(() => rmSync(root, { recursive: true }));

/** Of two servers and a balancer, in this order. */
let ports: Promise<number>;

/** Starts the same servers each time, and an ingester. Longest wait: for all that a busy machine has to start. */
async function start(startBalancer: StartBalancer, signal?: AbortSignal): Promise<Cluster> {
  ports ??= freePorts(3);
  let next = await ports;
  const cluster = Cluster.start({
    folder: join(root, 'servers'),
    contentDir: join(root, 'content'),
    webNodes: 0,
    workers: 1,
    ingesters: 1,
    password: 'finews',
    nextPort: () => next++,
    startBalancer,
    settings: ['fsync=off', 'full_page_writes=off'],
    ...(signal && { signal }),
  });
  return within('the start of a cluster', cluster, 5 * 60_000);
}

test('ends where it is told to while an answer does not come', options, async () => {
  const stop = new AbortController();
  const reason = new Error('ended by an operator');
  const silent = createServer((socket) => {
    socket.on('error', () => {});
    stop.abort(reason);
  });
  const startSilent: StartBalancer = (_, port) => {
    silent.listen(port, '127.0.0.1');
    return { url: `http://127.0.0.1:${port}`, stop: async () => void silent.close() };
  };
  await assert.rejects(start(startSilent, stop.signal), reason);
});

test('ends where a server has ended meanwhile', options, async () => {
  const primary = await ports;
  const killPrimary: StartBalancer = (_, port) => {
    const file = join(root, 'servers', `postgres-${primary}`, 'data', 'postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
    return { url: `http://127.0.0.1:${port}`, stop: async () => {} };
  };
  await assert.rejects(start(killPrimary), {
    message: `PostgreSQL on port ${primary} has ended before everything was started`,
  });
});
