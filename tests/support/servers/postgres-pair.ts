import type { TestContext } from 'node:test';
import { PostgresServer } from '../../../deploy/cluster/postgres-server.ts';
import { within } from '../wait.ts';
import { serverOptions } from './postgres-server.ts';

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
export async function startPair(context: TestContext): Promise<PostgresPair> {
  const ofPrimary = await serverOptions(SETTINGS);
  const ofStandby = await serverOptions(SETTINGS);
  const started: PostgresServer[] = [];
  context.after(async () => {
    for (const server of started) await within('the end of PostgreSQL', server.stop());
    for (const { remove } of [ofPrimary, ofStandby]) remove();
  });
  const primary = await within('a primary', PostgresServer.create(ofPrimary.options));
  started.push(primary);
  await primary.query('CREATE DATABASE finews');
  const standby = await within('a standby', PostgresServer.follow(primary, ofStandby.options));
  started.push(standby);
  const urlOf = (...servers: readonly PostgresServer[]): string => {
    const hosts = servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return `postgres://postgres:${ofPrimary.options.password}@${hosts}/finews`;
  };
  return { primary, standby, urlOf };
}
