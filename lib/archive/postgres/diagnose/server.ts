import type { PoolClient, QueryResultRow } from 'pg';
import { describeDatabase } from '../../../database-address.ts';
import { error, type Finding, judge, megabytes, warning } from '../../diagnose/finding.ts';
import { ArchiveError } from '../../errors.ts';
import { type AddressSetting, explain } from '../errors.ts';
import { encodingDefect, SERVER_FACTS, type ServerFacts, versionDefect } from '../requirements.ts';
import { Connections } from '../servers/connections.ts';
import { HEAD, type HeadRow, toHead } from '../servers/head.ts';
import { judgeRights, RIGHTS, type Rights } from './rights.ts';

export interface DiagnoseServerOptions {
  isReadOnly: boolean;
}

/** An address, and the setting that it is from. */
interface ServerAddress {
  address: string;
  setting: AddressSetting;
}

/** Differences of clocks, in seconds: fronts show a new state at a time that the writer sets. */
const MUCH = 0.5;
const TOO_MUCH = 2;
/** How often the clock of a server is asked for. */
const CLOCK_QUESTIONS = 3;
/** Connections of a node with two workers. */
const OF_NODE = 34;

const FACTS = `SELECT pg_is_in_recovery() AS is_standby, current_setting('max_connections')::int AS most,
  (SELECT count(*) FROM pg_stat_activity)::int AS used, pg_database_size(current_database())::float8 AS bytes,
  (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS is_encrypted,
  inet_server_addr() IS NULL OR inet_server_addr() << '127.0.0.0/8' OR inet_server_addr() = '::1' AS is_near,
  to_regclass('head') IS NOT NULL AS has_tables, ${RIGHTS}`;

interface Facts extends Rights {
  is_standby: boolean;
  most: number;
  used: number;
  bytes: number;
  is_encrypted: boolean | null;
  is_near: boolean;
  has_tables: boolean;
}

/** One server, and what is found out about it. */
export class Server {
  readonly address: string;
  /** For messages. */
  readonly place: string;
  readonly #setting: AddressSetting;
  readonly #isReadOnly: boolean;
  readonly #connections: Connections;
  #client: PoolClient | undefined;
  /** `undefined` for one that does not answer. */
  role: 'primary' | 'standby' | undefined;
  /** Of the search index, in bytes. */
  size = 0;
  /** A file of the content folder that the archive names, as an example. */
  staticFile: string | undefined;

  constructor({ address, setting }: ServerAddress, { isReadOnly }: DiagnoseServerOptions) {
    this.address = address;
    this.#setting = setting;
    this.place = describeDatabase(address);
    this.#isReadOnly = isReadOnly;
    this.#connections = new Connections(address, { max: 1, application_name: 'finews doctor' }, setting);
  }

