import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { takeDatabase } from './servers/test-database.ts';
import { within } from './wait.ts';

/** A portal that runs as operators run it: `finews serve` in a process of its own, on a port of its own. */
export interface Portal {
  /** Without a trailing slash. */
  url: string;
  pid: number;
  dataDir: string;
  /** The variables that say where content and archive are. */
  environment: Readonly<Record<string, string>>;
  /** What the process has printed so far, both streams. */
  output(): string;
  /** Resolves with the exit status, or with the signal that it was ended by. */
  ended: Promise<number | string | null>;
  stop(): Promise<void>;
}

/**
 * Serves a content folder, with an archive of its own in the store under test; resolves once the address is printed.
 * @param environment where it names a database, the archive is there; who has made that releases it
 * @param workers that render; more than one only where a test is about several
 */
export async function startPortal(
  contentDir: string,
  environment: Record<string, string> = {},
  workers = 1,
  options: readonly string[] = [],
): Promise<Portal> {
  await using cleanups = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'finews-portal-'));
  cleanups.defer(() => rmSync(root, { recursive: true, force: true }));
  const database = environment.DATABASE_URL === undefined ? takeDatabase() : undefined;
  await database?.create();
  cleanups.defer(() => database?.release());
  const dataDir = environment.DATA_DIR ?? join(root, 'data');
  const places = {
    CONTENT_DIR: contentDir,
    DATA_DIR: dataDir,
    ...(database && { DATABASE_URL: database.url }),
  };
  const child = spawn(
    process.execPath,
    ['bin/finews.mjs', 'serve', '--port', '0', '--workers', String(workers), ...options],
    {
      env: { ...process.env, HOST: '127.0.0.1', ...places, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  cleanups.defer(() => end(child));
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string | null);
  let output = '';
  child.stderr.on('data', (data: Buffer) => {
    output += data;
  });
  const lines = createInterface({ input: child.stdout });
  const started = new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      output += `${line}\n`;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`finews serve ended with ${code}:\n${output}`)));
  });
  const url = await within('the address of the portal', started);
  const all = cleanups.move();
  const stop = (): Promise<void> => all.disposeAsync();
  return { url, pid: child.pid ?? 0, dataDir, environment: places, output: () => output, ended, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await within('the end of finews serve after SIGTERM', exit).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
}
