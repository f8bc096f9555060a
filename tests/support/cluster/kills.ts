import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../../deploy/cluster/cluster.ts';
import { until } from '../wait.ts';
import { CATEGORY, listNumbers, type Publisher } from './publisher.ts';
import type { Readers } from './readers.ts';

export type Victim = 'a web node' | 'the ingester at work' | 'the standby' | 'the primary';

export const VICTIMS: readonly Victim[] = ['a web node', 'the ingester at work', 'the standby', 'the primary'];

/** Longest wait for a part of a cluster to be there again, in milliseconds. */
const LIMIT = 5 * 60_000;
/** Answers between the return of a server and the next kill: web nodes have found it by then. */
const ANSWERS_BETWEEN = 100;
/** Longer than web nodes pass over a server without looking at it, in milliseconds. */
const SETTLING_TIME = 2_000;

/** What an ingester says when it has the duty, and when it has looked at the whole content folder. */
const HAS_TAKEN_OVER = 'has taken over';
const IS_AT_WORK = 'keeps the archive up to date now';

/** What is killed, and what becomes of it. */
export class Kills {
  readonly #cluster: Cluster;
  readonly #publisher: Publisher;
  readonly #readers: Readers;
  readonly #random: () => number;
  /** Seconds from the kill until readers saw what was written after it, by victim. */
  readonly pauses: { victim: Victim; seconds: number }[] = [];
  /** Seconds from the death of the ingester at work until another one has taken over. */
  readonly takeovers: number[] = [];
  /** The same until it has looked at the whole content folder. */
  readonly worksAgain: number[] = [];
  /** Seconds from a promotion until readers saw what was written after it. */
  readonly resumed: number[] = [];
  /** Ingesters that said that nothing is published, for each time that the primary was gone. */
  readonly said: number[] = [];

  constructor(cluster: Cluster, publisher: Publisher, readers: Readers, random: () => number) {
    this.#cluster = cluster;
    this.#publisher = publisher;
    this.#readers = readers;
    this.#random = random;
  }

  /** Kills one, and waits until all is as before, with another in its place. */
  async kill(victim: Victim): Promise<void> {
    const killed = performance.now();
    switch (victim) {
      case 'a web node':
        await this.#killWebNode();
        break;
      case 'the ingester at work':
        await this.#killIngester();
        break;
      case 'the standby':
        await this.#cluster.standby.stop('SIGKILL');
        await this.#untilSeen();
        await this.#cluster.standby.start();
        break;
      case 'the primary':
        await this.#killPrimary();
        break;
      default:
        victim satisfies never;
    }
    await this.#untilSeen();
    this.pauses.push({ victim, seconds: (performance.now() - killed) / 1000 });
    await this.#settle();
  }

  async #killWebNode(): Promise<void> {
    const { webNodes } = this.#cluster;
    const node = webNodes[Math.floor(this.#random() * webNodes.length)];
    const old = node?.program.pid;
    node?.program.kill();
    await until(
      'another web node',
      () => node?.program.pid !== old && node?.program.output.includes(' shows ') === true,
      LIMIT,
    );
  }

  async #killIngester(): Promise<void> {
    await until('an ingester to be at work', () => this.#cluster.ingesterAtWork !== undefined, LIMIT);
    const killed = this.#cluster.ingesterAtWork;
    const { pid } = killed ?? {};
    const others = this.#cluster.ingesters.filter((program) => program !== killed);
    const count = (words: string): number => others.reduce((sum, { output }) => sum + output.split(words).length, 0);
    const [taken, working] = [count(HAS_TAKEN_OVER), count(IS_AT_WORK)];
    // Its service manager starts it again: it may be first.
    const isBack = (): boolean => killed?.pid !== pid && /\d+ posts: /.test(killed?.output ?? '');
    const died = performance.now();
    killed?.kill();
    await until('another ingester to take over', () => isBack() || count(HAS_TAKEN_OVER) > taken, LIMIT);
    this.takeovers.push((performance.now() - died) / 1000);
    await until('another ingester to be at work', () => isBack() || count(IS_AT_WORK) > working, LIMIT);
    this.worksAgain.push((performance.now() - died) / 1000);
  }

  async #killPrimary(): Promise<void> {
    const { ingesters } = this.#cluster;
    await this.#cluster.primary.stop('SIGKILL');
    // One that has only just been started again says so, and ends.
    const isTold = ({ output }: { output: string }) =>
      /(?:nothing is published|no server can be written)[^\n]*\n$/.test(output);
    const told = (): number => ingesters.filter(isTold).length;
    await until('every ingester to say that nothing is published', () => told() === ingesters.length, LIMIT);
    this.said.push(told());
    const before = this.#readers.answered;
    await until('answers without a primary', () => this.#readers.answered > before + ANSWERS_BETWEEN, LIMIT);
    await this.#cluster.promote();
    const promoted = performance.now();
    await this.#untilSeen();
    this.resumed.push((performance.now() - promoted) / 1000);
    await this.#cluster.replaceStandby();
  }

  /** Until readers see what is written from now on. */
  async #untilSeen(): Promise<void> {
    const written = this.#publisher.count + 1;
    await until(`article ${written} to be seen`, () => this.#readers.newest >= written, LIMIT);
  }

  /** Until web nodes read from the standby again: what a primary alone has, and somebody has seen, is lost with it. */
  async #settle(): Promise<void> {
    const { primary, standby } = this.#cluster;
    const [now] = await primary.query('SELECT pg_current_wal_lsn() AS lsn');
    const hasAll = async (): Promise<boolean> =>
      (await standby.query(`SELECT pg_last_wal_replay_lsn() >= '${now?.lsn}' AS has`))[0]?.has === true;
    await until('the standby to catch up', hasAll, LIMIT);
    const before = this.#readers.answered;
    await sleep(SETTLING_TIME);
    await until('answers after the kill', () => this.#readers.answered > before + ANSWERS_BETWEEN, LIMIT);
  }
}

/** What the category lists of what was published, page by page: articles that are missing, and those that stand there twice. */
export async function checkPublished(url: string, count: number): Promise<{ missing: number[]; doubled: number[] }> {
  const found: number[] = [];
  for (let page = 1; found.length < count; page++) {
    const path = page === 1 ? `/category/${CATEGORY}.html` : `/category/${CATEGORY}/${page}`;
    const text = await (await fetch(url + path)).text();
    // An item names its title once in a heading; the rest of the page may name it too.
    const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
    const numbers = Array.from(main.matchAll(/<li[\s\S]*?<\/li>/g), ([item]) => listNumbers(item)[0]).filter(
      (n) => n !== undefined,
    );
    if (numbers.length === 0) break;
    found.push(...numbers);
  }
  const times = Map.groupBy(found, (n) => n);
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  return {
    missing: numbers.filter((n) => !times.has(n)),
    doubled: numbers.filter((n) => (times.get(n)?.length ?? 0) > 1),
  };
}
