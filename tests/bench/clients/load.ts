import { Agent, get } from 'node:http';
import { KeepAliveClient, requestFor } from './keep-alive-client.ts';

/** Asks as a browser does, at little cost of its own, and follows no redirect. @returns the status */
function ask(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      answer.on('error', reject);
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    }).on('error', reject);
  });
}

/** Asks for each of these addresses once, over so many connections. @returns how many answers had which status */
export async function askAll(urls: Iterable<string>, connections: number): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const statuses = new Map<number, number>();
  const queue = urls[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const status = await ask(agent, next.value);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return statuses;
}

/** Readers that go on asking at a steady rate, however long their answers take. */
export interface SteadyLoad {
  /** Ends it. @returns how long each answer took, in milliseconds; `Infinity` for one with another status than 200 */
  stop(): Promise<number[]>;
}

/** Starts asking for these addresses in turn, over and over. */
export function startLoad(urls: readonly string[], perSecond: number): SteadyLoad {
  const agent = new Agent({ keepAlive: true });
  const asked: Promise<number>[] = [];
  const started = performance.now();
  const timer = setInterval(() => {
    // A timer that comes late makes up for what it has missed.
    while (asked.length < ((performance.now() - started) * perSecond) / 1000) {
      const time = timeOf(agent, urls[asked.length % urls.length] ?? '');
      // A lost connection is told at the end.
      time.catch(() => {});
      asked.push(time);
    }
  }, 1000 / perSecond);
  const stop = async (): Promise<number[]> => {
    clearInterval(timer);
    const times = await Promise.all(asked);
    agent.destroy();
    return times;
  };
  return { stop };
}

async function timeOf(agent: Agent, url: string): Promise<number> {
  const started = performance.now();
  const status = await ask(agent, url);
  return status === 200 ? performance.now() - started : Number.POSITIVE_INFINITY;
}

/** Readers of whom each asks for the next page as soon as one has come. */
export interface ClosedLoad {
  /** Ends it. @returns how long each answer took, in milliseconds; `Infinity` for one with another status than 200 */
  stop(): Promise<number[]>;
}

/** Starts asking a server for these addresses at random, over so many connections. */
export function startClosedLoad(url: string, paths: readonly string[], connections: number): ClosedLoad {
  const requests = paths.map((path) => requestFor(path));
  const times: number[] = [];
  let isOver = false;
  const work = async (): Promise<void> => {
    const client = await KeepAliveClient.open(url);
    while (!isOver) {
      const started = performance.now();
      const status = await client.ask(requests[Math.floor(Math.random() * requests.length)] ?? Buffer.alloc(0));
      times.push(status === 200 ? performance.now() - started : Number.POSITIVE_INFINITY);
    }
    client.close();
  };
  const workers = Promise.all(Array.from({ length: connections }, work));
  const stop = async (): Promise<number[]> => {
    isOver = true;
    await workers;
    return times;
  };
  return { stop };
}
