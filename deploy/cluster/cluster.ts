import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer, StartBalancer } from './balancer.ts';
import { PostgresServer, type ServerOptions } from './postgres-server.ts';
import { Program } from './program.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** How long the nodes may take until all of them answer, in milliseconds. */
const START_LIMIT = 10 * 60_000;
const PAUSE = 100;
/** A standby that has lost its primary looks for it at once; what is committed outlives a killed server. */
const SETTINGS = ['wal_retrieve_retry_interval=500ms'];

export interface ClusterOptions {
  /** Everything but the content lies in it. */
  folder: string;
  contentDir: string;
  webNodes: number;
  /** Of each web node. */
  workers: number;
  ingesters: number;
  /** Of all users of the database. */
  password: string;
  /** A free port of the loopback. */
  nextPort: () => number | Promise<number>;
  startBalancer: StartBalancer;
  /** Of `postgresql.conf`. */
  settings?: readonly string[];
  /** Folder of the programs of PostgreSQL. */
  bin?: string | undefined;
}

/** A web node. */
export interface WebNode {
  program: Program;
  port: number;
}

/** A primary, a streaming standby, ingesters, web nodes and a balancer: all of a portal past one machine, on one. */
export class Cluster {
  readonly #options: ClusterOptions;
  readonly #ports: readonly [number, number];
  primary: PostgresServer;
  standby: PostgresServer;
  ingesters: readonly Program[] = [];
  webNodes: readonly WebNode[] = [];
  #balancer: Balancer | undefined;

  private constructor(
    options: ClusterOptions,
    ports: readonly [number, number],
    servers: [PostgresServer, PostgresServer],
  ) {
    this.#options = options;
    this.#ports = ports;
    [this.primary, this.standby] = servers;
  }

  /** Starts everything; resolves once every web node answers. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const ports = [await options.nextPort(), await options.nextPort()] as const;
    mkdirSync(options.folder, { recursive: true });
    const cluster = new Cluster(options, ports, await startServers(options, ports));
    try {
      await cluster.#startPrograms();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Address of the portal, without a trailing slash. */
  get url(): string {
    return this.#balancer?.url ?? '';
  }

