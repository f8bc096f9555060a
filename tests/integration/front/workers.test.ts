import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Portal, startPortal } from '../../support/portal.ts';
import { writeSyntheticPosts } from '../../support/synthetic.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-workers-'));
let portal: Portal;
let paths: string[];

before(async () => {
  writeSyntheticPosts(contentDir, 200);
  portal = await startPortal(contentDir, {}, 2);
  const sitemap = await (await fetch(`${portal.url}/sitemap/1.xml`)).text();
  paths = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => new URL(address).pathname);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true });
});

/** Processes of the portal that run this file, by their command lines (Linux). */
function processesOf(file: string): number[] {
  return globSync('/proc/[0-9]*/cmdline').flatMap((path) => {
    const pid = Number(path.split('/')[2]);
    return readQuietly(path).includes(file) && parentOf(pid) === portal.pid ? [pid] : [];
  });
}

const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)/m.exec(readQuietly(`/proc/${pid}/status`))?.[1]);

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended.
    return '';
  }
}

const isLinux = process.platform === 'linux' ? false : 'processes are found by /proc, which only Linux has';

test('loses and mixes up no request while a worker dies every second', { skip: isLinux }, async () => {
  let isOver = false;
  const killer = (async () => {
    while (!isOver) {
      // On a busy machine a worker takes longer to start: each has its turn before the next one dies.
      while (!(await fetch(`${portal.url}/readyz`)).ok) await sleep(50);
      const [worker] = processesOf('front/worker.ts').sort((a, b) => a - b);
      if (worker !== undefined) process.kill(worker, 'SIGKILL');
      await sleep(1_000);
    }
  })();
  const wrong: string[] = [];
  const queue = [...paths, ...paths.map((path) => `${path}x`)].values();
  const work = async (): Promise<void> => {
    for (const path of queue) {
      const answer = await fetch(portal.url + path);
      const text = await answer.text();
      const expected = path.endsWith('x') ? 404 : 200;
      const number = Number(/2(\d{9})x?\.html/.exec(path)?.[1]);
      const isItself = expected === 404 || text.includes(`之${number}</h1>`);
      if (answer.status !== expected || !isItself) wrong.push(`${path}: ${answer.status}`);
    }
  };
  // Few enough that none stands in line for long, however busy the machine is.
  await Promise.all(Array.from({ length: 6 }, work));
  isOver = true;
  await killer;
  assert.deepEqual(wrong, []);
});

test('starts another indexer where it dies', { skip: isLinux }, async () => {
  const [indexer] = processesOf('bin/indexer.ts');
  process.kill(indexer ?? assert.fail('no indexer'), 'SIGKILL');
  writeSyntheticPosts(contentDir, 1, 1_000);
  let count = paths.length;
  while (count === paths.length) {
    const sitemap = await (await fetch(`${portal.url}/sitemap/1.xml`)).text();
    count = sitemap.split('<loc>').length - 1;
  }
  assert.equal(count, paths.length + 1);
});

test('watching the content folder leaves no process behind', { skip: isLinux }, () => {
  const [indexer = 0] = processesOf('bin/indexer.ts');
  const names = globSync('/proc/[0-9]*/status').flatMap((path) => {
    const name = /^Name:\s+(.*)/.exec(readQuietly(path))?.[1];
    return parentOf(Number(path.split('/')[2])) === indexer && name !== undefined ? [name] : [];
  });
  assert.deepEqual(names, []);
});
