import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until, within } from '../wait.ts';

/** Longest wait for a whole cluster, in milliseconds. */
const LIMIT = 5 * 60_000;

/** `deploy/cluster/start.ts`, as an operator runs it. */
export class ClusterScript {
  readonly #child: ChildProcess;
  stdout = '';
  stderr = '';
  /** Its exit status, once it has ended. */
  readonly code: Promise<number | null>;

  /** @param environment beside that of the test's own process */
  constructor(args: readonly string[], environment: Record<string, string> = {}) {
    this.#child = spawn(process.execPath, ['deploy/cluster/start.ts', ...args], {
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (data: Buffer) => {
      this.stdout += data;
    });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.stderr += data;
    });
    this.code = once(this.#child, 'close').then(([code]) => code);
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves once everything has been started. */
  async untilStarted(): Promise<this> {
    await until('the cluster', () => this.stdout.includes('standby ') || this.#isOver, LIMIT);
    if (this.#isOver) throw new Error(`the cluster has not been started: ${this.stderr}`);
    return this;
  }

  /** Process of the primary, as the script names it. */
  get primaryPid(): number {
    return Number(/primary +pid (\d+)/.exec(this.stdout)?.[1]);
  }

  /** Resolves with the exit status when it has ended by itself. */
  end(): Promise<number | null> {
    return within('the end of the script', this.code, LIMIT);
  }

  /** Ends it as a service manager does. */
  stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.end();
  }
}
