import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer, StartBalancer } from './balancer.ts';
import { PostgresServer, type ServerOptions } from './postgres-server.ts';
import { Program } from './program.ts';
import { choosePrimary, clearForCopy, hasData, isStandbyData } from './server-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** How long each part may take until it is ready, in milliseconds. */
const START_LIMIT = 10 * 60_000;
/** How long an archive may take that is made of all posts, in milliseconds: ten million take two to three hours. */
const ARCHIVE_LIMIT = 12 * 60 * 60_000;
/** How long one answer may take, in milliseconds. */
const ANSWER_LIMIT = 20_000;
const PAUSE = 100;
/** A standby that has lost its primary looks for it at once; what is committed outlives a killed server. */
const SETTINGS = ['wal_retrieve_retry_interval=500ms'];
const WRITER = 'finews';
const READER = 'finews_reader';
const ROLES = [WRITER, READER];

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
  /** Nothing stands before the web nodes where it is absent. */
  startBalancer?: StartBalancer | undefined;
  /** Of `postgresql.conf`. */
  settings?: readonly string[];
  /** Folder of the programs of PostgreSQL. */
  bin?: string | undefined;
  /** As of `ProgramOptions`. */
  isDetached?: boolean;
  /** Ends the start, and with it all that was started. */
  signal?: AbortSignal;
  /** Told in one line each what an operator should know: what has ended, and what became of data. */
  tell?: (message: string) => void;
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
  #primary: PostgresServer | undefined;
  #standby: PostgresServer | undefined;
  ingesters: readonly Program[] = [];
  webNodes: readonly WebNode[] = [];
  #balancer: Balancer | undefined;

  private constructor(options: ClusterOptions, ports: readonly [number, number]) {
    this.#options = options;
    this.#ports = ports;
  }

  /**
   * Starts everything; resolves once it answers. Servers that were made before go on in their roles; a primary that was passed over by a
   * promotion becomes a standby, and its data are kept aside.
   * @throws where anything does not start, or ends meanwhile: all else has ended then
   */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options, [await options.nextPort(), await options.nextPort()]);
    mkdirSync(options.folder, { recursive: true });
    try {
      await cluster.#startServers();
      await cluster.#startIngesters();
      await cluster.#startWebNodes();
      await cluster.#startBalancer();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Address of the portal, without a trailing slash; empty where there is no balancer. */
  get url(): string {
    return this.#balancer?.url ?? '';
  }

  get primary(): PostgresServer {
    return started(this.#primary);
  }

  get standby(): PostgresServer {
    return started(this.#standby);
  }

  #serverOptions(port: number): ServerOptions {
    const { folder, password, settings = [], bin, isDetached, signal, tell } = this.#options;
    return {
      folder: join(folder, `postgres-${port}`),
      port,
      password,
      settings: [...SETTINGS, ...settings],
      bin,
      isDetached,
      signal,
      onEnd: tell,
    };
  }

  /** Starts both servers as they were left, or makes what is missing. */
  async #startServers(): Promise<void> {
    const [first, second] = this.#ports;
    const [primary, other] = choosePrimary([this.#serverOptions(first), this.#serverOptions(second)]);
    this.#primary = hasData(primary.folder) ? await PostgresServer.open(primary) : await PostgresServer.create(primary);
    await prepareDatabase(this.#primary, this.#options.password);
    this.#standby = isStandbyData(other.folder) ? await PostgresServer.open(other) : await this.#makeStandby(other);
    // One that cannot follow any more, since the primary has removed what it needs, must not be promoted.
    const [head] = await this.#primary.query('SELECT pg_current_wal_lsn() AS lsn');
    await this.#waitUntil(`the server on port ${other.port} to have what the primary has`, async () => {
      const [row] = await this.standby.query(`SELECT pg_last_wal_replay_lsn() >= '${head?.lsn}' AS has`);
      return row?.has === true;
    });
  }

  async #makeStandby(options: ServerOptions): Promise<PostgresServer> {
    const kept = clearForCopy(options.folder);
    if (kept !== undefined) {
      const { port } = this.primary;
      this.#options.tell?.(
        `the server on port ${options.port} was the primary before the one on port ${port}, and becomes its standby; its old data are in ${kept}`,
      );
    }
    return PostgresServer.follow(this.primary, options);
  }

  /** @param user one of `ROLES` */
  #databaseUrl(user: string): string {
    const hosts = this.#ports.map((port) => `127.0.0.1:${port}`).join(',');
    return `postgres://${user}:${this.#options.password}@${hosts}/finews`;
  }

  async #startIngesters(): Promise<void> {
    this.ingesters = numbersTo(this.#options.ingesters).map((n) =>
      this.#startProgram(`ingester-${n}`, ['ingest'], {
        CONTENT_DIR: this.#options.contentDir,
        DATABASE_URL: this.#databaseUrl(WRITER),
      }),
    );
    const isMade = (): boolean => this.ingesters.some(({ output }) => output.includes('watching'));
    await this.#waitUntil('an archive', isMade, ARCHIVE_LIMIT);
  }

  async #startWebNodes(): Promise<void> {
    const { webNodes, workers, nextPort, contentDir } = this.#options;
    const nodes: WebNode[] = [];
    this.webNodes = nodes;
    for (const n of numbersTo(webNodes)) {
      const port = await nextPort();
      const program = this.#startProgram(`web-${n}`, ['serve', '--read-only', '--workers', String(workers)], {
        CONTENT_DIR: contentDir,
        DATABASE_URL: this.#databaseUrl(READER),
        DATABASE_REPLICA_URLS: this.#databaseUrl(READER),
        HOST: '127.0.0.1',
        PORT: String(port),
        TRUSTED_PROXIES: '1',
      });
      nodes.push({ program, port });
    }
    for (const { port } of nodes) await this.#waitUntilReady(`web node ${port}`, `http://127.0.0.1:${port}`);
  }

  async #startBalancer(): Promise<void> {
    const { startBalancer, nextPort, folder, isDetached, tell } = this.#options;
    if (!startBalancer) return;
    const ports = this.webNodes.map(({ port }) => port);
    this.#balancer = await startBalancer(ports, await nextPort(), folder, { isDetached, onEnd: tell });
    await this.#waitUntilReady('the balancer', this.url);
  }

  #startProgram(name: string, args: readonly string[], settings: Record<string, string>): Program {
    const { folder, isDetached, tell } = this.#options;
    return new Program({
      command: process.execPath,
      args: [join(ROOT, 'bin', 'finews.mjs'), ...args],
      environment: { ...process.env, ...settings, DATA_DIR: join(folder, name) },
      log: join(folder, `${name}.log`),
      isDetached,
      onEnd: tell,
    });
  }

  get #programs(): Program[] {
    return [...this.ingesters, ...this.webNodes.map(({ program }) => program), this.#balancer?.program].filter(
      (program) => program !== undefined,
    );
  }

  /** @throws where it does not come to be so in time, where a server or program ends before, and where the start is to end */
  async #waitUntil(what: string, isSo: () => boolean | Promise<boolean>, limit = START_LIMIT): Promise<void> {
    const { signal, folder } = this.#options;
    const deadline = performance.now() + limit;
    for (;;) {
      signal?.throwIfAborted();
      const server = [this.#primary, this.#standby].find((server) => server?.isRunning === false);
      if (server) throw new Error(`PostgreSQL on port ${server.port} has ended before everything was started`);
      const failure = this.#programs.find((program) => program.failure !== undefined)?.failure;
      if (failure !== undefined) throw new Error(`${failure}; its log is in ${folder}`);
      if (await isSo()) return;
      if (performance.now() > deadline) {
        throw new Error(`waited ${limit / 60_000} minutes in vain for ${what}; logs are in ${folder}`);
      }
      await sleep(PAUSE);
    }
  }

  #waitUntilReady(what: string, url: string): Promise<void> {
    return this.#waitUntil(what, () => isAnswering(`${url}/readyz`, this.#options.signal));
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
    [this.#primary, this.#standby] = [this.#standby, this.#primary];
  }

  /** Makes a new standby in the place of the present one, which is ended. */
  async replaceStandby(): Promise<void> {
    await this.standby.stop();
    this.#standby = await this.#makeStandby(this.#serverOptions(this.standby.port));
  }

  /** Ends everything that runs, those who ask before those who answer them. */
  async stop(): Promise<void> {
    await this.#balancer?.stop();
    await Promise.all(this.webNodes.map(({ program }) => program.stop()));
    await Promise.all(this.ingesters.map((program) => program.stop()));
    await this.#standby?.stop();
    await this.#primary?.stop();
  }
}

