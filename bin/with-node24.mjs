#!/usr/bin/env node
// Runs a script of this project with Node 24 or newer, whatever Node started it: with-node24.mjs SCRIPT [ARGUMENT …]
//
// Installs the dependencies first where they are missing or the lock file has changed; Node 24 is one of them. Plain
// JavaScript without dependencies, for Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.finews-installed');
const lockFile = readFileSync(join(root, 'package-lock.json'));
const digest = createHash('sha256').update(lockFile).digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) await install();
run(findNode(), process.argv.slice(2));

async function install() {
  const total = countPackages(JSON.parse(lockFile.toString()).packages);
  console.error(`finews: installing ${total} packages …`);
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const child = spawn(
    command,
    [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'],
    { cwd: root, stdio: ['ignore', 'ignore', 2], shell: process.platform === 'win32' },
  );
  const stopProgress = showProgress(total);
  const [status] = await once(child, 'exit');
  if (status !== 0) {
    console.error('finews: npm ci failed; its own message stands above. Is the npm registry reachable?');
    process.exit(1);
  }
  stopProgress();
  writeFileSync(stamp, digest);
}

/** Packages of the lock file that this machine gets. */
function countPackages(packages) {
  const fits = (wanted, own) => wanted === undefined || wanted.includes(own) || wanted[0]?.startsWith('!');
  const isMusl = process.report?.getReport().header.glibcVersionRuntime === undefined;
  return Object.entries(packages).filter(
    ([path, { os, cpu, libc }]) =>
      path !== '' &&
      fits(os, process.platform) &&
      fits(cpu, process.arch) &&
      (process.platform !== 'linux' || fits(libc, isMusl ? 'musl' : 'glibc')),
  ).length;
}

/** Packages that lie in node_modules so far. */
function countInstalled(folder = join(root, 'node_modules')) {
  if (!existsSync(folder)) return 0;
  let count = 0;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.')) continue;
    if (name.startsWith('@')) count += countInstalled(join(folder, name));
    else count += 1 + countInstalled(join(folder, name, 'node_modules'));
  }
  return count;
}

/** A bar with count, rate and time left on a terminal, a line every few seconds elsewhere. Returns what ends it. */
function showProgress(total) {
  const started = Date.now();
  const isTerminal = process.stderr.isTTY;
  const show = () => {
    const done = Math.min(countInstalled(), total);
    const rate = (done * 1000) / (Date.now() - started);
    const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : '';
    const bar = '█'.repeat(Math.round((done * 30) / total)).padEnd(30, '░');
    const text = `${done}/${total} packages, ${rate.toFixed(1)}/s, ${left}`;
    process.stderr.write(isTerminal ? `\rInstalling ${bar} ${text}\u001b[K` : `Installing: ${text}\n`);
  };
  const timer = setInterval(show, isTerminal ? 200 : 5_000);
  return () => {
    clearInterval(timer);
    const text = `Installed ${countInstalled()} packages in ${Math.round((Date.now() - started) / 1000)} s`;
    process.stderr.write(isTerminal ? `\r${text}\u001b[K\n` : `${text}\n`);
  };
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
