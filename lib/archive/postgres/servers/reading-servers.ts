import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { describeDatabase, listServerAddresses } from '../../../database-address.ts';
import { log } from '../../../log.ts';
import type { ArchiveState } from '../../archive.ts';
import { ArchiveError } from '../../errors.ts';
import type { Head } from '../../sql/snapshot.ts';
import type { AddressSetting } from '../errors.ts';
import { Connections, lastRowOf, rollBack } from './connections.ts';
import { HEAD, type HeadRow, toHead } from './head.ts';
import { isAtLeast, SeenStates } from './states.ts';

/** Connections of one process to each server. A page holds one while it is read. */
const MOST_CONNECTIONS = 10;
/** How long a question of a page may take, in milliseconds: the front waits half as long again for the whole page. */
const READING_TIMEOUT = 10_000;
/** How often a server that is not read from is looked at, in milliseconds; only while others are. */
const CHECK_INTERVAL = 500;
/** Between two looks for a server that has caught up, in milliseconds. */
const PAUSE = 20;

/** Where the servers of an archive are. */
export interface ReadingServersOptions {
  /** Address of the database that is written; may name several hosts, of which one can be. */
  databaseUrl: string;
  /** Addresses of replicas; may name several hosts each. */
  replicaUrls: readonly string[];
  /** How far a replica may lag before it is passed over. */
  maxLagSeconds: number;
  /** The node's own folder: its processes read from the same replica. */
  dataDir: string;
}

/** A connection that has answered a first question. */
export interface Asked {
  server: Server;
  client: PoolClient;
  head: Head;
  /** True where no pooler stands between, which gives each transaction another connection to the server. */
  isDirect: boolean;
}

/** One server, and what is known of it. */
class Server {
  readonly address: string;
  /** That the address is from. */
  readonly setting: AddressSetting;
  readonly connections: Connections;
  /** As the settings say it, until the server itself has. */
  isStandby: boolean;
  hasFailed = false;
  state: ArchiveState | undefined;
  /** When it was last asked, in milliseconds of `performance.now`. */
  askedAt = Number.NEGATIVE_INFINITY;
  /** Questions that it has not answered yet. */
  underWay = 0;

  constructor(address: string, setting: AddressSetting) {
    this.address = address;
    this.setting = setting;
    this.isStandby = setting === 'DATABASE_REPLICA_URLS';
    const config = { max: MOST_CONNECTIONS, application_name: 'finews', query_timeout: READING_TIMEOUT };
    this.connections = new Connections(address, config, setting);
  }

  /** @param sql whose last statement is `HEAD` @throws {ArchiveError} where it does not answer, or has nothing to read */
  async ask(sql: string): Promise<Asked> {
    this.askedAt = performance.now();
    this.underWay++;
    let client: PoolClient | undefined;
    try {
      const asked = await this.connections.ask<HeadRow>(sql);
      client = asked.client;
      const row = lastRowOf(asked.result);
      const head = toHead(row, this.address);
      this.isStandby = row?.is_standby === true;
      this.state = head.state;
      this.hasFailed = false;
      return { server: this, client, head, isDirect: row?.process === processOf(client) };
    } catch (error) {
      this.hasFailed = true;
      client?.release(true);
      throw error;
    } finally {
      this.underWay--;
    }
  }
}

/**
 * The servers that an archive is read from: the replicas, and the primary where none of them will do. No state is older than one that was
 * seen before: a server that lags is passed over until it has caught up.
 */
export class ReadingServers {
  readonly #options: ReadingServersOptions;
  readonly #servers: readonly Server[];
  readonly #maxLag: number;
  #seen: SeenStates;
  #least: ArchiveState | undefined;

