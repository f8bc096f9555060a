import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A whole answer of the server behind the front. */
export interface UpstreamAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What renders pages for the front. */
export interface Upstream {
  /** True while a request would be answered at once. */
  isReady(): boolean;
  /**
   * Asks for a page by GET. Waits for a worker that is starting; repeats the request where its worker dies.
   * @throws {UpstreamError} where no worker answers in time
   */
  get(url: string): Promise<UpstreamAnswer>;
  close(): Promise<void>;
}

/** No worker has answered. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}

/** How long a request may wait for a worker and its answer, in milliseconds. */
const PATIENCE = 15_000;
/**
 * Requests that one worker has at a time; the others wait their turn here. It renders on one thread: of more at once it finishes
 * all at about the same time, is then idle until new ones come, and keeps the pieces of all of them in memory meanwhile.
 */
const MOST_AT_ONCE = 2;
/**
 * What V8 may take for a worker. Young objects of so few pages are few: it would give them 64 MB twice, and pages would be made no
 * sooner. One thread that helps is enough where each core has a worker of its own; it would start four.
 */
const WORKER_OPTIONS = ['--max-semi-space-size=16', '--v8-pool-size=1'];
const RETRY_DELAY = 50;
const FIRST_RESTART_DELAY = 100;
const LONGEST_RESTART_DELAY = 5_000;
const DRAIN = 8_000;

/** Next workers, each started again whenever it dies. A request goes to the one that has the least to do. */
export class NextWorkers implements Upstream {
  readonly #workers: NextWorker[];
  #isClosing = false;

  constructor(count: number, environment: NodeJS.ProcessEnv) {
    this.#workers = Array.from({ length: count }, () => new NextWorker(environment));
  }

  isReady(): boolean {
    return this.#workers.some((worker) => worker.isReady());
  }

  async get(url: string): Promise<UpstreamAnswer> {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      const worker = this.#leastBusy();
      try {
        if (worker) return await worker.get(url);
      } catch (error) {
        if (!isConnectionError(error)) throw error;
      }
      if (this.#isClosing || performance.now() > deadline) throw new UpstreamError(`no worker answered ${url}`);
      await sleep(RETRY_DELAY);
    }
  }

  #leastBusy(): NextWorker | undefined {
    let best: NextWorker | undefined;
    for (const worker of this.#workers) {
      if (worker.isReady() && (!best || worker.underWay < best.underWay)) best = worker;
    }
    return best;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }
}

class NextWorker {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  #child: ChildProcess | undefined;
  #port: number | undefined;
  #failures = 0;
  #isClosing = false;
  /** Requests that it has not answered yet. */
  underWay = 0;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
    this.#start();
  }

  #start(): void {
    const child = fork(new URL('./worker.ts', import.meta.url), {
      env: { ...this.#environment, NODE_ENV: 'production', FINEWS_FRONT: '1' },
      execArgv: [...process.execArgv, ...WORKER_OPTIONS],
    });
    this.#child = child;
    child.on('message', (message: { port: number }) => {
      this.#port = message.port;
    });
    child.once('exit', (code, signal) => {
      // One that has never been ready may fail again at once; one that worked was ended by something else.
      this.#failures = this.#port === undefined ? this.#failures + 1 : 0;
      this.#port = undefined;
      this.#child = undefined;
      if (this.#isClosing) return;
      const delay =
        this.#failures === 0 ? 0 : Math.min(FIRST_RESTART_DELAY * 2 ** this.#failures, LONGEST_RESTART_DELAY);
      console.error(`finews: a Next worker ended (${signal ?? code}); starting another in ${delay} ms`);
      setTimeout(() => !this.#isClosing && this.#start(), delay).unref();
    });
  }

  isReady(): boolean {
    return this.#port !== undefined;
  }

  async get(url: string): Promise<UpstreamAnswer> {
    this.underWay++;
    try {
      return await get(this.#agent, this.#port, url);
    } finally {
      this.underWay--;
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const child = this.#child;
    if (!child) return;
    const exit = once(child, 'exit');
    this.#agent.destroy();
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), DRAIN);
    await exit;
    clearTimeout(timer);
  }
}

function get(agent: Agent, port: number | undefined, url: string): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ agent, host: '127.0.0.1', port, path: url }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        answer.complete
          ? resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) })
          : reject(Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' })),
      );
    });
    // One that still waits for its turn says nothing when it is destroyed.
    const timer = setTimeout(() => {
      reject(new UpstreamError(`${url} took too long`));
      request.destroy();
    }, PATIENCE);
    request.on('close', () => clearTimeout(timer));
    request.on('error', reject);
    request.end();
  });
}

function isConnectionError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(String(error.code))
  );
}
