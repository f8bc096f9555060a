import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { ListingKey } from '../../../lib/archive/index.ts';
import { text, titles } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

const NAMES = ['ribao', 'wanbao', 'zaobao'];
const KEYS: ListingKey[] = [
  { kind: 'latest' },
  { kind: 'period', period: '2022-02-22' },
  { kind: 'mix', names: NAMES },
];
const EVERY_ARTICLE = KEYS.map(() => true);

/** A day with posts by their numbers. Two of three are of one instant, so that their paths alone put them in order. */
class BusyDay {
  readonly folder: PortalFolder;
  readonly #numbers = new Set<number>();

  constructor(context: TestContext) {
    this.folder = new PortalFolder(context, {
      '_posts/2022-02-21-before.md': text('昨日', { date: '2022-02-21 12:00:00', categories: 'other' }),
      '_posts/2022-02-23-behind.md': text('明日', { date: '2022-02-23 12:00:00', categories: 'other' }),
    });
  }

  add(first: number, count: number, step = 1): void {
    for (let i = first; i < first + count * step; i += step) {
      const second = String(i % 3 === 0 ? i % 60 : 0).padStart(2, '0');
      const categories = i % 10 === 0 ? `[${NAMES}]` : (NAMES[i % 2] ?? '');
      this.folder.write(pathOf(i), text(titleOf(i), { date: `2022-02-22 12:00:${second}`, categories }));
      this.#numbers.add(i);
    }
  }

  remove(first: number, end: number): void {
    for (const i of [...this.#numbers].filter((number) => number >= first && number < end)) {
      this.folder.remove(pathOf(i));
      this.#numbers.delete(i);
    }
  }

  /** For each listing, whether its pages have each article of the day once, in order. */
  async walk(): Promise<boolean[]> {
    await this.folder.update();
    const secondOf = (i: number): number => (i % 3 === 0 ? i % 60 : 0);
    const ordered = [...this.#numbers].sort((a, b) => secondOf(b) - secondOf(a) || (pathOf(a) < pathOf(b) ? -1 : 1));
    const expected = ordered.map(titleOf).join();
    const results: boolean[] = [];
    for (const key of KEYS) {
      const found: string[] = [];
      const pageCount = (await this.folder.archive.listArticles(key, 1))?.pageCount ?? 0;
      for (let page = 1; page <= pageCount; page++) {
        found.push(...titles(await this.folder.archive.listArticles(key, page)));
      }
      results.push(found.filter((title) => title.startsWith('第')).join() === expected);
    }
    return results;
  }
}

const pathOf = (i: number): string => `_posts/2022-02-22-n${String(i).padStart(5, '0')}.md`;
const titleOf = (i: number): string => `第${i}条`;

test('gives every page of a day with many articles, in an archive that is made from nothing', async (context) => {
  const day = new BusyDay(context);
  day.add(0, 1_300);
  assert.deepEqual(await day.walk(), EVERY_ARTICLE);
});

test('gives every page of a day that grows and shrinks', async (context) => {
  const day = new BusyDay(context);
  day.add(0, 500, 2);
  const walks = [await day.walk()];
  const steps = [
    // To more than a part may have, in between, at one end, and one alone.
    () => day.add(1, 400, 2),
    () => day.add(2_000, 300),
    () => day.add(900, 1),
    // A part loses all that it has; then the day is small; then it is large again.
    () => day.remove(100, 800),
    () => day.remove(0, 2_000),
    () => day.add(3_000, 300),
  ];
  for (const step of steps) {
    step();
    walks.push(await day.walk());
  }
  assert.deepEqual(walks, Array(steps.length + 1).fill(EVERY_ARTICLE));
});

test('counts as news what is listed as news, on a day of many articles behind one of 25 hours', async (context) => {
  const folder = new PortalFolder(context, { '_config.yml': 'timezone: America/New_York\n' });
  // New York put its clocks back on 2026-11-01: what is older than 01:00 on the day before is older than 48 hours at midnight.
  for (let i = 0; i < 1_200; i++) {
    const time = i % 2 === 0 ? '00:30:00' : '01:00:00';
    folder.write(`_posts/2026-10-31-n${i}.md`, text(`第${i}条`, { date: `2026-10-31 ${time} -0400` }));
  }
  folder.write('_posts/2026-11-01-z.md', text('今日', { date: '2026-11-01 12:00:00 -0500' }));
  await folder.update();
  const listed = [
    ...(await folder.archive.listNews('2026-11-01', 300, 0)),
    ...(await folder.archive.listNews('2026-11-01', 1_000, 300)),
  ];
  assert.deepEqual(
    [await folder.archive.countNews('2026-11-01'), listed.length, new Set(listed.map(({ url }) => url)).size],
    [601, 601, 601],
  );
});
