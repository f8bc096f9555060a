import assert from 'node:assert/strict';
import test from 'node:test';
import { POST_A as A, POST_B as B, text, titles } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

test('counts the articles of years, months and days in the site’s zone', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { date: '2022-02-28 16:30:00 +0000' }),
    [B]: text('乙', { date: '2021-12-31 15:59:59 +0000' }),
  });
  await folder.update();
  assert.deepEqual(
    [
      await folder.archive.listPeriods(),
      await folder.archive.listPeriods('2022'),
      await folder.archive.listPeriods('2022-03'),
    ],
    [
      [
        { period: '2022', count: 1 },
        { period: '2021', count: 1 },
      ],
      [{ period: '2022-03', count: 1 }],
      [{ period: '2022-03-01', count: 1 }],
    ],
  );
});

test('lists a day from its midnight to the next in the site’s zone', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-a.md': text('前', { date: '2022-02-28 15:59:59 +0000' }),
    '_posts/2022-03-01-b.md': text('始', { date: '2022-02-28 16:00:00 +0000' }),
    '_posts/2022-03-01-c.md': text('末', { date: '2022-03-01 15:59:59 +0000' }),
    '_posts/2022-03-01-d.md': text('后', { date: '2022-03-01 16:00:00 +0000' }),
  });
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'period', period: '2022-03-01' }, 1)), [
    '末',
    '始',
  ]);
});

/** Posts of a day, each with a title of its own. */
const postsOf = (day: string, count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `_posts/${day}-n${i}.md`,
      text(`${day}第${i}条`, { date: `${day} 12:00:00` }),
    ]),
  );

/** Days of all articles of a period, over all its pages. */
async function daysOf(folder: PortalFolder, period: string): Promise<string[]> {
  const key = { kind: 'period', period } as const;
  const days: string[] = [];
  const pageCount = (await folder.archive.listArticles(key, 1))?.pageCount ?? 0;
  for (let page = 1; page <= pageCount; page++) {
    days.push(...titles(await folder.archive.listArticles(key, page)).map((title) => title.slice(0, 10)));
  }
  return days;
}

test('lists every article of a month and none of the next, over all pages', async (context) => {
  const folder = new PortalFolder(context, { ...postsOf('2025-04-10', 50), ...postsOf('2025-05-01', 30) });
  await folder.update();
  assert.deepEqual(await daysOf(folder, '2025-04'), Array(50).fill('2025-04-10'));
});

for (const [period, last, next] of [
  ['2025-02', '2025-02-28', '2025-03-01'],
  ['2024-02', '2024-02-29', '2024-03-01'],
  ['2025-04', '2025-04-30', '2025-05-01'],
  ['2025-12', '2025-12-31', '2026-01-01'],
  ['2025', '2025-12-31', '2026-01-01'],
  ['2025-04-30', '2025-04-30', '2025-05-01'],
] as const) {
  test(`ends ${period} where ${next} begins`, async (context) => {
    const folder = new PortalFolder(context, { ...postsOf(last, 1), ...postsOf(next, 1) });
    await folder.update();
    assert.deepEqual(await daysOf(folder, period), [last]);
  });
}

test('counts no arrival of the next month for a month', async (context) => {
  const folder = new PortalFolder(context, postsOf('2025-04-10', 1));
  await folder.update();
  const key = { kind: 'period', period: '2025-04' } as const;
  const before = (await folder.archive.listArticles(key, 1))?.newestNumber ?? 0;
  folder.write('_posts/2025-05-01-new.md', text('五月', { date: '2025-05-01 12:00:00' }));
  await folder.update();
  assert.equal(await folder.archive.countArrivals(key, before), 0);
});

test('gives a feed of a period the articles of that period alone', async (context) => {
  const folder = new PortalFolder(context, { ...postsOf('2025-04-10', 1), ...postsOf('2025-05-01', 1) });
  await folder.update();
  const articles = await folder.archive.listFeedArticles({ kind: 'period', period: '2025-04' }, 10);
  assert.deepEqual(
    articles?.map(({ title }) => title),
    ['2025-04-10第0条'],
  );
});

test('begins a day at the first instant that the zone has where there is no midnight', async (context) => {
  const folder = new PortalFolder(context, {
    '_config.yml': 'timezone: America/Sao_Paulo\n',
    '_posts/2018-11-04-a.md': text('前', { date: '2018-11-04 02:59:59 +0000' }),
    '_posts/2018-11-04-b.md': text('后', { date: '2018-11-04 03:00:00 +0000' }),
  });
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'period', period: '2018-11-04' }, 1)), ['后']);
});

for (const period of ['2025-13', '2025-00', '2025-02-30', '2025-04-31']) {
  test(`knows no period ${period}`, async (context) => {
    const folder = new PortalFolder(context, { ...postsOf('2025-03-02', 1), ...postsOf('2025-05-01', 1) });
    await folder.update();
    assert.equal(await folder.archive.listArticles({ kind: 'period', period }, 1), undefined);
  });
}

test('counts the articles of each day of a year, oldest first', async (context) => {
  const folder = new PortalFolder(context, {
    ...postsOf('2022-02-22', 2),
    ...postsOf('2022-01-03', 1),
    ...postsOf('2021-12-31', 1),
  });
  await folder.update();
  assert.deepEqual(await folder.archive.listDays({ kind: 'period', period: '2022' }), [
    { period: '2022-01-03', count: 1 },
    { period: '2022-02-22', count: 2 },
  ]);
});

test('counts the days of a category from its newest article back', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-01-01-a.md': text('甲', { date: '2022-01-01 12:00:00', categories: 'x' }),
    '_posts/2022-01-02-b.md': text('乙', { date: '2022-01-02 12:00:00', categories: 'x' }),
    '_posts/2022-01-04-c.md': text('丙', { date: '2022-01-04 12:00:00', categories: 'x' }),
    '_posts/2022-01-09-d.md': text('丁', { date: '2022-01-09 12:00:00', categories: 'y' }),
  });
  await folder.update();
  assert.deepEqual(await folder.archive.listDays({ kind: 'category', name: 'x' }, 3), [
    { period: '2022-01-02', count: 1 },
    { period: '2022-01-04', count: 1 },
  ]);
});

test('has no days of a category that is not there', async (context) => {
  const folder = new PortalFolder(context, postsOf('2022-02-22', 1));
  await folder.update();
  assert.deepEqual(await folder.archive.listDays({ kind: 'category', name: 'nowhere' }), []);
});

test('counts the articles of categories in weeks that end with the newest day of all', async (context) => {
  const post = (title: string, day: string, categories: string) => text(title, { date: `${day} 12:00:00`, categories });
  const folder = new PortalFolder(context, {
    '_posts/2022-01-01-a.md': post('甲', '2022-01-01', 'silent'),
    '_posts/2022-01-14-b.md': post('乙', '2022-01-14', 'x'),
    '_posts/2022-01-15-c.md': post('丙', '2022-01-15', 'x'),
    '_posts/2022-01-21-d.md': post('丁', '2022-01-21', 'y'),
  });
  await folder.update();
  assert.deepEqual(
    [...(await folder.archive.listWeeks(2))].sort(([a], [b]) => (a < b ? -1 : 1)),
    [
      ['x', [1, 1]],
      ['y', [0, 1]],
    ],
  );
});
