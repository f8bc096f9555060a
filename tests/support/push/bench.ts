import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { PushQueue, PushSender, SiteChanges, targetsOf } from '../../../lib/push/index.ts';
import { lastFirst } from '../servers/context-of-file.ts';
import { type Conduct, Receiver } from './receiver.ts';

export const ORIGIN = 'https://news.example';
/** 10:00 in Shanghai, in seconds since 1970. */
export const START = Date.parse('2026-11-26T02:00:00Z') / 1000;
export const TOKEN = 'q1w2e3r4t5';

type Kind = 'indexnow' | 'baidu' | 'hub';

/** A queue with one target, whose receiver answers in this order, the last answer for ever. */
export class Bench {
  readonly queue: PushQueue;
  readonly dataDir: string;
  readonly messages: string[] = [];
  now = START;
  readonly receiver: Receiver;
  readonly #targets: ReturnType<typeof targetsOf>;
  readonly #sender: PushSender;

  private constructor(dataDir: string, receiver: Receiver, kind: Kind) {
    this.dataDir = dataDir;
    this.receiver = receiver;
    this.queue = new PushQueue(dataDir);
    this.#targets = targetsOf({
      url: ORIGIN,
      drafts: false,
      push: {
        ...(kind === 'indexnow' && { indexNow: { key: 'abcd-1234', endpoint: receiver.url } }),
        ...(kind === 'baidu' && { baidu: { site: ORIGIN, endpoint: receiver.url, token: TOKEN } }),
        hubs: kind === 'hub' ? [receiver.url] : [],
      },
    });
    this.#sender = new PushSender({
      queue: this.queue,
      now: () => this.now,
      onMessage: (message) => this.messages.push(message.replace(receiver.url, 'http://hub.example/')),
    });
  }

  static async start(ofTest: TestContext, kind: Kind, ...conducts: Conduct[]): Promise<Bench> {
    const context = lastFirst(ofTest);
    const dataDir = mkdtempSync(join(tmpdir(), 'finews-queue-'));
    context.after(() => rmSync(dataDir, { recursive: true }));
    const receiver = await Receiver.start(
      () => (conducts.length > 1 ? conducts.shift() : conducts[0]) ?? { status: 200 },
    );
    context.after(() => receiver.stop());
    const bench = new Bench(dataDir, receiver, kind);
    context.after(() => bench.queue.close());
    return bench;
  }

  change(...urls: string[]): void {
    this.#note(urls, false);
  }

  remove(...urls: string[]): void {
    this.#note(urls, true);
  }

  #note(urls: string[], isGone: boolean): void {
    const changes = new SiteChanges();
    for (const url of urls) changes.addAddress(url, isGone);
    changes.addFeed({ kind: 'latest' });
    this.queue.prepare(
      this.#targets.flatMap((target) => changes.listFor(target)),
      this.now,
    );
    this.queue.confirm(this.now);
  }

  /** Sends what is due so many seconds later. */
  async sendAfter(seconds: number): Promise<void> {
    this.now += seconds;
    await this.#sender.sendDue(this.#targets);
  }

  get bodies(): string[] {
    return this.receiver.requests.map(({ body }) => body);
  }
}
