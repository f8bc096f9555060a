import type { ChildProcess } from 'node:child_process';
import { LRUCache } from 'lru-cache';
import { ConnectionError } from './http-get.ts';
import { PoolWorker } from './pool-worker.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from './upstream.ts';

export interface WorkerPoolOptions {
  count: number;
  /** Starts a worker process that sends a `WorkerMessage` once it listens; see `forkWorker`. */
  start: () => ChildProcess;
}

/** How long a request may wait for a worker and its answer, in milliseconds. */
const PATIENCE = 15_000;
/**
 * Requests that one worker has at a time; the others wait in the pool. A worker renders on one thread: with more requests it
 * would finish all of them at about the same time, and would hold the parts of all their answers in memory until then.
 */
const MAX_UNDER_WAY = 2;
/** How long an address that ended two workers is answered with 500 at once, in milliseconds. */
const QUARANTINE = 60_000;
const MAX_QUARANTINED = 1_000;

/** A request that waits for a worker. */
interface Turn {
  /** True if it must be the only request of its worker. */
  isAlone: boolean;
  /** Called with the worker, or without one when the pool closes or the request has waited too long. */
  begin: (worker: PoolWorker | undefined) => void;
}

/**
 * Workers behind the front. A request goes to the worker with the fewest requests.
 *
 * When a worker ends, each of its requests may be the cause. Each is repeated once, alone on another worker, so that a request
 * that ends this worker too has proved to be the cause. Its address is answered with 500; the other requests get their answers.
 */
export class WorkerPool implements Upstream {
  readonly #workers: PoolWorker[];
  readonly #queue: Turn[] = [];
  readonly #quarantine = new LRUCache<string, true>({ max: MAX_QUARANTINED, ttl: QUARANTINE });
  #isClosing = false;

  constructor({ count, start }: WorkerPoolOptions) {
    // A worker that cannot be started calls back before the list is complete.
    const onChange = (): void => queueMicrotask(() => this.#dispatch());
    this.#workers = Array.from({ length: count }, () => new PoolWorker(start, onChange));
  }

  isReady(): boolean {
    return this.#workers.some((worker) => worker.isReady());
  }

  async get(url: string): Promise<UpstreamAnswer> {
    if (this.#quarantine.has(url))
      throw new UpstreamError(`${url} has ended two workers and is not tried again yet`, 500);
    const deadline = performance.now() + PATIENCE;
    let isSuspect = false;
    for (;;) {
      const isAlone = isSuspect;
      const worker = await this.#waitForTurn(isAlone, deadline);
      if (!worker) throw new UpstreamError(`no worker answered ${url}`);
      try {
        return await worker.get(url, Math.max(1, deadline - performance.now()));
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        if (error.wasSent && isAlone && !this.#isClosing) {
          this.#quarantine.set(url, true);
          throw new UpstreamError(`${url} has ended two workers`, 500);
        }
        isSuspect ||= error.wasSent;
      } finally {
        worker.underWay--;
        if (isAlone) worker.reservedFor = undefined;
        this.#dispatch();
      }
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#dispatch();
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  /** Resolves with a worker on which one more request counts as under way; `undefined` after the deadline. */
  #waitForTurn(isAlone: boolean, deadline: number): Promise<PoolWorker | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(turn), 1);
        for (const worker of this.#workers) if (worker.reservedFor === turn) worker.reservedFor = undefined;
        resolve(undefined);
        this.#dispatch();
      }, deadline - performance.now());
      const turn: Turn = {
        isAlone,
        begin: (worker) => {
          clearTimeout(timer);
          resolve(worker);
        },
      };
      if (isAlone) this.#queue.unshift(turn);
      else this.#queue.push(turn);
      this.#dispatch();
    });
  }

  /** Begins every turn for which there is a worker. Turns that must be alone are at the head of the queue. */
  #dispatch(): void {
    for (let i = 0; i < this.#queue.length; ) {
      const turn = this.#queue[i] as Turn;
      const worker = this.#isClosing ? undefined : turn.isAlone ? this.#reserve(turn) : this.#findFree();
      if (worker) worker.underWay++;
      if (worker || this.#isClosing) {
        this.#queue.splice(i, 1);
        turn.begin(worker);
      } else if (turn.isAlone) i++;
      else return;
    }
  }

  #findFree(): PoolWorker | undefined {
    return leastBusy(this.#workers.filter(({ underWay }) => underWay < MAX_UNDER_WAY));
  }

  /** Keeps a worker free for a turn. @returns the worker once it has nothing else to do */
  #reserve(turn: Turn): PoolWorker | undefined {
    const worker = this.#workers.find(({ reservedFor }) => reservedFor === turn) ?? leastBusy(this.#workers);
    if (!worker) return undefined;
    worker.reservedFor = turn;
    return worker.underWay === 0 ? worker : undefined;
  }
}

function leastBusy(workers: readonly PoolWorker[]): PoolWorker | undefined {
  let best: PoolWorker | undefined;
  for (const worker of workers) {
    const isFree = worker.isReady() && worker.reservedFor === undefined;
    if (isFree && (!best || worker.underWay < best.underWay)) best = worker;
  }
  return best;
}
