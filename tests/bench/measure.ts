import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';

/** The p-quantile of these figures, by nearest rank. */
export function quantile(figures: readonly number[], p: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** A process and all below it. */
function treeOf(pid: number): number[] {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) =>
    readProc(file).trim().split(/\s+/).filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(treeOf)];
}

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended meanwhile.
    return '';
  }
}

/** Memory of one process in megabytes: its proportional set size, in which shared pages count once among all (Linux). */
const memoryOfOne = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;

/** Memory of a process and all below it, in megabytes. */
export const memoryOf = (pid: number): number => treeOf(pid).reduce((sum, process) => sum + memoryOfOne(process), 0);

/** Memory of a process and of each below it, in megabytes, by the name of the script that it runs. */
export function memoryByScript(pid: number): Map<string, number> {
  return new Map(
    treeOf(pid).map((process) => {
      const script = readProc(`/proc/${process}/cmdline`)
        .split('\0')
        .find((argument) => /\.(?:ts|mjs)$/.test(argument));
      return [basename(script ?? String(process)), memoryOfOne(process)];
    }),
  );
}

/** Between two looks at memory, in milliseconds; and so many times as long as a look took, which is long where there is much. */
const LOOK_INTERVAL = 250;
const LOOK_SHARE = 20;

/** Looks at the memory of a process and all below it. @returns ends that, with the most at one time in megabytes */
export function watchMemory(pid: number | undefined): () => number {
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const started = performance.now();
    if (pid !== undefined) peak = Math.max(peak, memoryOf(pid));
    timer = setTimeout(look, Math.max(LOOK_INTERVAL, LOOK_SHARE * (performance.now() - started)));
  };
  look();
  return () => {
    clearTimeout(timer);
    return peak;
  };
}

/** Runs a command to its end: seconds, and the most memory that it and all below it had at one time, in megabytes. */
export async function runMeasured(command: string, args: string[], environment: NodeJS.ProcessEnv, cwd?: string) {
  const started = performance.now();
  const child = spawn(command, args, { env: environment, stdio: 'ignore', ...(cwd !== undefined && { cwd }) });
  const stopWatching = watchMemory(child.pid);
  const [code] = await once(child, 'exit');
  const megabytes = stopWatching();
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - started) / 1000, megabytes };
}

export interface Served {
  url: string;
  child: ChildProcess;
  stop(): Promise<void>;
}

/** `finews serve` on a port of its own; resolves once it answers. @param options more of the command */
export async function startServing(
  environment: NodeJS.ProcessEnv,
  workers: number,
  options: readonly string[] = [],
): Promise<Served> {
  const command = ['bin/finews.mjs', 'serve', '--port', '0', '--workers', String(workers), ...options];
  const child = spawn(process.execPath, command, {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) break;
  }
  if (!url) throw new Error('finews serve ended before it answered');
  // The first answer waits for a worker.
  await (await fetch(url)).text();
  const stop = async (): Promise<void> => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  };
  return { url, child, stop };
}
