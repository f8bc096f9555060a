import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { log } from './log.ts';

export interface SupervisedProcessOptions {
  /** What messages call the process, such as `a worker`. */
  name: string;
  /** Starts a child. It may throw, or return a child that emits `error` because the system could not start it. */
  start: () => ChildProcess;
  /** Called with each child that `start` returns, to listen to it. */
  onStart: (child: ChildProcess) => void;
  /**
   * Called when a child has ended or could not be started.
   * @returns whether another child is to be started
   */
  onEnd: (wasStarted: boolean) => boolean;
  /**
   * Milliseconds until the next attempt.
   * @param failures number of children in a row that ended, or were not started, before `markReady` was called
   */
  delayAfter: (failures: number) => number;
}

/** How long a child may take to end after SIGTERM before it gets SIGKILL, in milliseconds. */
const DRAIN_TIMEOUT = 8_000;

/** A child process that is replaced when it ends, or when the system cannot start it (`EAGAIN`, `EMFILE`, `ENOMEM`). */
export class SupervisedProcess {
  readonly #options: SupervisedProcessOptions;
  #child: ChildProcess | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;
  #failures = 0;
  #isClosing = false;

  constructor(options: SupervisedProcessOptions) {
    this.#options = options;
    this.#start();
  }

  /** Says that the child works. If it ends after this, the delay is that of no failure. */
  markReady(): void {
    this.#isReady = true;
  }

  /** Sends a signal to the child, where there is one. */
  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Ends the child, and starts no other one. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child || child.pid === undefined) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), DRAIN_TIMEOUT);
    await exit;
    clearTimeout(timer);
  }

  #start(): void {
    let child: ChildProcess;
    try {
      child = this.#options.start();
    } catch (error) {
      this.#replace(false, describe(error));
      return;
    }
    this.#child = child;
    child.once('exit', (code, signal) => this.#end(child, true, `ended (${signal ?? code})`));
    child.on('error', (error) => {
      // A child that runs emits `error` too, for a message or a signal that did not reach it; its `exit` follows if it ends.
      if (child.pid === undefined) this.#end(child, false, describe(error));
    });
    this.#options.onStart(child);
  }

  /** Ignores a second event of the same child: Node may emit both `error` and `exit`. */
  #end(child: ChildProcess, wasStarted: boolean, what: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#replace(wasStarted, what);
  }

  #replace(wasStarted: boolean, what: string): void {
    const { name, onEnd, delayAfter } = this.#options;
    this.#failures = this.#isReady ? 0 : this.#failures + 1;
    this.#isReady = false;
    if (!onEnd(wasStarted) || this.#isClosing) return;
    const delay = delayAfter(this.#failures);
    log({
      level: 'error',
      event: 'process-replaced',
      message: `${name} ${what}; starting another in ${delay} ms`,
      fields: { process: name, what, delay },
    });
    this.#timer = setTimeout(() => this.#start(), delay);
  }
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  return `could not be started (${code})`;
}
