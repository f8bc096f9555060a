import type { ChildProcess } from 'node:child_process';
import { LRUCache } from 'lru-cache';
import { log } from '../../log.ts';
import type { Importance } from '../pressure/importance.ts';
import { type Turn, TurnQueue } from '../pressure/turn-queue.ts';
import { ConnectionError } from './http-get.ts';
import { PoolWorker } from './pool-worker.ts';
import { RefusedError, type Upstream, type UpstreamAnswer, UpstreamError } from './upstream.ts';

export interface WorkerPoolOptions {
  count: number;
  /** Starts a worker process that sends a `WorkerMessage` once it listens; see `forkWorker`. */
  start: () => ChildProcess;
}

/** How long a request may wait for a worker that starts, and for its answer, in milliseconds. */
const PATIENCE = 15_000;
/** How long it may wait in line for a worker that works, in milliseconds. Readers who wait longer have gone. */
const LONGEST_QUEUE = 2_000;
/** Refused requests are told to the operator once in this time, in milliseconds. */
const REFUSALS_TOLD_EVERY = 10_000;
/** How much the last answer counts in the average time of an answer. */
const WEIGHT_OF_LAST = 0.05;
/**
 * Requests that one worker has at a time; the others wait in the pool. A worker renders on one thread: with more requests it
 * would finish all of them at about the same time, and would hold the parts of all their answers in memory until then.
 */
const MAX_UNDER_WAY = 2;
/** How long an address that ended two workers is answered with 500 at once, in milliseconds. */
const QUARANTINE = 60_000;
const MAX_QUARANTINED = 1_000;

interface WaitingTurn extends Turn {
  /** Called with the worker, or without one when the pool closes or the request has waited too long. */
  begin: (worker: PoolWorker | undefined) => void;
}

/**
 * Workers behind the front. A request goes to the worker with the fewest requests; where all are busy, important ones go first, and
 * those that would wait too long in line are refused.
 *
 * When a worker ends, each of its requests may be the cause. Each is repeated once, alone on another worker, so that a request
 * that ends this worker too has proved to be the cause. Its address is answered with 500; the other requests get their answers.
 */
export class WorkerPool implements Upstream {
  readonly #workers: PoolWorker[];
  readonly #queue = new TurnQueue<WaitingTurn>();
  readonly #quarantine = new LRUCache<string, true>({ max: MAX_QUARANTINED, ttl: QUARANTINE });
  #isClosing = false;
  /** Time of an answer on average, in milliseconds. */
  #average = 0;
  #refused = 0;
  /** Since when there is a worker that works. */
  #readySince: number | undefined;
  readonly #first = Promise.withResolvers<void>();
  /** Resolves once a worker works for the first time. */
  readonly ready: Promise<void> = this.#first.promise;

  constructor({ count, start }: WorkerPoolOptions) {
    // A worker that cannot be started calls back before the list is complete.
    const onChange = (): void =>
      queueMicrotask(() => {
        if (this.isReady()) {
          this.#readySince ??= performance.now();
          this.#first.resolve();
        } else this.#readySince = undefined;
        this.#dispatch();
      });
    this.#workers = Array.from({ length: count }, () => new PoolWorker(start, onChange));
  }

  isReady(): boolean {
    return this.#workers.some((worker) => worker.isReady());
  }

  async get(url: string, importance: Importance = 0, least?: string): Promise<UpstreamAnswer> {
    if (this.#quarantine.has(url))
      throw new UpstreamError(`${url} has ended two workers and is not tried again yet`, 500);
    const deadline = performance.now() + PATIENCE;
    let isSuspect = false;
    for (;;) {
      const isAlone = isSuspect;
      if (!isAlone && this.#isTooLong(importance)) throw this.#refuse();
      const worker = await this.#waitForTurn({ isAlone, importance }, deadline);
      if (!worker)
        throw this.isReady() && !this.#isClosing ? this.#refuse() : new UpstreamError(`no worker answered ${url}`);
      const started = performance.now();
      try {
        const answer = await worker.get(url, Math.max(1, deadline - started), least);
        this.#average += WEIGHT_OF_LAST * (performance.now() - started - this.#average);
        return answer;
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

  /** How busy the workers are. */
  get load(): { all: number; ready: number; underWay: number; waiting: number } {
    return {
      all: this.#workers.length,
      ready: this.#workers.filter((worker) => worker.isReady()).length,
      underWay: this.#workers.reduce((sum, { underWay }) => sum + underWay, 0),
      waiting: this.#queue.list().length,
    };
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#dispatch();
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  /** Whether a request would wait too long in line. */
  #isTooLong(importance: Importance): boolean {
    const capacity = MAX_UNDER_WAY * this.#workers.filter((worker) => worker.isReady()).length;
    return capacity > 0 && (this.#queue.countBefore(importance) * this.#average) / capacity > LONGEST_QUEUE;
  }

  #refuse(): RefusedError {
    if (this.#refused++ === 0) {
      const tell = (): void => {
        const message = `more is asked for than the workers can answer: ${this.#refused} requests refused`;
        log({ level: 'warn', event: 'requests-refused', message, fields: { refused: this.#refused } });
        this.#refused = 0;
      };
      setTimeout(tell, REFUSALS_TOLD_EVERY).unref();
    }
    return new RefusedError();
  }

  /**
   * Resolves with a worker on which one more request counts as under way; `undefined` after the deadline, and where it has waited
   * too long while a worker works.
   */
  #waitForTurn(asked: Turn, deadline: number): Promise<PoolWorker | undefined> {
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#queue.remove(turn);
        for (const worker of this.#workers) if (worker.reservedFor === turn) worker.reservedFor = undefined;
        resolve(undefined);
        this.#dispatch();
      };
      const since = performance.now();
      const look = (): void => {
        // While no worker works, nobody stands in line.
        const begun = Math.max(since, this.#readySince ?? Number.POSITIVE_INFINITY);
        const end = asked.isAlone ? deadline : Math.min(deadline, begun + LONGEST_QUEUE);
        if (performance.now() >= end) giveUp();
        else timer = setTimeout(look, Math.min(end - performance.now(), LONGEST_QUEUE));
      };
      let timer: NodeJS.Timeout | undefined;
      const turn: WaitingTurn = {
        ...asked,
        begin: (worker) => {
          clearTimeout(timer);
          resolve(worker);
        },
      };
      this.#queue.add(turn);
      look();
      this.#dispatch();
    });
  }

  /** Begins every turn for which there is a worker. Turns that must be alone are at the head of the queue. */
  #dispatch(): void {
    for (const turn of this.#queue.list()) {
      const worker = this.#isClosing ? undefined : turn.isAlone ? this.#reserve(turn) : this.#findFree();
      if (worker) worker.underWay++;
      if (worker || this.#isClosing) {
        this.#queue.remove(turn);
        turn.begin(worker);
      } else if (!turn.isAlone) return;
    }
  }

  #findFree(): PoolWorker | undefined {
    return leastBusy(this.#workers.filter(({ underWay }) => underWay < MAX_UNDER_WAY));
  }

  /** Keeps a worker free for a turn. @returns the worker once it has nothing else to do */
  #reserve(turn: WaitingTurn): PoolWorker | undefined {
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
