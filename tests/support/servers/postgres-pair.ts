import type { TestContext } from 'node:test';
import { PostgresServer, type ServerOptions } from '../../../deploy/cluster/postgres-server.ts';
import { within } from '../wait.ts';
import { lastFirst } from './context-of-file.ts';
import { serverOptions, untilReady } from './postgres-server.ts';

/** What is committed outlives a killed server; a standby that has lost its primary looks for it at once. */
const SETTINGS = ['synchronous_commit=local', 'wal_retrieve_retry_interval=100ms'];

/** A primary, and a standby that follows it. */
export interface PostgresPair {
  primary: PostgresServer;
  standby: PostgresServer;
  /** Address of a database of both, with the host that is tried first. */
  urlOf(...servers: readonly PostgresServer[]): string;
}

/** Starts a pair of servers with an empty database `finews`; both end with the test. */
export async function startPair(ofTest: TestContext): Promise<PostgresPair> {
  const context = lastFirst(ofTest);
  const start = async (
    what: string,
    startWith: (options: ServerOptions) => Promise<PostgresServer>,
  ): Promise<PostgresServer> => {
    const { options, remove } = await serverOptions(SETTINGS);
    context.after(remove);
    const server = await untilReady(what, (signal) => startWith({ ...options, signal }));
    context.after(() => within('the end of PostgreSQL', server.stop()));
    return server;
  };
  const primary = await start('a primary', PostgresServer.create);
  await primary.query('CREATE DATABASE finews');
  const standby = await start('a standby', (options) => PostgresServer.follow(primary, options));
  const urlOf = (...servers: readonly PostgresServer[]): string => {
    const hosts = servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return `postgres://postgres:${new URL(primary.url).password}@${hosts}/finews`;
  };
  return { primary, standby, urlOf };
}