  constructor(options: ReadingServersOptions) {
    this.#options = options;
    this.#maxLag = 1000 * options.maxLagSeconds;
    this.#seen = new SeenStates(this.#maxLag);
    const replicas = new Set(listServerAddresses(...options.replicaUrls));
    const others = listServerAddresses(options.databaseUrl).filter((address) => !replicas.has(address));
    this.#servers = [
      ...inOrderOfNode([...replicas], options.dataDir).map((address) => new Server(address, 'DATABASE_REPLICA_URLS')),
      ...others.map((address) => new Server(address, 'DATABASE_URL')),
    ];
  }

  /**
   * Asks the best server that has a state which may be shown.
   * @param begin statements before the question for the head, each with a semicolon
   * @param least a state that somebody has seen; for as long as replicas lag, this waits for one of them, or asks the primary
   * @throws {ArchiveError} where no server answers
   */
  async ask(begin: string, least?: ArchiveState): Promise<Asked> {
    if (least) this.#raise(least);
    const started = performance.now();
    for (;;) {
      this.#checkOthers();
      let newest: Asked['head'] | undefined;
      let trouble: unknown;
      for (const server of this.#inOrder()) {
        try {
          const asked = await server.ask(begin + HEAD);
          this.#seen.note(asked.head.state, performance.now());
          if (this.#isEnough(asked.head.state)) {
            this.#raise(asked.head.state);
            return asked;
          }
          newest = newest && isAtLeast(newest.state, asked.head.state) ? newest : asked.head;
          await rollBack(asked.client);
        } catch (error) {
          if (!(error instanceof ArchiveError)) throw error;
          trouble ??= error;
        }
      }
      if (!newest) throw trouble;
      if (performance.now() - started > this.#maxLag) this.#giveUp(newest.state);
      else await sleep(PAUSE);
    }
  }

  #isEnough(state: ArchiveState): boolean {
    // One server alone goes back only where its operator has put it back.
    return this.#servers.length === 1 || !this.#least || isAtLeast(state, this.#least);
  }

  #raise(state: ArchiveState): void {
    if (!this.#least || isAtLeast(state, this.#least)) this.#least = state;
  }

  /** No server has what was seen: it is lost with the one that had it. */
  #giveUp(newest: ArchiveState): void {
    const where = describeDatabase(this.#options.databaseUrl);
    const message = `${where}: no server has state ${this.#least?.number} (${this.#least?.origin}) any more; going on with ${newest.number} (${newest.origin})`;
    log({ level: 'warn', event: 'states-lost', message });
    this.#least = newest;
    this.#seen = new SeenStates(this.#maxLag);
  }

  /** Servers, the best one first. */
  #inOrder(): Server[] {
    if (this.#servers.length === 1) return [...this.#servers];
    const now = performance.now();
    const hasReplicas = this.#options.replicaUrls.length > 0;
    const rank = (server: Server): number => {
      if (server.hasFailed) return 3;
      if (server.state && this.#seen.lagOf(server.state, now) > this.#maxLag) return 2;
      return server.isStandby === hasReplicas ? 0 : 1;
    };
    return this.#servers.toSorted((a, b) => rank(a) - rank(b));
  }

  /** Looks at servers that are not read from: whether they answer, their role, and how far they lag. */
  #checkOthers(): void {
    if (this.#servers.length === 1) return;
    const now = performance.now();
    for (const server of this.#servers) {
      if (server.underWay > 0 || now - server.askedAt < CHECK_INTERVAL) continue;
      server.ask(HEAD).then(
        ({ client, head }) => {
          client.release();
          this.#seen.note(head.state, performance.now());
        },
        // It is asked again later; what readers meet is said to them.
        () => {},
      );
    }
  }

  close(): void {
    for (const { connections } of this.#servers) void connections.pool.end();
  }
}

/** The process that answers, as the connection was told when it was made: a pooler tells a number of its own (pg/lib/client.js). */
const processOf = (client: PoolClient): number | null | undefined =>
  (client as { processID?: number | null }).processID;

/** Servers in an order that a node's processes share, and other nodes need not. */
function inOrderOfNode(addresses: readonly string[], dataDir: string): string[] {
  const digest = createHash('sha256').update(`${hostname()} ${dataDir}`).digest();
  const first = addresses.length === 0 ? 0 : digest.readUInt32BE() % addresses.length;
  return [...addresses.slice(first), ...addresses.slice(0, first)];
}
