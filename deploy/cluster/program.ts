import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, endProcess, lastWords } from './process.ts';

/** Before a program is started again, in milliseconds. */
const RESTART_DELAY = 1_000;
/** How long the last lines of a program that has ended may take, in milliseconds: a process of its own may print for ever. */
const LAST_LINES_LIMIT = 5_000;

export interface ProgramOptions {
  command: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** File that what it prints is added to. */
  log: string;
  /** True where it leads a process group of its own: Ctrl+C in a terminal does not reach it, and nothing of the group outlives it. */
  isDetached?: boolean | undefined;
  /** Called when it has ended although nobody stopped it. @param message one line, with its name and last words */
  onEnd?: ((message: string) => void) | undefined;
}

/** A program that is started again whenever it ends, as a service manager does it. */
export class Program {
  readonly #options: ProgramOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  /** Resolves once all is read that the present process has printed. */
  #isRead: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #output = '';
  #failure: string | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.log, { flags: 'a' });
    // Where the disk is full, the program goes on without a log.
    this.#log.on('error', () => {});
    this.#start();
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What the present process has printed, both streams. */
  get output(): string {
    return this.#output;
  }

  /** How it ended the last time that nobody stopped it, in one line; `undefined` where it never did. */
  get failure(): string | undefined {
    return this.#failure;
  }

  #start(): void {
    const { command, args, environment, isDetached = false } = this.#options;
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: isDetached });
    this.#child = child;
    this.#isRead = new Promise((resolve) => {
      child.once('close', () => resolve());
    });
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        this.#output = (this.#output + data).slice(-100_000);
        this.#log.write(data);
      });
    }
    // Workers of nginx go on without it, on its port.
    if (isDetached) child.once('exit', () => endGroup(child));
    this.#watch(child);
  }

  #watch(child: ChildProcess): void {
    let describe: (() => string) | undefined;
    const tell = (): void => {
      if (this.#isStopping || !describe) return;
      this.#failure = `${basename(this.#options.log, '.log')} ${describe()}`;
      describe = undefined;
      this.#options.onEnd?.(this.#failure);
    };
    const end = (how: () => string): void => {
      if (this.#isStopping) return;
      describe = how;
      this.#timer = setTimeout(() => {
        tell();
        this.#start();
      }, RESTART_DELAY);
    };
    // One that cannot be started does not exit.
    child.once('error', ({ message }) => end(() => `cannot be started: ${message}`));
    child.once('exit', (code, signal) => end(() => `ended with ${code ?? signal}: ${lastWords(this.#output)}`));
    // All that it printed has come by then, unless a process of its own goes on printing.
    child.once('close', tell);
  }

  /** Ends the process without a farewell; another one is started. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends the process as a service manager does, and starts no other one. Its last lines are in the log then. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await endProcess(this.#child, 'SIGTERM');
    await Promise.race([this.#isRead, sleep(LAST_LINES_LIMIT, undefined, { ref: false })]);
    for (const stream of [this.#child?.stdout, this.#child?.stderr]) stream?.destroy();
    await new Promise((resolve) => {
      this.#log.end(resolve);
    });
  }
}
