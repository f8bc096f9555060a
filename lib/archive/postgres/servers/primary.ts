import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { describeDatabase, listServerAddresses } from '../../../database-address.ts';
import { log } from '../../../log.ts';
import { ArchiveError } from '../../errors.ts';
import { standby } from '../errors.ts';
import { Connections, quick } from './connections.ts';

/** The duty to write has one, an update up to two; one that fails may not be closed yet. */
const MOST_CONNECTIONS = 4;
/** Milliseconds after which an unused connection is closed. */
const IDLE_TIME = 60_000;

/** How long other servers are waited for once one that can be written has answered, in milliseconds. */
const GRACE = 500;
/** How long a server that has not answered is asked only where no other will do, in milliseconds. */
const FAILED_TIME = 10_000;

const ROLE = "SELECT pg_is_in_recovery() AS is_standby, to_regclass('head') IS NOT NULL AS has_archive";
/** The number of the server's history, which grows with each promotion: the first digits of a WAL file's name. */
const TIMELINE = 'SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) AS timeline';
/** The same on a primary and its standbys; another one after `initdb`, as for an upgrade or a logical restore. */
const SYSTEM = 'SELECT system_identifier::text AS system FROM pg_control_system()';

/** One of the servers that an address names. */
interface Server {
  connections: Connections;
  /** When it last did not answer, in milliseconds of `performance.now`. */
  failedAt: number;
}

/** Whose history a server has, and how much of it. */
interface History {
  /** Identifier of the cluster; `undefined` where the server does not tell. */
  system: string | undefined;
  /** 0 where the server has none, as one without WAL files. */
  timeline: number;
}

/** A connection to a server that can be written, and which of several was written last. */
interface Candidate extends History {
  client: PoolClient;
  /** Of who wrote last there; 0 where nobody has. */
  epoch: number;
}

/** What servers have answered. */
interface Answers {
  candidates: Candidate[];
  failures: unknown[];
}

const isOfOther = (history: History, known: History): boolean =>
  known.system !== undefined && history.system !== undefined && history.system !== known.system;

