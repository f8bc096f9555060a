import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { within } from '../wait.ts';
import { freePort } from './free-port.ts';

/** The built application on Next's own server, without the front. */
export interface NextServer {
  /** Without a trailing slash. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts Next's server on an archive; resolves once it listens.
 * @param environment says where content and archive are
 * @param host that it is told to listen on
 */
export async function startNextServer(
  environment: Readonly<Record<string, string>>,
  host = '127.0.0.1',
): Promise<NextServer> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', '--hostname', host, '--port', String(port)],
    {
      env: { ...process.env, NODE_ENV: 'production', ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line.includes('Ready') && resolve());
    child.once('exit', (code) => reject(new Error(`next start ended with ${code}`)));
  });
  await within('Next to be ready', ready).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return { url: `http://${host}:${port}`, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await within('the end of Next', exit);
}
