import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { storyIdOf } from '../../../lib/archive/sql/write/stories/coverage.ts';
import { PortalFolder } from '../../support/portal-folder.ts';
import { type StoryPost, storyPostPath, storyPostText } from './story-posts.ts';

const A: StoryPost = { slug: 'a', category: 'ribao', at: '2022-03-01 08:00' };
const B: StoryPost = { slug: 'b', category: 'wanbao', at: '2022-03-01 10:00' };
const C: StoryPost = { slug: 'c', category: 'shangbao', at: '2022-03-02 09:00' };
const OTHER: StoryPost = { slug: 'x', category: 'ribao', at: '2022-03-01 09:00', text: 'prices' };

const idOf = (post: StoryPost): string => storyIdOf(storyPostPath(post));
const hrefOf = ({ slug, category, at }: StoryPost): string =>
  `/${category}/${at.slice(0, 10).replaceAll('-', '/')}/${slug}.html`;

async function publish(context: TestContext, posts: readonly StoryPost[]) {
  const folder = new PortalFolder(context);
  const write = (post: StoryPost): void => folder.write(storyPostPath(post), storyPostText(post));
  const remove = (post: StoryPost): void => folder.remove(storyPostPath(post));
  for (const post of posts) write(post);
  await folder.update();
  /** Slugs of the articles of the leading stories. */
  const lead = async (): Promise<string[][]> =>
    (await folder.archive.listLeadingStories(10, 10)).map(({ lead: first, others }) =>
      [first, ...others].map(({ url }) => /([^/]+)\.html$/.exec(url)?.[1] ?? url),
    );
  return { folder, write, remove, lead };
}

test('puts articles of several sources that tell the same into one story, the earliest first', async (context) => {
  const { lead } = await publish(context, [C, OTHER, B, A]);
  assert.deepEqual(await lead(), [['a', 'b', 'c']]);
});

test('counts a source once', async (context) => {
  const { folder } = await publish(context, [A, B, { ...C, category: 'wanbao' }]);
  const [story] = await folder.archive.listLeadingStories(10, 10);
  assert.deepEqual([story?.sourceCount, story?.articleCount], [2, 3]);
});

test('makes no story of what one source tells twice', async (context) => {
  const { lead } = await publish(context, [A, { ...B, category: 'ribao' }]);
  assert.deepEqual(await lead(), []);
});

test('makes no story of a wire post and its media post', async (context) => {
  const { lead } = await publish(context, [
    { ...A, slug: '202203010000000001', category: 'emnews' },
    { ...A, slug: 'NW202203010000000001' },
  ]);
  assert.deepEqual(await lead(), []);
});

test('counts and shows a wire post and its media post once, from the source of the media post', async (context) => {
  const { folder, lead } = await publish(context, [
    { ...A, slug: '202203010000000001', category: 'emnews' },
    { ...A, slug: 'NW202203010000000001' },
    B,
  ]);
  const [story] = await folder.archive.listLeadingStories(10, 10);
  assert.deepEqual([await lead(), story?.sourceCount], [[['NW202203010000000001', 'b']], 2]);
});

test('puts the media post of a wire post that is in a story into it, where their texts differ', async (context) => {
  const { lead, write, folder } = await publish(context, [{ ...A, slug: '202203010000000001', category: 'emnews' }, B]);
  write({ ...A, slug: 'NW202203010000000001', text: 'match' });
  await folder.update();
  assert.deepEqual(await lead(), [['NW202203010000000001', 'b']]);
});

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

test('lists a story on the day on which it began', async (context) => {
  const { folder } = await publish(context, [A, B, C]);
  const days = ['2022-03-01', '2022-03-02'];
  const counts = await Promise.all(days.map(async (day) => (await folder.archive.listStoriesOfDay(day, 10, 1)).length));
  assert.deepEqual(counts, [1, 0]);
});

test('lists the stories of a day by their sources', async (context) => {
  const { folder } = await publish(context, [
    ...(['y', 'z'] as const).map((slug) => ({ ...OTHER, slug, category: slug, at: '2022-03-01 23:00' })),
    A,
    B,
    C,
  ]);
  const stories = await folder.archive.listStoriesOfDay('2022-03-01', 10, 1);
  assert.deepEqual(
    stories.map(({ sourceCount }) => sourceCount),
    [3, 2],
  );
});

