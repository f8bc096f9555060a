import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLoad } from './clients/load.ts';
import { type GeneratedPost, generateBatch } from './generate.ts';
import type { Served } from './measure.ts';

const BATCH_SIZE = 5_000;
const REQUESTS_PER_SECOND = 50;

/** What became of a batch of 5,000 new files. */
export interface BatchFigures {
  /** From the first byte written until the article of the last file, the home page and its category show it. */
  seconds: number;
  /** Of all requests of the load meanwhile, the one that took longest, in milliseconds. */
  slowestRequest: number;
}

/**
 * Writes 5,000 files into the content folder of a portal, as a pull would, under a load of readers, and takes them away again.
 * @param addresses what the readers ask for; every second request is for the home page or another listing
 */
export async function measureBatch(
  served: Served,
  contentDir: string,
  addresses: readonly string[],
): Promise<BatchFigures> {
  const posts = generateBatch(BATCH_SIZE);
  const last = posts.at(-1) as GeneratedPost;
  const folder = dirname(join(contentDir, last.path));
  const listing = `/category/${last.href.split('/')[1]}.html`;
  const repeated = ['/', listing, '/archive', '/feed.xml'];
  const asked = addresses.flatMap((path, i) => [path, repeated[i % repeated.length] ?? '/']);
  const load = startLoad(
    asked.map((path) => served.url + path),
    REQUESTS_PER_SECOND,
  );
  mkdirSync(folder);
  try {
    const started = performance.now();
    // One after another, and never holding up the clients of the load.
    for (const { path, text } of posts) await writeFile(join(contentDir, path), text);
    for (const path of [last.href, '/', listing]) await waitUntil(served, path, (text) => text.includes(last.href));
    const seconds = (performance.now() - started) / 1000;
    const slowestRequest = Math.max(...(await load.stop()));
    return { seconds, slowestRequest };
  } finally {
    rmSync(folder, { recursive: true });
    // They go in no order: what is measured next must not meet some of them.
    for (const { href } of posts.filter((_, i) => i % 50 === 0)) await waitUntilGone(served, href);
  }
}

/** Asks for a page until it is as it should be. */
async function waitUntil(served: Served, path: string, isAsItShouldBe: (text: string) => boolean): Promise<void> {
  while (!isAsItShouldBe(await (await fetch(served.url + path)).text())) await sleep(50);
}

async function waitUntilGone(served: Served, path: string): Promise<void> {
  while ((await fetch(served.url + path)).ok) await sleep(50);
}
