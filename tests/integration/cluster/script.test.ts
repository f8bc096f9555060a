/** `deploy/cluster/start.ts` with one cluster: started, failed over, started again, and ended while it starts. At first without nginx and git. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { ClusterScript } from '../../support/cluster/script.ts';
import { postText } from '../../support/portal-folder.ts';
import { freePorts, isListening } from '../../support/servers/free-port.ts';
import { withoutPostgres } from '../../support/servers/postgres-server.ts';
import { until } from '../../support/wait.ts';

/** Of the balancer, two servers and a web node, in this order. */
const PORTS = 4;
const ARTICLE = '/emnews/2022/02/22/a.html';
/** What is called nginx in folders of these names. */
const NGINX = {
  broken: "echo 'nginx: [emerg] this one is broken' >&2; exit 1",
  silent: 'exec sleep 1000',
};

const root = mkdtempSync(join(tmpdir(), 'finews-script-'));
const folder = join(root, 'servers');
const options = { skip: withoutPostgres };
const scripts: ClusterScript[] = [];
let port: number;

function run(args: readonly string[] = [], environment: Record<string, string> = {}): ClusterScript {
  const own = ['--folder', folder, '--port', String(port), '--nodes', '1'];
  const sizes = ['--ingesters', '1', '--content', join(root, 'content')];
  const script = new ClusterScript([...own, ...sizes, ...args], environment);
  scripts.push(script);
  return script;
}

/** Which of the cluster's ports somebody listens on, counted from the first. */
async function listListening(): Promise<number[]> {
  const isOpen = await Promise.all(Array.from({ length: PORTS }, (_, n) => isListening(port + n)));
  return isOpen.flatMap((is, n) => (is ? [n] : []));
}

/** Data of the server on a port. */
const dataOf = (server: number): string => join(folder, `postgres-${server}`, 'data');

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
  listening: number[];
}

async function resultOf(script: ClusterScript): Promise<Run> {
  const code = await script.end();
  return { code, stdout: script.stdout, stderr: script.stderr, listening: await listListening() };
}

const runs: Record<string, Run> = {};
let answer: number;
let standbys: number[];
let kept: string[];

before(async () => {
  if (withoutPostgres !== false) return;
  // Servers run as another user where root runs the tests.
  chmodSync(root, 0o711);
  for (const name of ['content/_posts', 'empty', ...Object.keys(NGINX)])
    mkdirSync(join(root, name), { recursive: true });
  const post = postText(
    { title: '甲', date: '2022-02-22 10:00:00 +0800', categories: 'emnews', tags: '实验' },
    '正文。',
  );
  writeFileSync(join(root, 'content', '_posts', '2022-02-22-a.md'), post);
  for (const [name, script] of Object.entries(NGINX)) {
    writeFileSync(join(root, name, 'nginx'), `#!/bin/sh\n[ "$1" = -v ] && exit\n${script}\n`, { mode: 0o755 });
  }
  port = await freePorts(PORTS);

  const first = await run([], { PATH: join(root, 'empty') }).untilStarted();
  answer = (await fetch(`http://127.0.0.1:${port + 3}${ARTICLE}`)).status;
  runs.refused = await resultOf(run(['--promote']));
  process.kill(first.primaryPid, 'SIGKILL');
  await until('the end of the primary', async () => !(await isListening(port + 1)));
  runs.promoted = await resultOf(run(['--promote']));
  await first.stop();
  runs.first = await resultOf(first);

  runs.nginx = await resultOf(run([], { PATH: `${join(root, 'broken')}:${process.env.PATH}` }));
  standbys = [port + 1, port + 2].filter((server) => existsSync(join(dataOf(server), 'standby.signal')));
  kept = globSync(`postgres-${port + 1}/data-until-*/PG_VERSION`, { cwd: folder });

  const ended = run([], { PATH: `${join(root, 'silent')}:${process.env.PATH}` });
  await until('the primary', () => existsSync(join(dataOf(port + 2), 'postmaster.pid')));
  await ended.stop();
  runs.ended = await resultOf(ended);

  appendFileSync(join(dataOf(port + 1), 'postgresql.auto.conf'), 'work_mem = none\n');
  runs.server = await resultOf(run());
});
after(async () => {
  for (const script of scripts) await script.stop();
  rmSync(root, { recursive: true, force: true });
});

test('names the web nodes where nginx is not installed', options, () => {
  assert.match(
    runs.first?.stdout ?? '',
    new RegExp(`^nginx is not installed: .*web node +pid \\d+, http://127\\.0\\.0\\.1:${port + 3}/`, 's'),
  );
});

test('has a portal in each web node', options, () => {
  assert.equal(answer, 200);
});

test('refuses to promote while the primary answers', options, () => {
  const { code, stderr } = runs.refused ?? {};
  assert.deepEqual(
    { code, stderr },
    { code: 1, stderr: `cluster: the server on port ${port + 1} is the primary, and answers; end it first\n` },
  );
});

test('promotes the standby of a primary that was killed', options, () => {
  assert.match(runs.promoted?.stdout ?? '', new RegExp(`^the server on port ${port + 2} is the primary;`));
});

test('says that a server has ended', options, () => {
  assert.match(runs.first?.stderr ?? '', new RegExp(`^PostgreSQL on port ${port + 1} ended with SIGKILL$`, 'm'));
});

test('ends everything at SIGTERM, without an error', options, () => {
  assert.deepEqual([runs.first?.code, runs.first?.listening], [0, []]);
});

test('starts a primary that was passed over as a standby of the promoted one', options, () => {
  assert.deepEqual(standbys, [port + 1]);
});

test('keeps the data of a primary that was passed over', options, () => {
  assert.equal(kept.length, 1);
});

test('says where they are', options, () => {
  assert.match(runs.nginx?.stderr ?? '', /its old data are in .*data-until-/);
});

test('says in one line why nginx has not been started', options, () => {
  const said = (runs.nginx?.stderr ?? '').split('\n').filter((line) => line.startsWith('cluster: '));
  const reason = `nginx ended with 1: nginx: [emerg] this one is broken; its log is in ${folder}`;
  assert.deepEqual(said, [`cluster: ${reason}`]);
});

test('ends everything where nginx is not started', options, () => {
  assert.deepEqual([runs.nginx?.code, runs.nginx?.listening], [1, []]);
});

test('ends what it has started at SIGTERM', options, () => {
  assert.deepEqual([runs.ended?.code, runs.ended?.listening], [1, []]);
});

test('says in one line why the second server has not been started', options, () => {
  assert.match(runs.server?.stderr ?? '', new RegExp(`^cluster: PostgreSQL on port ${port + 1} is not ready: .*\n$`));
});

test('ends the first server where the second is not started', options, () => {
  assert.deepEqual([runs.server?.code, runs.server?.listening], [1, []]);
});
