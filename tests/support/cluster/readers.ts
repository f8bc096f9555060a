import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '../random.ts';
import { CATEGORY, hrefOf, listNumbers, titleOf } from './publisher.ts';

/** Readers on addresses of their own (127.0.1.1 and following), since a balancer tells readers by their addresses. */
const address = (n: number): string => `127.0.1.${n + 1}`;

/** They read what is new: so many articles. */
const RECENT = 40;

/** How long they wait for an answer, in milliseconds. */
const PATIENCE = 60_000;

/** Readers that check every answer. */
export class Readers {
  readonly #url: URL;
  #isStopped = false;
  /** Answers that came. */
  answered = 0;
  /** Requests without an answer, or with one that says that the portal fails. One line each. */
  readonly lost: string[] = [];
  /** Answers that show what is not so, or no longer what the same reader has seen. One line each. */
  readonly wrong: string[] = [];
  /** Of the slowest request, in milliseconds. */
  slowest = 0;
  /** The newest article that any reader has seen. */
  newest = 0;
  readonly #done: Promise<unknown>;

  /**
   * @param count at most 250
   * @param interval between two requests of one reader, in milliseconds
   */
  constructor(url: string, count: number, interval: number, seed: number) {
    this.#url = new URL(url);
    const read = (n: number): Promise<void> => this.#read(n, interval, randomFrom(seed + n));
    this.#done = Promise.all(Array.from({ length: count }, (_, n) => read(n)));
  }

  async #read(n: number, interval: number, random: () => number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: address(n) });
    let seen = 0;
    await sleep(interval * random());
    while (!this.#isStopped) {
      const started = performance.now();
      const kind = random();
      const any = seen - Math.floor(random() * Math.min(seen, RECENT));
      const path =
        kind < 0.4 || seen === 0
          ? '/'
          : kind < 0.6
            ? `/category/${CATEGORY}.html`
            : kind < 0.97
              ? hrefOf(any)
              : searchOf(any);
      const page = await this.#ask(agent, path);
      if (page !== undefined) {
        const numbers = listNumbers(page);
        if (path.startsWith('/search') || path === hrefOf(any)) {
          if (!numbers.includes(any)) this.#note(n, `${path} does not show ${titleOf(any)}`);
        } else {
          const newest = Math.max(0, ...numbers);
          if (newest < seen) this.#note(n, `${path} shows ${newest} after ${seen}`);
          seen = Math.max(seen, newest);
          this.newest = Math.max(this.newest, seen);
        }
      }
      const took = performance.now() - started;
      this.slowest = Math.max(this.slowest, took);
      await sleep(Math.max(0, interval - took));
    }
    agent.destroy();
  }

  #note(reader: number, what: string): void {
    this.wrong.push(`reader ${reader}: ${what}`);
  }

  /** @returns the page; `undefined` where the request is lost */
  async #ask(agent: Agent, path: string): Promise<string | undefined> {
    try {
      const { hostname, port } = this.#url;
      const signal = AbortSignal.timeout(PATIENCE);
      const request = httpRequest({ agent, hostname, port, path: encodeURI(path), signal });
      request.end();
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      if (answer.statusCode === 200 && answer.complete) {
        this.answered++;
        return body;
      }
      this.lost.push(`${path}: ${answer.statusCode} ${body.slice(0, 80)}`);
    } catch (error) {
      this.lost.push(`${path}: ${error instanceof Error ? error.message : error}`);
    }
    return undefined;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }
}

const searchOf = (n: number): string => `/search?q="${titleOf(n)}"`;