test('has a story at the address of its earliest article, and leads there from those of the others', async (context) => {
  const { folder } = await publish(context, [A, B, C]);
  const found = await Promise.all([A, B, C].map((post) => folder.archive.getStory(idOf(post))));
  assert.deepEqual(
    found.map((story) => (story && 'articles' in story ? story.articles.length : story?.location)),
    [3, `/story/${idOf(A)}`, `/story/${idOf(A)}`],
  );
});

test('leads from both addresses to the earlier one where two stories become one', async (context) => {
  const bridging = { ...A, slug: 'm', category: 'm', at: '2022-03-03 08:00' };
  const late = { ...C, slug: 'late', category: 'late', at: '2022-03-05 08:00' };
  const later = { ...late, slug: 'later', category: 'later' };
  const { folder, write } = await publish(context, [A, B, late, later]);
  const before = await folder.archive.getStory(idOf(late));
  write(bridging);
  await folder.update();
  assert.deepEqual(
    [before && 'articles' in before && before.articles.length, await folder.archive.getStory(idOf(late))],
    [2, { location: `/story/${idOf(A)}` }],
  );
});

test('leads from the address of a story to what is left of it when its earliest article goes', async (context) => {
  const { folder, remove } = await publish(context, [A, B, C]);
  remove(A);
  await folder.update();
  const left = await folder.archive.getStory(idOf(B));
  assert.deepEqual(
    [await folder.archive.getStory(idOf(A)), left && 'articles' in left && left.articles.length],
    [{ location: `/story/${idOf(B)}` }, 2],
  );
});

test('leads from the address of a story to its last article when all others go', async (context) => {
  const { folder, remove } = await publish(context, [A, B, C]);
  for (const post of [A, B]) {
    remove(post);
    await folder.update();
  }
  const locations = await Promise.all([A, B, C].map((post) => folder.archive.getStory(idOf(post))));
  assert.deepEqual(locations, new Array(3).fill({ location: hrefOf(C) }));
});

test('leads from the address of a story to what is left of it when its earliest article tells something else', async (context) => {
  const { folder, write } = await publish(context, [A, B, C]);
  write({ ...A, text: 'match' });
  await folder.update();
  assert.deepEqual(await folder.archive.getStory(idOf(A)), { location: `/story/${idOf(B)}` });
});

test('gives a story its address back when its earliest article comes back', async (context) => {
  const { folder, write, remove } = await publish(context, [A, B, C]);
  remove(A);
  await folder.update();
  write(A);
  await folder.update();
  const story = await folder.archive.getStory(idOf(A));
  assert.deepEqual(story && 'articles' in story && story.articles.length, 3);
});

test('knows no story at the address of an article that is in none, or of none', async (context) => {
  const { folder } = await publish(context, [A, OTHER]);
  assert.deepEqual(
    await Promise.all([idOf(A), idOf(OTHER), 'x'].map((id) => folder.archive.getStory(id))),
    new Array(3).fill(undefined),
  );
});

test('takes a story apart when the article goes that held it together', async (context) => {
  const bridging = { ...A, slug: 'm', category: 'm', at: '2022-03-03 08:00' };
  const late = { ...C, slug: 'late', category: 'late', at: '2022-03-05 08:00' };
  const later = { ...late, slug: 'later', category: 'later' };
  const { folder, remove, lead } = await publish(context, [A, B, bridging, late, later]);
  const before = await lead();
  remove(bridging);
  await folder.update();
  assert.deepEqual(
    [before.length, await lead()],
    [
      1,
      [
        ['late', 'later'],
        ['a', 'b'],
      ],
    ],
  );
});

test('names the story of an article beside its copies', async (context) => {
  const { folder } = await publish(context, [A, B, C]);
  const { story } = await folder.archive.getSurroundings(hrefOf(B), { copies: 1, related: 0 });
  assert.deepEqual(story, {
    id: idOf(A),
    sourceCount: 3,
    articleCount: 3,
    newestAt: Date.parse('2022-03-02T09:00:00+08:00') / 1000,
  });
});

test('changes the tables of its own story alone when an article comes or goes', async (context) => {
  const others = (['y', 'z'] as const).map((slug) => ({ ...OTHER, slug, category: slug }));
  const { folder, write, remove } = await publish(context, [A, B, ...others]);
  const { state, marks } = await folder.archive.observe((archive) => archive.getStory(idOf(others[0] as StoryPost)));
  write(C);
  await folder.update();
  remove(A);
  await folder.update();
  const changes = await folder.archive.listChanges(state);
  assert.deepEqual(
    [...marks].filter((mark) => changes?.marks.has(mark)),
    [],
  );
});
