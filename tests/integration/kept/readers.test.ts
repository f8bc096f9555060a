/** Readers of a portal that publishes, edits and removes: none of them sees a state older than one that any has seen before. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { StateCheck } from '../../support/readers/state-check.ts';
import { until } from '../../support/wait.ts';

const READERS = 6;
const UPDATES = 12;

const contentDir = mkdtempSync(join(tmpdir(), 'finews-readers-'));
let portal: Portal;

const fileOf = (name: string): string => join(contentDir, '_posts', `2022-03-01-${name}.md`);
const write = (name: string, fields: Record<string, string>): void =>
  writeFileSync(fileOf(name), postText({ categories: 'ribao', ...fields }));

before(async () => {
  mkdirSync(join(contentDir, '_posts'), { recursive: true });
  write('old', { title: '旧闻', date: '2022-03-01 08:00:00 +0800', tags: '日报0号' });
  portal = await startPortal(contentDir, {}, 2);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const PAGES = [
  '/',
  '/archive',
  '/archive/2022/03/01',
  '/category/ribao.html',
  '/feed.xml',
  '/feed/ribao.xml',
  '/zh-hant/',
];
const numbersOf = (pattern: RegExp) => (text: string) =>
  Array.from(text.matchAll(pattern), ([, number]) => Number(number));

/** What the test does to the content folder one after another, and how pages tell how far it has come. */
const SERIES: { name: string; pages: string[]; update: (n: number) => void; listStates: (text: string) => number[] }[] =
  [
    {
      name: 'new articles',
      pages: PAGES,
      update: (n) => write(`n${n}`, { title: `第${n}篇`, date: `2022-03-01 09:00:${10 + n} +0800`, tags: '日报' }),
      // A page that lacks one of the articles is of two states.
      listStates: (text) => {
        const shown = new Set(numbersOf(/\/n(\d+)\.html/g)(text));
        const newest = Math.max(-1, ...shown);
        return [newest, shown.size - 1];
      },
    },
    {
      name: 'edits',
      pages: [...PAGES, '/ribao/2022/03/01/old.html'],
      update: (n) => write('old', { title: `旧闻改${n}次`, date: '2022-03-01 10:00:00 +0800', tags: '日报' }),
      listStates: numbersOf(/[旧舊][闻聞]改(\d+)次/g),
    },
    {
      name: 'renames of a category',
      pages: [...PAGES.filter((page) => !page.endsWith('.xml')), '/ribao/2022/03/01/n3.html', '/categories'],
      update: (n) => write('old', { title: '旧闻', date: '2022-03-01 10:00:00 +0800', tags: `日报${n}号` }),
      listStates: numbersOf(/日[报報](\d+)[号號]/g),
    },
    {
      name: 'removals',
      pages: PAGES,
      update: (n) => rmSync(fileOf(`n${UPDATES - 1 - n}`)),
      // The newest that is left: none is the last state.
      listStates: (text) => [UPDATES - 2 - Math.max(-1, ...numbersOf(/\/n(\d+)\.html/g)(text))],
    },
  ];

for (const { name, pages, update, listStates } of SERIES) {
  test(`shows ${name} to all readers in one order`, async () => {
    const check = new StateCheck();
    let isOver = false;
    const read = async (reader: number): Promise<void> => {
      for (let i = reader; !isOver; i++) {
        const page = pages[(i * (reader + 1)) % pages.length] ?? '/';
        await check.check(page, async () => (await fetch(portal.url + page)).text(), listStates);
      }
    };
    const readers = Promise.all(Array.from({ length: READERS }, (_, reader) => read(reader)));
    for (let n = 0; n < UPDATES; n++) {
      update(n);
      await until(`update ${n} to be seen`, () => check.newest >= n);
    }
    isOver = true;
    await readers;
    assert.deepEqual(check.wrong, []);
  });
}
