import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postText } from '../portal-folder.ts';

/** Category of what is published. */
export const CATEGORY = 'probe';

/** Title of the n-th article. */
export const titleOf = (n: number): string => `第${n}号实验`;
/** Address of the n-th article. */
export const hrefOf = (n: number): string => `/${CATEGORY}/2026/11/21/probe-${n}.html`;
/** The numbers of all articles that a page names. */
export const listNumbers = (page: string): number[] =>
  Array.from(page.matchAll(/第(\d+)号实验/g), ([, n]) => Number(n));

/** Writes one post after another, each newer than all before it. */
export class Publisher {
  readonly #folder: string;
  readonly #interval: number;
  #count = 0;
  #isStopped = false;
  readonly #done: Promise<void>;

  /** @param interval between two posts, in milliseconds */
  constructor(contentDir: string, interval: number) {
    this.#folder = join(contentDir, '_posts');
    this.#interval = interval;
    mkdirSync(this.#folder, { recursive: true });
    this.#done = this.#run();
  }

  /** Posts that were written. */
  get count(): number {
    return this.#count;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#publish(this.#count + 1);
      await sleep(this.#interval);
    }
  }

  #publish(n: number): void {
    const date = new Date(Date.UTC(2026, 10, 21, 0, 0, n)).toISOString();
    const draft = join(this.#folder, `.probe-${n}`);
    writeFileSync(draft, postText({ title: titleOf(n), date, categories: CATEGORY, tags: '实验' }, `正文${n}。`));
    // Never half a file.
    renameSync(draft, join(this.#folder, `2026-11-21-probe-${n}.md`));
    this.#count = n;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }
}
