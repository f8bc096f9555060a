import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackage } from '../../../deploy/cluster/postgres-programs.ts';
import { PostgresServer, type ServerOptions } from '../../../deploy/cluster/postgres-server.ts';
import { within } from '../wait.ts';
import { freePort } from './free-port.ts';

const PASSWORD = 'finews';
/** A test's data need not survive a crash of the machine. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];

/** As a server runs whose data matter, on a machine with little memory. */
export const DURABLE = [
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'autovacuum=on',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
];

/** A PostgreSQL server of the tests' own, gone with its data when it stops. */
export interface TestServer {
  /** Of the database `postgres`, with a user who may do everything. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** `skip` of a test that needs a server: the reason, where none can be started. */
export const withoutPostgres: string | false =
  findPackage() === undefined ? `no PostgreSQL server for ${process.platform}-${process.arch} is installed` : false;

/** What servers of the tests are started with, in a folder that is gone after `remove`. */
export async function serverOptions(
  settings: readonly string[] = [],
): Promise<{ options: ServerOptions; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'finews-postgres-'));
  const options = { folder, port: await freePort(), password: PASSWORD, settings: [...FAST, ...settings] };
  return { options, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Waits for a server that is being started; ends what there is of it where it does not come.
 * @param what the server, as in `a standby`
 */
export async function untilReady(
  what: string,
  start: (signal: AbortSignal) => Promise<PostgresServer>,
): Promise<PostgresServer> {
  const stopping = new AbortController();
  const server = start(stopping.signal);
  try {
    return await within(what, server);
  } catch (error) {
    stopping.abort();
    await server.catch(() => {});
    throw error;
  }
}

/**
 * Starts a server.
 * @param settings of `postgresql.conf`, as in `work_mem=64MB`
 */
export async function startPostgres(settings: readonly string[] = []): Promise<TestServer> {
  await using cleanups = new AsyncDisposableStack();
  const { options, remove } = await serverOptions(settings);
  cleanups.defer(remove);
  const server = await untilReady('PostgreSQL', (signal) => PostgresServer.create({ ...options, signal }));
  cleanups.defer(() => within('the end of PostgreSQL', server.stop()));
  const all = cleanups.move();
  return { url: server.url, pid: server.pid, stop: () => all.disposeAsync() };
}