  /** @param user one of those that `ROLES` makes @param first of the two servers, which is tried first */
  #databaseUrl(user: string): string {
    const hosts = this.#ports.map((port) => `127.0.0.1:${port}`).join(',');
    return `postgres://${user}:${this.#options.password}@${hosts}/finews`;
  }

  async #startPrograms(): Promise<void> {
    const { ingesters, webNodes, workers, nextPort, startBalancer, folder } = this.#options;
    const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
    this.ingesters = numbers(ingesters).map((n) =>
      this.#startProgram(`ingester-${n}`, ['ingest'], {
        CONTENT_DIR: this.#options.contentDir,
        DATABASE_URL: this.#databaseUrl('finews'),
      }),
    );
    await this.#waitForArchive();
    const nodes: WebNode[] = [];
    this.webNodes = nodes;
    for (const n of numbers(webNodes)) {
      const port = await nextPort();
      const program = this.#startProgram(`web-${n}`, ['serve', '--read-only', '--workers', String(workers)], {
        CONTENT_DIR: this.#options.contentDir,
        DATABASE_URL: this.#databaseUrl('finews_reader'),
        DATABASE_REPLICA_URLS: this.#databaseUrl('finews_reader'),
        HOST: '127.0.0.1',
        PORT: String(port),
        TRUSTED_PROXIES: '1',
      });
      nodes.push({ program, port });
    }
    const ports = nodes.map(({ port }) => port);
    this.#balancer = await startBalancer(ports, await nextPort(), folder);
    for (const port of ports) await waitUntil(`web node ${port}`, () => isAnswering(`http://127.0.0.1:${port}/readyz`));
  }

  #startProgram(name: string, args: readonly string[], settings: Record<string, string>): Program {
    const { folder } = this.#options;
    return new Program({
      command: process.execPath,
      args: [join(ROOT, 'bin', 'finews.mjs'), ...args],
      environment: { ...process.env, ...settings, DATA_DIR: join(folder, name) },
      log: join(folder, `${name}.log`),
    });
  }

  /** Web nodes would wait for it themselves, longer at a time. */
  async #waitForArchive(): Promise<void> {
    await waitUntil('an archive', () => this.ingesters.some(({ output }) => output.includes('watching')));
    // The roles of a readers' node come with the tables.
    await waitUntil('the standby', async () => {
      const [row] = await this.standby.query("SELECT to_regclass('head') IS NOT NULL AS has", 'finews');
      return row?.has === true;
    });
  }

  /** The ingester that has the duty to write. */
  get ingesterAtWork(): Program | undefined {
    const said = (program: Program, words: RegExp): number =>
      Math.max(-1, ...Array.from(program.output.matchAll(words), ({ index }) => index));
    return this.ingesters.find(
      (program) =>
        said(program, /this process keeps|\d+ posts: /g) >
        said(program, /takes over when it ends|nothing is published/g),
    );
  }

  /** Makes the standby the primary; the old primary must have stopped. */
  async promote(): Promise<void> {
    await this.standby.promote();
    [this.primary, this.standby] = [this.standby, this.primary];
  }

  /** Puts a new standby in the place of the one that is not running. */
  async replaceStandby(): Promise<void> {
    await this.standby.stop();
    this.standby = await PostgresServer.follow(this.primary, serverOptions(this.#options, this.standby.port));
  }

  async stop(): Promise<void> {
    await this.#balancer?.stop();
    await Promise.all(
      [...this.webNodes.map(({ program }) => program), ...this.ingesters].map((program) => program.stop()),
    );
    for (const server of [this.standby, this.primary]) await server.stop();
  }
}

const serverOptions = ({ folder, password, settings = [], bin }: ClusterOptions, port: number): ServerOptions => ({
  folder: join(folder, `postgres-${port}`),
  port,
  password,
  settings: [...SETTINGS, ...settings],
  bin,
});

/** Starts both servers as they were left, or makes them. @returns the primary first */
async function startServers(
  options: ClusterOptions,
  ports: readonly [number, number],
): Promise<[PostgresServer, PostgresServer]> {
  const [first, second] = ports.map((port) => serverOptions(options, port)) as [ServerOptions, ServerOptions];
  if (PostgresServer.exists(first) && PostgresServer.exists(second)) {
    const servers: [PostgresServer, PostgresServer] = [
      await PostgresServer.open(first),
      await PostgresServer.open(second),
    ];
    return (await servers[0].isStandby()) ? [servers[1], servers[0]] : servers;
  }
  for (const { folder } of [first, second]) rmSync(folder, { recursive: true, force: true });
  const primary = await PostgresServer.create(first);
  for (const sql of rolesOf(options.password)) await primary.query(sql);
  for (const sql of RIGHTS) await primary.query(sql, 'finews');
  return [primary, await PostgresServer.follow(primary, second)];
}

/** Who writes owns the database; who reads may do nothing else. */
const rolesOf = (password: string): string[] => [
  `CREATE ROLE finews LOGIN PASSWORD '${password}'`,
  `CREATE ROLE finews_reader LOGIN PASSWORD '${password}'`,
  "CREATE DATABASE finews OWNER finews ENCODING 'UTF8' TEMPLATE template0",
];

/** Before PostgreSQL 15 everybody may make tables, and who owns a database may do so only as one of everybody. */
const RIGHTS = [
  'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
  'GRANT CREATE ON SCHEMA public TO finews',
  'ALTER DEFAULT PRIVILEGES FOR ROLE finews GRANT SELECT ON TABLES TO finews_reader',
];

async function isAnswering(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function waitUntil(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + START_LIMIT;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} has not come; see the logs in the cluster's folder`);
    await sleep(PAUSE);
  }
}
