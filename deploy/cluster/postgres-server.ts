import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  cpSync,
  globSync,
  lchownSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { connectTo, promoteServer, query } from './ask-server.ts';
import { type Launch, prepareLaunch } from './postgres-programs.ts';
import { endProcess, isRunning, lastWords } from './process.ts';
import { dataOf, unfinishedDataOf } from './server-folder.ts';

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
  /** As of `ProgramOptions`. */
  isDetached?: boolean | undefined;
  /** Ends what has been started and is not ready yet. */
  signal?: AbortSignal | undefined;
  /** Called when it has ended after it was ready, although nobody stopped it. @param message one line */
  onEnd?: ((message: string) => void) | undefined;
}

/** A PostgreSQL server on the loopback. */
export class PostgresServer {
  readonly #options: ServerOptions;
  readonly #launch: Launch;
  readonly #data: string;
  readonly #unfinished: string;
  #child: ChildProcess | undefined;
  #output = '';
  #isStopping = false;

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#launch = prepareLaunch(options.folder, options.bin);
    this.#data = dataOf(options.folder);
    this.#unfinished = unfinishedDataOf(options.folder);
  }

  /** Makes a server with an empty database, and starts it. There must be no data in its folder. */
  static async create(options: ServerOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    rmSync(server.#unfinished, { recursive: true, force: true });
    const passwordFile = join(options.folder, 'password');
    server.#writeSecret(passwordFile, options.password);
    try {
      await server.#runToEnd('initdb', [
        ...['-D', server.#unfinished, '-U', SUPERUSER, '--no-locale', '-E', 'UTF8', '-N', '-A', 'scram-sha-256'],
        `--pwfile=${passwordFile}`,
      ]);
    } finally {
      rmSync(passwordFile);
    }
    renameSync(server.#unfinished, server.#data);
    await server.start();
    return server;
  }

  /** Starts a server that was made before. */
  static async open(options: ServerOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    await server.start();
    return server;
  }

  /** Makes a standby that follows a running server, and starts it. There must be no data in its folder. */
  static async follow(primary: PostgresServer, options: ServerOptions): Promise<PostgresServer> {
    const server = new PostgresServer(options);
    rmSync(server.#unfinished, { recursive: true, force: true });
    if (server.#launch.hasBaseBackup) await server.#backUp(primary);
    else await server.#copy(primary);
    const conninfo = `host=127.0.0.1 port=${primary.port} user=${SUPERUSER} password=${options.password}`;
    // Of several lines for one setting the last one holds: the primary may have been a standby.
    appendFileSync(join(server.#unfinished, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    writeFileSync(join(server.#unfinished, 'standby.signal'), '');
    server.#own(server.#unfinished);
    renameSync(server.#unfinished, server.#data);
    await server.start();
    return server;
  }

  /** Copies a running server's data by the program for it. */
  async #backUp(primary: PostgresServer): Promise<void> {
    const args = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', SUPERUSER, '--no-password'];
    await this.#runToEnd('pg_basebackup', [...args, '-D', this.#unfinished, '-X', 'stream', '-c', 'fast'], {
      PGPASSWORD: this.#options.password,
    });
  }

  /** Copies a running server's data, where the program for it is missing, by the functions that PostgreSQL 15 and newer have. */
  async #copy(primary: PostgresServer): Promise<void> {
    const copy = async (client: Client): Promise<void> => {
      await client.query("SELECT pg_backup_start('standby', true)");
      const left = [join(primary.#data, 'postmaster.pid'), join(primary.#data, 'pg_wal'), join(primary.#data, 'log')];
      cpSync(primary.#data, this.#unfinished, {
        recursive: true,
        filter: (source) => !left.some((path) => source === path || source.startsWith(`${path}/`)),
      });
      mkdirSync(join(this.#unfinished, 'pg_wal'), { mode: 0o700 });
      const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
      writeFileSync(join(this.#unfinished, 'backup_label'), String(rows[0]?.labelfile));
    };
    await connectTo(primary.url, copy, START_LIMIT);
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
    return isRunning(this.#child);
  }

  /** Starts it again after it has stopped or was killed. */
  async start(): Promise<void> {
    const { port, settings = [], signal } = this.#options;
    const deadline = performance.now() + START_LIMIT;
    const isInTime = (): boolean => performance.now() < deadline && signal?.aborted !== true;
    const args = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      'unix_socket_directories=',
      'max_connections=300',
      'wal_keep_size=512MB',
      'hot_standby=on',
      ...settings,
    ].flatMap((setting) => ['-c', setting]);
    while (isInTime()) {
      this.#child = this.#run('postgres', ['-D', this.#data, ...args]);
      while (this.isRunning && isInTime()) {
        if (/ready to accept (?:read-only )?connections/.test(this.#output)) return this.#watch(this.#child);
        await sleep(PAUSE);
      }
      // Processes of one that was killed may need a moment to end.
      if (!/lock file|shared memory/.test(this.#output)) break;
      await sleep(10 * PAUSE);
    }
    await this.stop();
    signal?.throwIfAborted();
    throw new Error(`PostgreSQL on port ${port} is not ready: ${lastWords(this.#output)}`);
  }

  #watch(child: ChildProcess): void {
    this.#isStopping = false;
    const tell = (how: string): void => {
      if (!this.#isStopping) this.#options.onEnd?.(`PostgreSQL on port ${this.port} ended with ${how}`);
    };
    child.once('exit', (code, signal) => {
      if (code === null) tell(`${signal}`);
      // All that it printed has come by then.
      else child.once('close', () => tell(`${code}: ${lastWords(this.#output)}`));
    });
  }

  /** Makes a standby the primary. @throws where it has not become so in time */
  promote(): Promise<void> {
    return promoteServer(this.url);
  }

  /** @param database that is asked, with a user who may do everything */
  query(sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const url = new URL(this.url);
    url.pathname = `/${database}`;
    return query(url.href, sql);
  }

  /** @param signal SIGINT ends connections in place of waiting for them; SIGKILL is a crash */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    this.#isStopping = true;
    await endProcess(this.#child, signal);
  }

  /** Runs a program that ends by itself. @throws where it fails */
  async #runToEnd(program: string, args: readonly string[], environment: Record<string, string> = {}): Promise<void> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const child = this.#run(program, args, environment);
    const end = (): void => void endProcess(child, 'SIGTERM');
    signal?.addEventListener('abort', end);
    const [code] = await once(child, 'close').finally(() => signal?.removeEventListener('abort', end));
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(`${program} failed: ${lastWords(this.#output)}`);
  }

  #run(program: string, args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
    const { bin, user } = this.#launch;
    this.#output = '';
    const child = spawn(join(bin, program), args, {
      env: { ...this.#launch.environment, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: this.#options.isDetached ?? false,
      ...user,
    });
    const note = (text: string): void => {
      this.#output = (this.#output + text).slice(-10_000);
    };
    child.stderr?.on('data', (data: Buffer) => note(String(data)));
    child.on('error', ({ message }) => note(message));
    return child;
  }

  /** Writes a file that the user whom the server runs as can read, and nobody else. */
  #writeSecret(file: string, text: string): void {
    const { user } = this.#launch;
    rmSync(file, { force: true });
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    if (user) chownSync(file, user.uid, user.gid);
  }

  /** Gives files that root has written to the user that the server runs as. */
  #own(folder: string): void {
    const { user } = this.#launch;
    if (!user) return;
    chownSync(folder, user.uid, user.gid);
    for (const path of globSync('**/*', { cwd: folder })) lchownSync(join(folder, path), user.uid, user.gid);
  }
}
