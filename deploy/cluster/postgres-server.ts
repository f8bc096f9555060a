import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, globSync, lchownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Launch, prepareLaunch } from './postgres-programs.ts';

const SUPERUSER = 'postgres';
/** How long a server may take to be ready, in milliseconds. */
const START_LIMIT = 120_000;
const PAUSE = 20;

export interface ServerOptions {
  /** Of its programs and data; made where it is not there. */
  folder: string;
  /** On the loopback. */
  port: number;
  /** Of the superuser `postgres`. */
  password: string;
  /** Of `postgresql.conf`, as in `work_mem=64MB`. */
  settings?: readonly string[];
  /** Folder of the programs of PostgreSQL. */
  bin?: string | undefined;
}

/** A PostgreSQL server on the loopback. */
export class PostgresServer {
  readonly #options: ServerOptions;
  readonly #launch: Launch;
  readonly #data: string;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#launch = prepareLaunch(options.folder, options.bin);
    this.#data = join(options.folder, 'data');
  }

  /** Makes a server with an empty database, and starts it. */
  static async create(options: ServerOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    const passwordFile = join(options.folder, 'password');
    writeFileSync(passwordFile, options.password);
    const child = server.#run('initdb', [
      ...['-D', server.#data, '-U', SUPERUSER, '--no-locale', '-E', 'UTF8', '-N', '-A', 'scram-sha-256'],
      `--pwfile=${passwordFile}`,
    ]);
    const [code] = await once(child, 'exit');
    rmSync(passwordFile);
    if (code !== 0) throw new Error(`initdb ended with ${code}: ${server.#output}`);
    await server.start();
    return server;
  }

  /** Whether a server was made in this folder before. */
  static exists({ folder }: ServerOptions): boolean {
    return existsSync(join(folder, 'data', 'PG_VERSION'));
  }

  /** Starts a server that was made before. */
  static async open(options: ServerOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    await server.start();
    return server;
  }

  /** Makes a standby that follows a running server, by the backup functions that every server has, and starts it. */
  static async follow(primary: PostgresServer, options: ServerOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    rmSync(server.#data, { recursive: true, force: true });
    const client = new Client({ connectionString: primary.url });
    await client.connect();
    try {
      await client.query("SELECT pg_backup_start('standby', true)");
      const left = [join(primary.#data, 'postmaster.pid'), join(primary.#data, 'pg_wal'), join(primary.#data, 'log')];
      cpSync(primary.#data, server.#data, {
        recursive: true,
        filter: (source) => !left.some((path) => source === path || source.startsWith(`${path}/`)),
      });
      mkdirSync(join(server.#data, 'pg_wal'), { mode: 0o700 });
      const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
      writeFileSync(join(server.#data, 'backup_label'), String(rows[0]?.labelfile));
    } finally {
      await client.end();
    }
    const { hostname, port } = new URL(primary.url);
    const conninfo = `host=${hostname} port=${port} user=${SUPERUSER} password=${options.password}`;
    writeFileSync(join(server.#data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    writeFileSync(join(server.#data, 'standby.signal'), '');
    server.#own();
    await server.start();
    return server;
  }

  /** Of the database `postgres`, with a user who may do everything. */
  get url(): string {
    return `postgres://${SUPERUSER}:${this.#options.password}@127.0.0.1:${this.#options.port}/postgres`;
  }

  get port(): number {
    return this.#options.port;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it again after it has stopped or was killed. */
  async start(): Promise<void> {
    const deadline = performance.now() + START_LIMIT;
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.#options.port}`,
      'unix_socket_directories=',
      'max_connections=300',
      'wal_keep_size=512MB',
      'hot_standby=on',
      ...(this.#options.settings ?? []),
    ].flatMap((setting) => ['-c', setting]);
    while (performance.now() < deadline) {
      this.#output = '';
      this.#child = this.#run('postgres', ['-D', this.#data, ...settings]);
      while (this.isRunning && performance.now() < deadline) {
        if (/ready to accept (?:read-only )?connections/.test(this.#output)) return;
        await sleep(PAUSE);
      }
      // Processes of one that was killed may need a moment to end.
      if (!/lock file|shared memory/.test(this.#output)) break;
      await sleep(10 * PAUSE);
    }
    await this.stop();
    throw new Error(`PostgreSQL is not ready: ${this.#output}`);
  }

  /** Makes a standby the primary. */
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote(true, 60)');
  }

  async isStandby(): Promise<boolean> {
    const [row] = await this.query('SELECT pg_is_in_recovery() AS is_standby');
    return row?.is_standby === true;
  }

  /** @param database that is asked, with a user who may do everything */
  async query(sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const url = new URL(this.url);
    url.pathname = `/${database}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query(sql).finally(() => client.end());
    return rows;
  }

  /** @param signal SIGINT ends connections in place of waiting for them; SIGKILL is a crash */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  #run(program: string, args: string[]): ChildProcess {
    const { bin, environment, user } = this.#launch;
    const child = spawn(join(bin, program), args, {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    });
    child.stderr?.on('data', (data: Buffer) => {
      this.#output = (this.#output + data).slice(-10_000);
    });
    return child;
  }

  /** Gives files that root has copied to the user that the server runs as. */
  #own(): void {
    const { user } = this.#launch;
    if (!user) return;
    chownSync(this.#data, user.uid, user.gid);
    for (const path of globSync('**/*', { cwd: this.#data })) lchownSync(join(this.#data, path), user.uid, user.gid);
  }
}
