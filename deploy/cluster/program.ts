import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

/** Before a program is started again, in milliseconds. */
const RESTART_DELAY = 1_000;

export interface ProgramOptions {
  command: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** File that what it prints is added to. */
  log: string;
}

/** A program that is started again whenever it ends, as a service manager does it. */
export class Program {
  readonly #options: ProgramOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #output = '';

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.log, { flags: 'a' });
    this.#start();
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What the present process has printed, both streams. */
  get output(): string {
    return this.#output;
  }

  #start(): void {
    const { command, args, environment } = this.#options;
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        this.#output = (this.#output + data).slice(-100_000);
        this.#log.write(data);
      });
    }
    child.once('exit', () => {
      if (!this.#isStopping) this.#timer = setTimeout(() => this.#start(), RESTART_DELAY);
    });
  }

  /** Ends the process without a farewell; another one is started. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends the process as a service manager does, and starts no other one. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child?.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
    this.#log.end();
  }
}
