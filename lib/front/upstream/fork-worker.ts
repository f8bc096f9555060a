import { type ChildProcess, fork } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';

/**
 * V8 options of a worker. Two pages render at once, so a young generation of 16 MB is enough; the default takes 100 MB more and
 * renders no faster. One helper thread is enough where each core has a worker; the default is four.
 */
const WORKER_OPTIONS = ['--max-semi-space-size=16', '--v8-pool-size=1'];
/**
 * How much nicer than the front a worker is (POSIX nice). Where all cores are busy, kept answers go before new ones.
 */
const NICER = 5;
const LOWEST_PRIORITY = 19;
const WORKER = new URL('../worker.ts', import.meta.url);

/** Starts a worker. @throws with the system's code if it cannot be started; the child may emit `error` instead */
export function forkWorker(environment: NodeJS.ProcessEnv): ChildProcess {
  const child = fork(WORKER, {
    env: { ...environment, NODE_ENV: 'production' },
    execArgv: [...process.execArgv, ...WORKER_OPTIONS],
  });
  // A child that could not be started has no number.
  if (child.pid !== undefined) setPriority(child.pid, Math.min(LOWEST_PRIORITY, getPriority() + NICER));
  return child;
}
