import type { PushQueue, WaitingItem } from './queue.ts';
import type { PushTarget } from './target.ts';

export interface PushSenderOptions {
  queue: PushQueue;
  /** The clock: seconds since 1970. */
  now: () => number;
  /** Called with a line for the operator when a target takes nothing, takes again, or has refused something for good. */
  onMessage: (message: string) => void;
  /** Gives up a request; after 30 s, where absent. */
  newLimit?: () => AbortSignal;
}

/** How long a request may take, in milliseconds. */
const REQUEST_TIMEOUT = 30_000;
/** Seconds that a target, or a refused item, is left alone after its first failure; doubled with each further one. */
const FIRST_DELAY = 30;
const LONGEST_DELAY = 6 * 3600;

/** Seconds until the next attempt after so many failures in a row. */
const delayAfter = (failures: number): number => Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY);

/**
 * Sends what waits in a queue. An item leaves the queue once its target has taken it, never before: after a kill it is sent once
 * more. Targets do not wait for each other.
 */
export class PushSender {
  readonly #queue: PushQueue;
  readonly #now: () => number;
  readonly #onMessage: (message: string) => void;
  readonly #newLimit: () => AbortSignal;
  readonly #end = new AbortController();
  /** What each target was last said to fail with. */
  readonly #troubles = new Map<string, string>();

  constructor({ queue, now, onMessage, newLimit = () => AbortSignal.timeout(REQUEST_TIMEOUT) }: PushSenderOptions) {
    this.#queue = queue;
    this.#now = now;
    this.#onMessage = onMessage;
    this.#newLimit = newLimit;
  }

  /** Sends everything whose time has come, until it is taken or its target takes no more. */
  async sendDue(targets: readonly PushTarget[]): Promise<void> {
    await Promise.all(targets.map((target) => this.#sendAll(target)));
  }

  /** Gives up what is under way; it stays in the queue. */
  close(): void {
    this.#end.abort();
  }

  async #sendAll(target: PushTarget): Promise<void> {
    while (!this.#end.signal.aborted) {
      const now = this.#now();
      if (this.#queue.stateOf(target.name).notBefore > now) return;
      const items = this.#queue.listDue(target.name, now, target.batchSize);
      if (items.length === 0) return;
      const wanted = target.takesGone ? items : items.filter(({ isGone }) => !isGone);
      if (wanted.length < items.length) this.#queue.settle(items.filter((item) => !wanted.includes(item)));
      if (wanted.length > 0) await this.#send(target, wanted);
    }
  }

  async #send(target: PushTarget, items: readonly WaitingItem[]): Promise<void> {
    const { name } = target;
    const signal = AbortSignal.any([this.#newLimit(), this.#end.signal]);
    const reply = await target.send(
      items.map(({ item }) => item),
      this.#now(),
      signal,
    );
    if (this.#end.signal.aborted && reply.kind !== 'taken') return;
    switch (reply.kind) {
      case 'taken':
        this.#queue.settle(items);
        this.#queue.setState(name, { failures: 0, notBefore: reply.pausedUntil ?? 0 });
        if (reply.refused) this.#onMessage(`${name} will never take ${reply.refused} of ${items.length} addresses`);
        if (this.#troubles.delete(name)) this.#onMessage(`${name} takes pushes again`);
        return;
      case 'refused':
        this.#queue.postpone(items, this.#now(), delayAfter);
        this.#report(name, reply.reason);
        return;
      case 'later': {
        const failures = this.#queue.stateOf(name).failures + 1;
        const notBefore = reply.retryAt ?? this.#now() + delayAfter(failures);
        this.#queue.setState(name, { failures, notBefore });
        this.#report(name, reply.reason);
        return;
      }
      default:
        reply satisfies never;
    }
  }

  /** Says what a target fails with: once, however often it does. */
  #report(name: string, reason: string): void {
    if (this.#troubles.get(name) === reason) return;
    this.#troubles.set(name, reason);
    this.#onMessage(`${name} does not take pushes: ${reason}; ${this.#queue.count(name)} wait and are tried again`);
  }
}
