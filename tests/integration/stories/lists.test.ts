/** Lists of stories: what leads, what a day was about, the feed. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { readFeed } from '../../../lib/feeds/index.ts';
import { A, B, C, idOf, OTHER, publish } from './story-posts.ts';

test('puts the story that more sources carry before a newer one', async (context) => {
  const { lead } = await publish(context, [
    A,
    B,
    { ...C, at: '2022-03-01 11:00' },
    ...(['y', 'z'] as const).map((slug) => ({ ...OTHER, slug, category: slug, at: '2022-03-01 12:00' })),
  ]);
  assert.deepEqual(await lead(), [
    ['a', 'b', 'c'],
    ['y', 'z'],
  ]);
});

test('puts a new story before one that more sources carried days ago', async (context) => {
  const { lead } = await publish(context, [
    A,
    B,
    { ...C, at: '2022-03-01 11:00' },
    ...(['y', 'z'] as const).map((slug) => ({ ...OTHER, slug, category: slug, at: '2022-03-04 12:00' })),
  ]);
  assert.deepEqual(await lead(), [
    ['y', 'z'],
    ['a', 'b', 'c'],
  ]);
});

test('puts fresh stories before the limit, however many sources carried old ones', async (context) => {
  const old = Array.from({ length: 200 }, (_, i) => ({
    ...A,
    slug: `o${i}`,
    category: `o${i}`,
    at: '2022-02-26 08:00',
  }));
  const fresh = (['y', 'z'] as const).map((slug) => ({ ...OTHER, slug, category: slug, at: '2022-03-01 12:00' }));
  const { folder } = await publish(context, [...old, ...fresh]);
  const since = Date.parse('2022-02-26T12:00:00+08:00') / 1000;
  const [first, [leading]] = [
    await folder.archive.listLeadingStories(1, 0),
    await folder.archive.listLeadingStories(1, 0, since),
  ];
  assert.deepEqual([first[0]?.sourceCount, leading?.sourceCount], [200, 2]);
});

test('lists a story on each day on which it was told', async (context) => {
  const { folder } = await publish(context, [A, B, C]);
  const days = ['2022-03-01', '2022-03-02', '2022-03-03'];
  const counts = await Promise.all(days.map(async (day) => (await folder.archive.listStoriesOfDay(day, 10, 1)).length));
  assert.deepEqual(counts, [1, 1, 0]);
});

test('lists the stories of a day by the sources that told them on that day', async (context) => {
  const { folder } = await publish(context, [
    ...(['y', 'z'] as const).map((slug) => ({ ...OTHER, slug, category: slug, at: '2022-03-02 08:00' })),
    A,
    B,
    C,
  ]);
  const counts = async (day: string): Promise<number[]> =>
    (await folder.archive.listStoriesOfDay(day, 10, 1)).map(({ sourceCount }) => sourceCount);
  assert.deepEqual([await counts('2022-03-01'), await counts('2022-03-02')], [[3], [2, 3]]);
});

test('keeps a story under its id in the feed when an article is found that is earlier', async (context) => {
  const { folder, write } = await publish(context, [B, C]);
  const entry = async (): Promise<string[]> => {
    const feed = await readFeed(folder.archive, { kind: 'stories' }, null);
    return feed?.articles.flatMap(({ id, url }) => [id.slice(id.indexOf('/story/')), url]) ?? [];
  };
  const before = await entry();
  write(A);
  await folder.update();
  assert.deepEqual(
    [before, await entry()],
    [
      [`/story/${idOf(B)}`, `/story/${idOf(B)}`],
      [`/story/${idOf(B)}`, `/story/${idOf(A)}`],
    ],
  );
});
