import type { ClientBase } from 'pg';
import { describeDatabase, listServerAddresses } from '../../database-address.ts';
import { error, type Finding, judge, warning } from '../diagnose/finding.ts';
import { ArchiveError } from '../errors.ts';
import { Connections } from './servers/connections.ts';
import { HEAD, toHead } from './servers/head.ts';

export interface PostgresDiagnoseOptions {
  databaseUrl: string;
  replicaUrls?: readonly string[] | undefined;
  maxLagSeconds?: number | undefined;
  isReadOnly: boolean;
}

const OLDEST_VERSION = 140_000;
/** Differences of clocks, in seconds: fronts show a new state at a time that the writer sets. */
const MUCH = 0.5;
const TOO_MUCH = 2;
/** Connections of a node with two workers. */
const OF_NODE = 34;

const FACTS = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS is_standby, current_user AS user,
  extract(epoch FROM clock_timestamp())::float8 AS clock,
  current_setting('max_connections')::int AS most, (SELECT count(*) FROM pg_stat_activity) AS used,
  (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS is_encrypted,
  inet_server_addr() IS NULL OR inet_server_addr() << '127.0.0.0/8' OR inet_server_addr() = '::1' AS is_near,
  to_regclass('head') IS NOT NULL AS has_tables,
  has_schema_privilege('public', 'CREATE') AS can_create,
  (SELECT coalesce(bool_and(has_table_privilege(oid, 'SELECT')), true) FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace) AS can_read,
  (SELECT coalesce(bool_and(pg_has_role(relowner, 'USAGE')), true) FROM pg_class WHERE relkind = 'r'
    AND relnamespace = 'public'::regnamespace) AS owns_tables,
  CASE WHEN pg_is_in_recovery() THEN (SELECT count(*) FROM pg_stat_wal_receiver) END AS receivers,
  CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)::float8 END AS lag`;

interface Facts {
  version: string;
  number: number;
  encoding: string;
  is_standby: boolean;
  user: string;
  clock: number;
  most: number;
  used: number;
  is_encrypted: boolean | null;
  is_near: boolean;
  has_tables: boolean;
  can_create: boolean;
  can_read: boolean;
  owns_tables: boolean;
  receivers: number | null;
  lag: number;
}

/** What is to say of each server, and the size of the search index, of which a node keeps copies, in bytes. */
export async function diagnosePostgres(
  options: PostgresDiagnoseOptions,
): Promise<{ findings: Finding[]; size: number }> {
  const { databaseUrl, replicaUrls = [], isReadOnly } = options;
  const list = (urls: readonly string[]): string[] => urls.flatMap((url) => listServerAddresses(url) ?? []);
  const primaries = list([databaseUrl]);
  const findings: Finding[] = [];
  let size = 0;
  let canBeWritten = false;
  for (const address of new Set([...primaries, ...list(replicaUrls)])) {
    const server = new Server(address, options);
    findings.push(...(await server.diagnose()));
    size = Math.max(size, server.size);
    canBeWritten ||= server.isPrimary && primaries.includes(address);
  }
  const place = describeDatabase(databaseUrl);
  const none = `${place}: none of its servers can be written`;
  const otherwise = isReadOnly
    ? warning(`${none}; nothing is published meanwhile`)
    : error(`${none}; start the primary, or promote a standby`);
  findings.push(judge('primary', canBeWritten, `${place}: one server can be written`, otherwise));
  return { findings, size };
}

class Server {
  readonly #address: string;
  readonly #place: string;
  readonly #options: PostgresDiagnoseOptions;
  isPrimary = false;
  /** Of the search index, in bytes. */
  size = 0;

  constructor(address: string, options: PostgresDiagnoseOptions) {
    this.#address = address;
    this.#place = describeDatabase(address);
    this.#options = options;
  }

  async diagnose(): Promise<Finding[]> {
    const connections = new Connections(this.#address, { max: 1, application_name: 'finews doctor' });
    try {
      const before = Date.now();
      const { client, result } = await connections.ask<Record<keyof Facts, unknown>>(FACTS);
      const clock = (before + Date.now()) / 2000;
      try {
        const facts = result.rows[0] as unknown as Facts;
        this.isPrimary = !facts.is_standby;
        return [
          ...this.#judgeServer(facts, clock),
          ...this.#judgeRights(facts),
          ...(facts.can_read ? await this.#judgeArchive(facts, client) : []),
        ];
      } finally {
        client.release();
      }
    } catch (cause) {
      if (!(cause instanceof ArchiveError)) throw cause;
      return [{ level: 'error', check: 'connection', message: cause.message }];
    } finally {
      await connections.pool.end();
    }
  }

  #judgeServer(facts: Facts, clock: number): Finding[] {
    const place = this.#place;
    const { version, number, encoding, most, used } = facts;
    const role = facts.is_standby ? 'a standby' : 'the primary';
    const difference = Math.abs(facts.clock - clock);
    const apart = `${place}: the clocks are ${difference.toFixed(1)} s apart`;
    const left = `${place}: ${used} of ${most} connections are used`;
    return [
      { level: 'ok', check: 'connection', message: `${place}: ${role}, as ${facts.user}` },
      judge(
        'encryption',
        facts.is_near || facts.is_encrypted === true,
        facts.is_near ? `${place}: on this machine` : `${place}: TLS`,
        warning(`${place}: passwords and texts pass the network as they are; add ?sslmode=verify-full`),
      ),
      judge(
        'version',
        number >= OLDEST_VERSION,
        `${place}: PostgreSQL ${version}`,
        error(`${place}: PostgreSQL ${version}; 14 or newer is needed`),
      ),
      judge(
        'encoding',
        encoding === 'UTF8',
        `${place}: ${encoding}`,
        error(`${place}: ${encoding}; make the database with ENCODING 'UTF8'`),
      ),
      judge(
        'connections',
        most - used >= OF_NODE,
        left,
        warning(`${left}, and a node has up to ${OF_NODE}; raise max_connections`),
      ),
      judge('clock', difference < MUCH, apart, {
        level: difference < TOO_MUCH ? 'warning' : 'error',
        message: `${apart}; let a service such as chrony set both`,
      }),
      ...(facts.is_standby ? [this.#judgeLag(facts)] : []),
    ];
  }

  #judgeLag({ lag, receivers }: Facts): Finding {
    const { maxLagSeconds = 5 } = this.#options;
    const text = `${this.#place}: ${lag.toFixed(1)} s behind what it has received`;
    if (Number(receivers) === 0) {
      return { check: 'replication', ...warning(`${this.#place}: receives nothing from a primary; see its log`) };
    }
    return judge(
      'replication',
      lag <= maxLagSeconds,
      text,
      warning(`${text}; it is passed over until it has caught up`),
    );
  }

  #judgeRights({
    user,
    is_standby: isStandby,
    can_create: canCreate,
    can_read: canRead,
    owns_tables: ownsTables,
  }: Facts): Finding[] {
    const { isReadOnly } = this.#options;
    const canWrite = canCreate && ownsTables;
    const check = 'rights';
    if (!canRead) {
      return [
        { level: 'error', check, message: `${this.#place}: ${user} may not read all tables; grant SELECT on them` },
      ];
    }
    if (isReadOnly) {
      const text = `${this.#place}: ${user} may read`;
      return [
        judge(
          check,
          !canWrite,
          `${text} and not write`,
          warning(`${text} and write; a role that may only read is enough for --read-only`),
        ),
      ];
    }
    if (isStandby) return [];
    const message = `${this.#place}: ${user} may not make or change tables; let it own the database`;
    return [judge(check, canWrite, `${this.#place}: ${user} may write`, error(message))];
  }

  #noArchive(): Finding {
    const message = `${this.#place}: holds no archive`;
    if (this.#options.isReadOnly)
      return { level: 'error', check: 'archive', message: `${message}; run: node bin/finews.mjs index` };
    return { level: 'ok', check: 'archive', message: `${message} yet; the first run makes it` };
  }

  async #judgeArchive({ has_tables: hasTables }: Facts, client: ClientBase): Promise<Finding[]> {
    if (!hasTables) return [this.#noArchive()];
    const { rows } = await client.query(HEAD);
    if (!rows[0]?.site) return [this.#noArchive()];
    const { rows: sizes } = await client.query(
      "SELECT pg_total_relation_size('search_pieces') + pg_total_relation_size('search_segments') AS size",
    );
    this.size = Number(sizes[0]?.size ?? 0);
    try {
      const { state } = toHead(rows[0], this.#address);
      return [{ level: 'ok', check: 'archive', message: `${this.#place}: state ${state.number}` }];
    } catch (cause) {
      if (!(cause instanceof ArchiveError)) throw cause;
      // Whoever writes mends it.
      return [{ level: this.#options.isReadOnly ? 'error' : 'warning', check: 'archive', message: cause.message }];
    }
  }
}