function started(server: PostgresServer | undefined): PostgresServer {
  if (!server) throw new Error('the server has not been started');
  return server;
}

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Makes what is missing of roles and database. Who writes owns the database; who reads may do nothing else. */
async function prepareDatabase(primary: PostgresServer, password: string): Promise<void> {
  const has = async (sql: string): Promise<boolean> => (await primary.query(sql)).length > 0;
  for (const role of ROLES) {
    if (await has(`SELECT FROM pg_roles WHERE rolname = '${role}'`)) continue;
    await primary.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  }
  if (!(await has("SELECT FROM pg_database WHERE datname = 'finews'"))) {
    await primary.query(`CREATE DATABASE finews OWNER ${WRITER} ENCODING 'UTF8' TEMPLATE template0`);
  }
  for (const sql of RIGHTS) await primary.query(sql, 'finews');
}

/** Before PostgreSQL 15 everybody may make tables, and who owns a database may do so only as one of everybody. */
const RIGHTS = [
  'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
  `GRANT CREATE ON SCHEMA public TO ${WRITER}`,
  `ALTER DEFAULT PRIVILEGES FOR ROLE ${WRITER} GRANT SELECT ON TABLES TO ${READER}`,
];

/** Whether an address is answered with 2xx in time. @param signal ends the wait */
async function isAnswering(url: string, signal?: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.timeout(ANSWER_LIMIT);
  try {
    const { ok, body } = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}