/** The server of a database that can be written, among those that its address names. */
class Primary {
  readonly #databaseUrl: string;
  readonly #servers: readonly Server[];
  /** Of the last one that this process has seen. */
  #known: History = { system: undefined, timeline: 0 };

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
    const config = {
      max: MOST_CONNECTIONS,
      idleTimeoutMillis: IDLE_TIME,
      application_name: 'finews writer',
    };
    this.#servers = listServerAddresses(databaseUrl).map((address) => ({
      connections: new Connections(address, config, 'DATABASE_URL'),
      failedAt: Number.NEGATIVE_INFINITY,
    }));
  }

  /**
   * A connection that nobody else uses. Where several servers take themselves for the primary, it is the one that was promoted and written
   * last: a primary that was passed over may come back.
   * @throws {ArchiveError} where no server can be written
   */
  async connect(): Promise<PoolClient> {
    const now = performance.now();
    const hasFailed = ({ failedAt }: Server): boolean => now - failedAt < FAILED_TIME;
    const candidates: Candidate[] = [];
    const failures: unknown[] = [];
    for (const servers of [this.#servers.filter((server) => !hasFailed(server)), this.#servers.filter(hasFailed)]) {
      const answers = await this.#askAll(servers);
      candidates.push(...answers.candidates);
      failures.push(...answers.failures);
      if (answers.candidates.some((candidate) => !this.#isPassedOver(candidate))) break;
    }
    const [best, ...others] = candidates.toSorted((a, b) => this.#compare(b, a));
    for (const { client } of others) client.release();
    if (!best) throw this.#explain(failures);
    if (this.#isPassedOver(best)) {
      best.client.release();
      throw new ArchiveError(
        `${describeDatabase(this.#databaseUrl)}: a primary that was passed over has come back, and is not written; make it a standby`,
        { remedy: 'time' },
      );
    }
    this.#note(best);
    return best.client;
  }

  /** Asks servers until all have answered, or for a little longer than it takes to find one that may be written. */
  async #askAll(servers: readonly Server[]): Promise<Answers> {
    let isDecided = false;
    const answers: Answers = { candidates: [], failures: [] };
    const first = Promise.withResolvers<void>();
    const silent = new Set(servers);
    const asking = servers.map(async (server) => {
      try {
        const candidate = await this.#ask(server);
        silent.delete(server);
        if (candidate && isDecided) this.#noteLate(candidate);
        else if (candidate) {
          answers.candidates.push(candidate);
          if (!this.#isPassedOver(candidate)) first.resolve();
        }
      } catch (error) {
        answers.failures.push(error);
      }
    });
    await Promise.race([Promise.all(asking), first.promise.then(() => sleep(GRACE, undefined, { ref: false }))]);
    isDecided = true;
    const now = performance.now();
    for (const server of silent) server.failedAt = now;
    return answers;
  }

  /** @returns `undefined` for a standby: it grants locks of its own, which keep nobody from writing */
  async #ask({ connections }: Server): Promise<Candidate | undefined> {
    const { client, result } = await connections.ask<{ is_standby: boolean; has_archive: boolean }>(ROLE);
    try {
      const [row] = result.rows;
      if (row?.is_standby) {
        client.release();
        return undefined;
      }
      // A service that keeps its log elsewhere has no names of files; there epochs alone decide.
      const timeline = await askIfAble(client, TIMELINE);
      const system = await askIfAble(client, SYSTEM);
      const head = row?.has_archive ? await client.query(quick('SELECT epoch FROM head')) : undefined;
      return {
        client,
        timeline: Number.parseInt(timeline?.timeline ?? '0', 16),
        system: system?.system,
        epoch: Number(head?.rows[0]?.epoch ?? 0),
      };
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  #isPassedOver(candidate: Candidate): boolean {
    return !isOfOther(candidate, this.#known) && candidate.timeline < this.#known.timeline;
  }

  /** Whichever may be written goes first, then one of the known cluster. */
  #compare(a: Candidate, b: Candidate): number {
    return (
      Number(this.#isPassedOver(b)) - Number(this.#isPassedOver(a)) ||
      Number(isOfOther(b, this.#known)) - Number(isOfOther(a, this.#known)) ||
      a.timeline - b.timeline ||
      a.epoch - b.epoch
    );
  }

  #note({ system, timeline }: Candidate): void {
    if (isOfOther({ system, timeline }, this.#known)) {
      const message = `${describeDatabase(this.#databaseUrl)}: another cluster answers there (${system}, after ${this.#known.system}), and is written from now on`;
      log({ level: 'warn', event: 'cluster-replaced', message });
    }
    this.#known = { system: system ?? this.#known.system, timeline };
  }

  /** One that was promoted later than the one which was chosen meanwhile is the one to be written next. */
  #noteLate({ client, ...history }: Candidate): void {
    client.release();
    if (isOfOther(history, this.#known)) return;
    this.#known = { ...this.#known, timeline: Math.max(history.timeline, this.#known.timeline) };
  }

  #explain(failures: readonly unknown[]): unknown {
    if (failures.length === 0) return standby(this.#databaseUrl);
    if (this.#servers.length === 1) return failures[0];
    const isLasting = (failure: unknown): boolean => failure instanceof ArchiveError && failure.remedy === 'operator';
    const cause = failures.find(isLasting) ?? failures[0];
    const reason = cause instanceof Error ? cause.message : String(cause);
    // One of them may be promoted, or answer later.
    const remedy = failures.length === this.#servers.length && failures.every(isLasting) ? 'operator' : 'time';
    return new ArchiveError(`${describeDatabase(this.#databaseUrl)}: no server can be written (${reason})`, {
      cause,
      remedy,
    });
  }
}

/** @returns the row; `undefined` where the server does not answer such a question */
async function askIfAble(client: PoolClient, sql: string): Promise<Record<string, string> | undefined> {
  const answer = await client.query<Record<string, string>>(quick(sql)).catch(() => undefined);
  return answer?.rows[0];
}

/** By address: an update follows the one before on the same connection. */
const primaries = new Map<string, Primary>();

/** A connection to the server of a database that can be written, for one who releases it. @see Primary.connect */
export function connectToPrimary(databaseUrl: string): Promise<PoolClient> {
  const primary = primaries.get(databaseUrl) ?? new Primary(databaseUrl);
  primaries.set(databaseUrl, primary);
  return primary.connect();
}

/**
 * Runs code on a connection to the server of a database that can be written.
 * @param loss ends the connection, and with it what is under way: a machine that is gone answers nothing, and ends nothing
 */
export async function onPrimary<Result>(
  databaseUrl: string,
  run: (client: PoolClient) => Promise<Result>,
  loss?: AbortSignal,
): Promise<Result> {
  const client = await connectToPrimary(databaseUrl);
  let isReleased = false;
  const release = (isBroken: boolean): void => {
    if (!isReleased) client.release(isBroken);
    isReleased = true;
  };
  const end = (): void => release(true);
  loss?.addEventListener('abort', end);
  try {
    loss?.throwIfAborted();
    const result = await run(client);
    release(false);
    return result;
  } catch (error) {
    // Ends the connection, and with it whatever it holds.
    release(true);
    throw error;
  } finally {
    loss?.removeEventListener('abort', end);
  }
}
