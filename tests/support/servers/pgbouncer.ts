import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from '../wait.ts';
import { lastFirst } from './context-of-file.ts';
import { freePort, isListening } from './free-port.ts';

const PROGRAM = 'pgbouncer';
const NOBODY = 65_534;

/** `skip` of a test that needs PgBouncer: the reason, where it is not installed. */
export const withoutPgBouncer: string | false =
  spawnSync(PROGRAM, ['--version']).status === 0 ? false : `${PROGRAM} is not installed`;

/**
 * Starts PgBouncer in transaction mode before a server; it ends with the test.
 * @param databaseUrl of the server
 * @param poolSize connections to the server
 * @returns the address of the same database behind it
 */
export async function startPgBouncer(ofTest: TestContext, databaseUrl: string, poolSize: number): Promise<string> {
  const context = lastFirst(ofTest);
  const folder = mkdtempSync(join(tmpdir(), 'finews-pgbouncer-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const url = new URL(databaseUrl);
  const port = await freePort();
  const users = join(folder, 'users.txt');
  const config = join(folder, 'pgbouncer.ini');
  writeFileSync(users, `"${url.username}" "${url.password}"\n`);
  writeFileSync(
    config,
    `[databases]
* = host=${url.hostname} port=${url.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
`,
  );
  chmodSync(folder, 0o755);
  const isRoot = process.geteuid?.() === 0;
  const child = spawn(PROGRAM, [config], { stdio: 'ignore', ...(isRoot && { uid: NOBODY, gid: NOBODY }) });
  context.after(() => end(child));
  await until('PgBouncer to listen', () => isListening(port));
  url.port = String(port);
  return url.href;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
