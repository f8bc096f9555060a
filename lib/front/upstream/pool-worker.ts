import type { ChildProcess } from 'node:child_process';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SupervisedProcess } from '../../supervised-process.ts';
import { LEAST_STATE_HEADER } from '../headers.ts';
import { ConnectionError, httpGet } from './http-get.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** Message of a worker that listens. */
export interface WorkerMessage {
  port: number;
}

/** Delays before a worker is started again, in milliseconds. */
const FIRST_RESTART_DELAY = 100;
const LONGEST_RESTART_DELAY = 5_000;
/** How long after a lost connection the end of the process is waited for, in milliseconds; it may have failed alone. */
const EXIT_WAIT = 500;

/** One worker of the pool: a process that listens on a port of its own and is replaced when it ends. */
export class PoolWorker {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #process: SupervisedProcess;
  #port: number | undefined;
  #ended = Promise.withResolvers<void>();
  /** Lost connections after which the process may be about to end. */
  #doubts = 0;
  /** Requests that it has not answered yet. */
  underWay = 0;
  /** Set while the worker is kept free for one request: it gets no other. */
  reservedFor: object | undefined;

  /**
   * @param start starts a process that sends a `WorkerMessage` once it listens
   * @param onChange called when the worker becomes ready or ends
   */
  constructor(start: () => ChildProcess, onChange: () => void) {
    this.#process = new SupervisedProcess({
      name: 'a worker',
      start,
      onStart: (child) => {
        child.once('message', ({ port }: WorkerMessage) => {
          this.#port = port;
          this.#process.markReady();
          onChange();
        });
      },
      onEnd: () => {
        this.#port = undefined;
        this.reservedFor = undefined;
        this.#ended.resolve();
        this.#ended = Promise.withResolvers();
        onChange();
        return true;
      },
      delayAfter: (failures) =>
        failures === 0 ? 0 : Math.min(FIRST_RESTART_DELAY * 2 ** failures, LONGEST_RESTART_DELAY),
    });
  }

  isReady(): boolean {
    return this.#port !== undefined && this.#doubts === 0;
  }

  /** @throws as `httpGet` does; after a lost connection, once the process has ended or has proved to go on */
  async get(path: string, timeout: number, least?: string): Promise<UpstreamAnswer> {
    if (this.#port === undefined) throw new ConnectionError(false);
    const ended = this.#ended.promise;
    const headers = least === undefined ? {} : { [LEAST_STATE_HEADER]: least };
    try {
      return await httpGet(this.#agent, { port: this.#port, path, headers, timeout });
    } catch (error) {
      if (error instanceof ConnectionError) {
        this.#doubts++;
        await Promise.race([ended, sleep(EXIT_WAIT, undefined, { ref: false })]);
        this.#doubts--;
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.#process.close();
  }
}
