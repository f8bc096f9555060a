import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { describeDatabase, listServerAddresses } from '../../../database-address.ts';
import { ArchiveError } from '../../errors.ts';
import { standby } from '../errors.ts';
import { Connections } from './connections.ts';

/** An update has up to three, and the duty to write one. */
const MOST_CONNECTIONS = 6;
/** Milliseconds after which an unused connection is closed. */
const IDLE_TIME = 60_000;

/** How long other servers are waited for once one that can be written has answered, in milliseconds. */
const GRACE = 500;

const ROLE = "SELECT pg_is_in_recovery() AS is_standby, to_regclass('head') IS NOT NULL AS has_archive";
/** The number of the server's history, which grows with each promotion: the first digits of a WAL file's name. */
const TIMELINE = 'SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) AS timeline';

/** A connection to a server that can be written, and which of several was written last. */
interface Candidate {
  client: PoolClient;
  /** 0 where the server has none, as one without WAL files. */
  timeline: number;
  /** Of who wrote last there; 0 where nobody has. */
  epoch: number;
}

const compare = (a: Candidate, b: Candidate): number => a.timeline - b.timeline || a.epoch - b.epoch;

/** The server of a database that can be written, among those that its address names. */
class Primary {
  readonly #databaseUrl: string;
  readonly #servers: readonly Connections[];
  /** The last one that this process has seen. */
  #timeline = 0;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
    const config = {
      max: MOST_CONNECTIONS,
      idleTimeoutMillis: IDLE_TIME,
      application_name: 'finews writer',
    };
    this.#servers = (listServerAddresses(databaseUrl) ?? []).map((address) => new Connections(address, config));
  }

  /**
   * A connection that nobody else uses. Where several servers take themselves for the primary, it is the one that was promoted and written
   * last: a primary that was passed over may come back.
   * @throws {ArchiveError} where no server can be written
   */
  async connect(): Promise<PoolClient> {
    let isDecided = false;
    const candidates: Candidate[] = [];
    const first = Promise.withResolvers<void>();
    const asking = this.#servers.map(async (server) => {
      const candidate = await this.#ask(server);
      if (candidate && isDecided) candidate.client.release();
      else if (candidate) {
        candidates.push(candidate);
        if (candidate.timeline >= this.#timeline) first.resolve();
      }
    });
    const answers = Promise.allSettled(asking);
    await Promise.race([answers, first.promise.then(() => sleep(GRACE))]);
    isDecided = true;
    const [best, ...others] = candidates.toSorted((a, b) => compare(b, a));
    for (const { client } of others) client.release();
    if (!best) throw this.#explain(await answers);
    if (best.timeline < this.#timeline) {
      best.client.release();
      throw new ArchiveError(
        `${describeDatabase(this.#databaseUrl)}: a primary that was passed over has come back, and is not written; make it a standby`,
      );
    }
    this.#timeline = best.timeline;
    return best.client;
  }

  /** @returns `undefined` for a standby: it grants locks of its own, which keep nobody from writing */
  async #ask(server: Connections): Promise<Candidate | undefined> {
    const { client, result } = await server.ask<{ is_standby: boolean; has_archive: boolean }>(ROLE);
    try {
      const [row] = result.rows;
      if (row?.is_standby) {
        client.release();
        return undefined;
      }
      // A service that keeps its log elsewhere has no names of files; there epochs alone decide.
      const timeline = await client.query(TIMELINE).catch(() => undefined);
      const head = row?.has_archive ? await client.query('SELECT epoch FROM head') : undefined;
      return {
        client,
        timeline: Number.parseInt(timeline?.rows[0]?.timeline ?? '0', 16),
        epoch: Number(head?.rows[0]?.epoch ?? 0),
      };
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  #explain(answers: readonly PromiseSettledResult<unknown>[]): unknown {
    const failure = answers.find((answer) => answer.status === 'rejected');
    if (!failure) return standby(this.#databaseUrl);
    if (answers.length === 1) return failure.reason;
    const reason = failure.reason instanceof Error ? failure.reason.message : String(failure.reason);
    return new ArchiveError(`${describeDatabase(this.#databaseUrl)}: no server can be written (${reason})`, {
      cause: failure.reason,
    });
  }
}

/** By address: an update follows the one before on the same connection. */
const primaries = new Map<string, Primary>();

/** A connection to the server of a database that can be written, for one who releases it. @see Primary.connect */
export function connectToPrimary(databaseUrl: string): Promise<PoolClient> {
  const primary = primaries.get(databaseUrl) ?? new Primary(databaseUrl);
  primaries.set(databaseUrl, primary);
  return primary.connect();
}
