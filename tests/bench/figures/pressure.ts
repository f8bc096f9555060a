import { setTimeout as sleep } from 'node:timers/promises';
import { searchHref } from '../../../lib/addresses.ts';
import { listArticleAddresses, listListingAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { KeepAliveClient, requestFor } from '../clients/keep-alive-client.ts';
import { memoryOf, quantile, type Served } from '../measure.ts';
import type { Report } from '../report.ts';

/** More than the workers can answer, by so much. */
const TIMES = 4;
const KEPT = 100;
/**
 * Kept answers that are asked for each second. The client is on the same cores: one that asked for as many as it can get would
 * measure how the system shares the cores between it and the workers.
 */
const KEPT_RATE = 2_000;
/** How long each part is measured before the pressure, in seconds. */
const BEFORE = 10;
/** How often requests are sent, in milliseconds. */
const TICK = 10;
/** How long a connection may be unused and be used again, in milliseconds: the front closes those that are unused for longer. */
const LONGEST_IDLE = 1_000;
/** More addresses of each kind than the front keeps, so that they are never kept when they come again. */
const ADDRESSES = 20_000;

const KINDS = ['article', 'listing', 'search'] as const;
type Kind = (typeof KINDS)[number] | 'kept';

/** What readers ask for, in turn. */
class Addresses {
  readonly #lists: Record<Kind, readonly string[]>;
  #next = 0;
  readonly #nextOf: Record<Kind, number> = { article: 0, listing: 0, search: 0, kept: 0 };

  constructor(lists: Record<Kind, readonly string[]>) {
    this.#lists = lists;
  }

  /** Half articles, a quarter listings, a quarter searches: no address is kept when it comes again. */
  next(): { kind: Kind; path: string } {
    const n = this.#next++;
    return this.nextOf(n % 2 === 0 ? 'article' : n % 4 === 1 ? 'listing' : 'search');
  }

  nextOf(kind: Kind): { kind: Kind; path: string } {
    const list = this.#lists[kind];
    return { kind, path: list[this.#nextOf[kind]++ % list.length] ?? '/' };
  }
}

/** Requests that come whether or not earlier ones have been answered. */
class Crowd {
  readonly #url: string;
  /** The one that was used last stands last. */
  readonly #idle: { client: KeepAliveClient; since: number }[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** Times of answers of 200 in milliseconds, and numbers of others by their status, for each kind. */
  readonly times: Record<Kind, number[]> = { article: [], listing: [], search: [], kept: [] };
  readonly statuses = new Map<string, number>();
  /** Requests whose connection ended before their answer. */
  lost = 0;

  constructor(url: string) {
    this.#url = url;
  }

  send({ kind, path }: { kind: Kind; path: string }): void {
    const asked = this.#ask(kind, path)
      .catch(() => {
        this.lost++;
      })
      .finally(() => this.#underWay.delete(asked));
    this.#underWay.add(asked);
  }

  async #ask(kind: Kind, path: string): Promise<void> {
    const started = performance.now();
    const client = this.#takeIdle(started) ?? (await KeepAliveClient.open(this.#url));
    const status = await client.ask(requestFor(path));
    this.#idle.push({ client, since: performance.now() });
    if (status === 200) this.times[kind].push(performance.now() - started);
    const key = `${kind} ${status}`;
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
  }

  #takeIdle(now: number): KeepAliveClient | undefined {
    const last = this.#idle.pop();
    if (!last || now - last.since <= LONGEST_IDLE) return last?.client;
    // All before it have been unused for longer.
    for (const { client } of [last, ...this.#idle.splice(0)]) client.close();
    return undefined;
  }

  async end(): Promise<void> {
    await Promise.all(this.#underWay);
    for (const { client } of this.#idle) client.close();
  }
}

/** Four times what the workers can answer, and readers of kept answers beside it. */
export async function benchPressure(
  { posts, location }: BenchArchive,
  served: Served,
  report: Report,
  seconds: number,
): Promise<void> {
  const articles = await listArticleAddresses(location, ADDRESSES);
  const kept = ['/', ...articles.splice(0, KEPT - 1)];
  const addresses = new Addresses({
    article: articles,
    listing: await listListingAddresses(location, ADDRESSES),
    search: Array.from({ length: ADDRESSES }, (_, i) => searchHref({ q: `银行 ${i}` })),
    kept,
  });
  const capacity = await measureCapacity(served.url, addresses);
  report.add(posts, 'distinct addresses of all kinds', capacity, '/s');
  const ask = (seconds: number, others: number) => askSteadily(served, addresses, seconds, others);
  await ask(BEFORE, 0);
  const before = await ask(BEFORE, 0);
  const { crowd, memory } = await ask(seconds, capacity * TIMES);
  const keptRate = crowd.times.kept.length / seconds;
  report.add(posts, 'kept answers', before.crowd.times.kept.length / BEFORE, '/s');
  report.add(posts, '… p99', quantile(before.crowd.times.kept, 0.99), 'ms');
  report.add(posts, `… beside ${TIMES} times what the workers can answer`, keptRate, '/s', { least: 0.99 * KEPT_RATE });
  report.add(posts, '… p99', quantile(crowd.times.kept, 0.99), 'ms');
  for (const kind of KINDS) {
    const times = crowd.times[kind];
    report.add(posts, `… each ${kind} of these, answered`, times.length / seconds, '/s');
    if (times.length > 0) report.add(posts, '… p99', quantile(times, 0.99), 'ms', { most: 3_000 });
    report.add(posts, '… refused with 503', (crowd.statuses.get(`${kind} 503`) ?? 0) / seconds, '/s');
  }
  report.add(posts, '… requests without an answer', before.crowd.lost + crowd.lost, '', { most: 0 });
  // The first tenth fills caches.
  report.add(posts, '… memory at the end against after two tenths', (memory.at(-1) ?? 0) / (memory[1] ?? 1), '×', {
    most: 1.1,
  });
}

/** Asks at a steady rate for kept answers, and for others beside them. @param others of these, each second */
async function askSteadily(served: Served, addresses: Addresses, seconds: number, others: number) {
  const memory: number[] = [];
  const crowd = new Crowd(served.url);
  const started = performance.now();
  let [sentKept, sentOthers] = [0, 0];
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - started) / 1000) {
    for (; sentKept < elapsed * KEPT_RATE; sentKept++) crowd.send(addresses.nextOf('kept'));
    for (; sentOthers < elapsed * others; sentOthers++) crowd.send(addresses.next());
    if (elapsed > (memory.length + 1) * (seconds / 10)) memory.push(memoryOf(served.child.pid ?? 0));
    await sleep(TICK);
  }
  await crowd.end();
  return { crowd, memory };
}

/** Answers a second where each comes from a worker. */
async function measureCapacity(url: string, addresses: Addresses): Promise<number> {
  const client = await Promise.all(Array.from({ length: 8 }, () => KeepAliveClient.open(url)));
  const measure = async (seconds: number): Promise<number> => {
    let count = 0;
    const end = performance.now() + 1000 * seconds;
    const work = async (one: KeepAliveClient): Promise<void> => {
      for (; performance.now() < end; count++) await one.ask(requestFor(addresses.next().path));
    };
    await Promise.all(client.map(work));
    return count / seconds;
  };
  // A worker that has just started has yet to compile what it runs.
  await measure(BEFORE);
  const capacity = await measure(BEFORE);
  for (const one of client) one.close();
  return capacity;
}
