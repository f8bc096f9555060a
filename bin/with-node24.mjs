#!/usr/bin/env node
// Runs a script of this project with Node 24 or newer, whatever Node started it: with-node24.mjs SCRIPT [ARGUMENT …]
//
// Installs the dependencies first where they are missing or the lock file has changed; Node 24 is one of them. Plain
// JavaScript without dependencies, for Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.finews-installed');
const lockFile = readFileSync(join(root, 'package-lock.json'));
const digest = createHash('sha256').update(lockFile).digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) install();
run(findNode(), process.argv.slice(2));

function install() {
  const started = Date.now();
  const count = Object.keys(JSON.parse(lockFile.toString()).packages).length;
  console.error(`finews: installing ${count} packages …`);
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // On a terminal npm draws a bar of its own.
  const { status } = spawnSync(
    command,
    [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) {
    console.error('finews: npm ci failed; its own message stands above. Is the npm registry reachable?');
    process.exit(1);
  }
  writeFileSync(stamp, digest);
  console.error(`finews: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Path of a Node of version 24 or newer: the one that runs this, or the one among the dependencies. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (spawnSync(node, ['--version']).status === 0) return node;
  console.error(
    `finews: needs Node 24; this is ${process.version}, and the one in node_modules does not run here. ` +
      'Install Node 24, or delete node_modules and try again.',
  );
  process.exit(1);
}

function run(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm ends on a signal without passing it on through the shell between; an orphan is a script that was told to end.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
