import assert from 'node:assert/strict';
import test from 'node:test';
import { STORY_PAGE_SIZE } from '../../../lib/archive/archive.ts';
import { A, B, C, hrefOf, idOf, OTHER, publish, type StoryPost } from './story-posts.ts';

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

test('takes the medium that an article names for its source, whatever the category', async (context) => {
  const { folder } = await publish(context, [
    { ...A, category: 'emnews', medium: '财联社' },
    { ...B, category: 'emnews', medium: '上海证券报' },
  ]);
  const [story] = await folder.archive.listLeadingStories(10, 10);
  assert.deepEqual(
    [story?.sourceCount, story?.lead.sourceName, story?.others.map(({ sourceName }) => sourceName)],
    [2, '财联社', ['上海证券报']],
  );
});

test('makes no story of what one medium tells in two categories', async (context) => {
  const { lead } = await publish(context, [
    { ...A, category: 'emnews', medium: '财联社' },
    { ...B, category: 'gupiao', medium: '财联社' },
  ]);
  assert.deepEqual(await lead(), []);
});

test('takes a category that is called after a medium for the medium', async (context) => {
  const { lead } = await publish(context, [
    { ...A, category: 'emnews', medium: '央行网站' },
    { ...B, category: 'yangxingwangzhan' },
  ]);
  assert.deepEqual(await lead(), []);
});

test('names as copies of an article those of other media in its category, and none of its own medium', async (context) => {
  const { folder } = await publish(context, [
    { ...A, category: 'emnews', medium: '财联社' },
    { ...B, category: 'emnews', medium: '上海证券报' },
    { ...C, category: 'gupiao', medium: '财联社' },
  ]);
  const { copies } = await folder.archive.getSurroundings(hrefOf({ ...A, category: 'emnews' }), {
    copies: 5,
    related: 0,
  });
  assert.deepEqual(
    copies.map(({ sourceName }) => sourceName),
    ['上海证券报'],
  );
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

test('has a story at the address of its earliest article, and leads there from those of the others', async (context) => {
  const { folder } = await publish(context, [A, B, C]);
  const found = await Promise.all([A, B, C].map((post) => folder.archive.getStory(idOf(post), 1)));
  assert.deepEqual(
    found.map((story) => (story && 'articles' in story ? story.articles.length : story?.location)),
    [3, `/story/${idOf(A)}`, `/story/${idOf(A)}`],
  );
});

const MANY = Array.from({ length: STORY_PAGE_SIZE + 20 }, (_, i) => ({
  ...A,
  slug: `s${String(i).padStart(3, '0')}`,
  category: `s${i}`,
}));

test('has all articles of a story on its pages', async (context) => {
  const { folder } = await publish(context, MANY);
  const id = idOf(MANY[0] ?? A);
  const pages = [await folder.archive.getStory(id, 1), await folder.archive.getStory(id, 2)];
  const urls = pages.map((page) => (page && 'articles' in page ? page.articles.map(({ url }) => url) : []));
  assert.deepEqual(
    [urls.map(({ length }) => length), urls.flat(), await folder.archive.getStory(id, 3)],
    [[STORY_PAGE_SIZE, 20], MANY.map(hrefOf), undefined],
  );
});

test('leads from a later page at another address of a story to the same page', async (context) => {
  const { folder } = await publish(context, MANY);
  assert.deepEqual(await folder.archive.getStory(idOf(MANY[1] ?? A), 2), {
    location: `/story/${idOf(MANY[0] ?? A)}/2`,
  });
});

test('leads from both addresses to the earlier one where two stories become one', async (context) => {
  const bridging = { ...A, slug: 'm', category: 'm', at: '2022-03-03 08:00' };
  const late = { ...C, slug: 'late', category: 'late', at: '2022-03-05 08:00' };
  const later = { ...late, slug: 'later', category: 'later' };
  const { folder, write } = await publish(context, [A, B, late, later]);
  const before = await folder.archive.getStory(idOf(late), 1);
  write(bridging);
  await folder.update();
  assert.deepEqual(
    [before && 'articles' in before && before.articles.length, await folder.archive.getStory(idOf(late), 1)],
    [2, { location: `/story/${idOf(A)}` }],
  );
});

test('leads from the address of a story to what is left of it when its earliest article goes', async (context) => {
  const { folder, remove } = await publish(context, [A, B, C]);
  remove(A);
  await folder.update();
  const left = await folder.archive.getStory(idOf(B), 1);
  assert.deepEqual(
    [await folder.archive.getStory(idOf(A), 1), left && 'articles' in left && left.articles.length],
    [{ location: `/story/${idOf(B)}` }, 2],
  );
});

test('leads from the address of a story to its last article when all others go', async (context) => {
  const { folder, remove } = await publish(context, [A, B, C]);
  for (const post of [A, B]) {
    remove(post);
    await folder.update();
  }
  const locations = await Promise.all([A, B, C].map((post) => folder.archive.getStory(idOf(post), 1)));
  assert.deepEqual(locations, new Array(3).fill({ location: hrefOf(C) }));
});

test('leads from the address of a story to what is left of it when its earliest article tells something else', async (context) => {
  const { folder, write } = await publish(context, [A, B, C]);
  write({ ...A, text: 'match' });
  await folder.update();
  assert.deepEqual(await folder.archive.getStory(idOf(A), 1), { location: `/story/${idOf(B)}` });
});

test('gives a story its address back when its earliest article comes back', async (context) => {
  const { folder, write, remove } = await publish(context, [A, B, C]);
  remove(A);
  await folder.update();
  write(A);
  await folder.update();
  const story = await folder.archive.getStory(idOf(A), 1);
  assert.deepEqual(story && 'articles' in story && story.articles.length, 3);
});

test('knows no story at the address of an article that is in none, or of none', async (context) => {
  const { folder } = await publish(context, [A, OTHER]);
  assert.deepEqual(
    await Promise.all([idOf(A), idOf(OTHER), 'x'].map((id) => folder.archive.getStory(id, 1))),
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
  const { state, marks } = await folder.archive.observe((archive) => archive.getStory(idOf(others[0] as StoryPost), 1));
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
