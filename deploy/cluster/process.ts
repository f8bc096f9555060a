import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** How long a process may take to end before it is ended by force, in milliseconds: more than any needs that answers its last requests. */
const LIMIT = 60_000;

export const isRunning = (child: ChildProcess | undefined): child is ChildProcess =>
  child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Ends a process; resolves once it has ended. */
export async function endProcess(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  await exit.finally(() => clearTimeout(timer));
}

/** Ends what a process has left that led a group of its own, and has ended. */
export function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has left nothing.
  }
}

/** Of what a program has printed, the line that says why it has ended. */
export function lastWords(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (
    lines.findLast((line) => /\b(?:error|fatal|panic): |\[emerg\]/i.test(line)) ??
    lines.at(-1) ??
    'it has printed nothing'
  );
}