  /** Asks on the one connection that was made. */
  async query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    if (!this.#client) throw new Error(`${this.place} has not been asked for its role`);
    return (await this.#client.query<Row>(sql, values)).rows;
  }

  /** What is found; where the server fails meanwhile, that it does. */
  async judge<Found>(check: string, find: () => Promise<Found>): Promise<Found | Finding> {
    try {
      return await find();
    } catch (cause) {
      const explained = cause instanceof ArchiveError ? cause : explain(cause, this.address, this.#setting);
      if (!explained) throw cause;
      return { check, ...error(explained.message) };
    }
  }

  async close(): Promise<void> {
    this.#client?.release();
    await this.#connections.pool.end();
  }

  /** @returns all that is to say of it alone */
  async diagnose(): Promise<Finding[]> {
    const findings: Finding[] = [];
    const failure = await this.judge('connection', () => this.#find(findings));
    return failure ? [...findings, failure] : findings;
  }

  /** Adds what is found, one after another, so that it stays where the server fails meanwhile. */
  async #find(findings: Finding[]): Promise<undefined> {
    const connected = await this.#connections.ask<ServerFacts>(`SELECT ${SERVER_FACTS}`);
    this.#client = connected.client;
    const [server] = connected.result.rows;
    if (!server) return undefined;
    findings.push(...this.#judgeRequirements(server));
    // An older one does not understand the questions that follow.
    if (versionDefect(server) !== undefined) return undefined;
    const [facts] = await this.query<Facts>(FACTS);
    if (!facts) return undefined;
    this.role = facts.is_standby ? 'standby' : 'primary';
    findings.unshift({
      level: 'ok',
      check: 'connection',
      message: `${this.place}: ${facts.is_standby ? 'a standby' : 'the primary'}, as ${facts.user}`,
    });
    findings.push(...this.#judgeServer(facts), this.#judgeClock(await this.#measureClock()));
    const canRead = facts.unreadable === null;
    // A standby says nothing of who writes.
    if (this.#isReadOnly || !facts.is_standby || !canRead) {
      findings.push(judgeRights(this.place, facts, !this.#isReadOnly));
    }
    if (canRead) findings.push(await this.#judgeArchive(facts));
    return undefined;
  }

  #judgeRequirements(server: ServerFacts): Finding[] {
    const [version, encoding] = [versionDefect(server), encodingDefect(server)];
    return [
      judge(
        'version',
        version === undefined,
        `${this.place}: PostgreSQL ${server.version}`,
        error(`${this.place}: ${version}`),
      ),
      judge(
        'encoding',
        encoding === undefined,
        `${this.place}: ${server.encoding}`,
        error(`${this.place}: ${encoding}`),
      ),
    ];
  }

  #judgeServer({ is_near: isNear, is_encrypted: isEncrypted, most, used, bytes }: Facts): Finding[] {
    const { place } = this;
    const left = `${place}: ${used} of ${most} connections are used`;
    return [
      judge(
        'encryption',
        isNear || isEncrypted === true,
        isNear ? `${place}: on this machine` : `${place}: TLS`,
        warning(`${place}: passwords and texts pass the network as they are; add ?sslmode=verify-full`),
      ),
      judge(
        'connections',
        most - used >= OF_NODE,
        left,
        warning(`${left}, and a node has up to ${OF_NODE}; raise max_connections`),
      ),
      {
        level: 'ok',
        check: 'free space',
        message: `${place}: the database has ${megabytes(bytes)}; what is free on the server's disk cannot be seen from here`,
      },
    ];
  }

  /** How far the clocks are apart, in seconds. Of several answers the fastest tells best. */
  async #measureClock(): Promise<number> {
    let [fastest, difference] = [Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < CLOCK_QUESTIONS; i++) {
      const before = Date.now();
      const [row] = await this.query<{ clock: number }>(
        'SELECT extract(epoch FROM clock_timestamp())::float8 AS clock',
      );
      const after = Date.now();
      if (after - before >= fastest) continue;
      fastest = after - before;
      difference = Math.abs((row?.clock ?? 0) - (before + after) / 2000);
    }
    return difference;
  }

  #judgeClock(difference: number): Finding {
    const apart = `${this.place}: the clocks are ${difference.toFixed(1)} s apart`;
    const advice = `${apart}; let a service such as chrony set both`;
    return judge('clock', difference < MUCH, apart, difference < TOO_MUCH ? warning(advice) : error(advice));
  }

  #noArchive(): Finding {
    const message = `${this.place}: holds no archive`;
    if (this.#isReadOnly) return { check: 'archive', ...error(`${message}; run: node bin/finews.mjs index`) };
    return { level: 'ok', check: 'archive', message: `${message} yet; the first run makes it` };
  }

  async #judgeArchive({ has_tables: hasTables }: Facts): Promise<Finding> {
    if (!hasTables) return this.#noArchive();
    const [row] = await this.query<HeadRow>(HEAD);
    if (!row?.site) return this.#noArchive();
    const [about] = await this.query<{ size: number; file: string | null }>(
      `SELECT (pg_total_relation_size('search_pieces') + pg_total_relation_size('search_segments'))::float8 AS size,
         (SELECT path FROM files WHERE outcome = 'static' AND url IS NOT NULL LIMIT 1) AS file`,
    );
    this.size = about?.size ?? 0;
    this.staticFile = about?.file ?? undefined;
    try {
      const { state } = toHead(row, this.address);
      return { level: 'ok', check: 'archive', message: `${this.place}: state ${state.number}` };
    } catch (cause) {
      if (!(cause instanceof ArchiveError)) throw cause;
      // Whoever writes mends it.
      return { check: 'archive', ...(this.#isReadOnly ? error(cause.message) : warning(cause.message)) };
    }
  }
}
