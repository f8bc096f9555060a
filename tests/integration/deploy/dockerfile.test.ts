/** The steps of `deploy/Dockerfile` in plain folders, without Docker and without downloads; then what the image would run. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test, { after, before } from 'node:test';
import { type BuiltImage, linkTree, runDockerfile } from '../../support/servers/dockerfile.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { until } from '../../support/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'finews-docker-'));
let image: BuiltImage;
let server: ChildProcess;
let environment: Record<string, string>;

before(async () => {
  image = runDockerfile('deploy/Dockerfile', resolve('.'), folder, (workDir) => {
    // What the first step would install. npm writes into its list of packages, and replaces everything else.
    linkTree('node_modules', join(workDir, 'node_modules'));
    const list = join(workDir, 'node_modules', '.package-lock.json');
    rmSync(list);
    cpSync('node_modules/.package-lock.json', list);
  });
  cpSync('content', image.environment.CONTENT_DIR ?? '', { recursive: true });
  environment = {
    PATH: process.env.PATH ?? '',
    ...image.environment,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
  };
});
after(async () => {
  if (server) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(folder, { recursive: true });
});

const check = (): number | null =>
  spawnSync(process.execPath, image.healthCheck.slice(1), {
    env: { ...environment, NODE_ENV: 'production' },
    stdio: 'ignore',
  }).status;

test('the image has nothing of what only building and testing need', () => {
  const there = ['tests', 'docs', '.next/cache', 'node_modules/typescript', 'node_modules/playwright-core'];
  assert.deepEqual(
    there.filter((path) => existsSync(join(image.workDir, path))),
    [],
  );
});

test('the image runs as a user that is not root', () => {
  assert.equal(image.user, 'node');
});

test('the health check fails before there is a server, and succeeds once the portal is ready', async () => {
  const before = check();
  server = spawn(process.execPath, image.command.slice(1), {
    cwd: image.workDir,
    env: { ...environment, NODE_ENV: 'production' },
    stdio: 'ignore',
  });
  await until('the portal', () => check() === 0);
  assert.deepEqual([before, image.command[0], image.healthCheck[0]], [1, 'node', 'node']);
});
