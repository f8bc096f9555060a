/** Stories as readers and programs get them: home page, day page, the page of a story, its address, the feed, the page of an article. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { storyHref } from '../../../lib/addresses.ts';
import { storyIdOf } from '../../../lib/archive/sql/story-id.ts';
import { PAGE_CACHE_CONTROL } from '../../../lib/front/headers.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { attribute, PageView, textOf } from '../pages/page-view.ts';
import { type StoryPost, storyPostPath, storyPostText } from './story-posts.ts';

const ORIGIN = 'https://news.example';
const contentDir = mkdtempSync(join(tmpdir(), 'finews-stories-'));
let portal: Portal;

const FIRST: StoryPost = { slug: 'a', category: 'ribao', at: '2022-03-01 08:00', title: '大桥 & <合龙>' };
const POSTS: StoryPost[] = [
  FIRST,
  { slug: 'b', category: 'wanbao', at: '2022-03-01 10:00', title: '两岸更近', intro: '本报讯，' },
  { slug: 'c', category: 'shangbao', at: '2022-03-02 09:00', title: '大桥 & <合龙>', medium: '商报周刊' },
  { slug: 'p', category: 'ribao', at: '2022-03-02 10:00', title: '物价', text: 'prices' },
  { slug: 'q', category: 'wanbao', at: '2022-03-02 11:00', title: '物价', text: 'prices' },
  { slug: 'm', category: 'ribao', at: '2022-03-02 12:00', title: '球赛', text: 'match' },
];
/** A story of more articles than one page holds, days before the others. */
const LONG = Array.from(
  { length: 110 },
  (_, i): StoryPost => ({
    slug: `s${i}`,
    category: `s${i}`,
    at: `2022-02-10 1${Math.floor(i / 50)}:${10 + (i % 50)}`,
    title: '球赛',
    text: 'match',
  }),
);
const STORY = storyHref(storyIdOf(storyPostPath(FIRST)));

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, '_config.yml'), `title: 试报\nurl: ${ORIGIN}\n`);
  for (const post of [...POSTS, ...LONG])
    writeFileSync(join(contentDir, storyPostPath(post)), storyPostText({ ...post, title: `"${post.title}"` }));
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const LONG_STORY = storyHref(storyIdOf(storyPostPath(LONG[0] ?? FIRST)));

const ask = (path: string): Promise<Response> => fetch(portal.url + path, { redirect: 'manual' });
const view = async (path: string): Promise<PageView> => new PageView(await (await ask(path)).text());
/** Titles of the stories of a page, and what is folded away below each. */
async function listStories(path: string): Promise<[string[], string[]]> {
  const page = await view(path);
  const section = page.with('aria-labelledby', 'stories');
  const texts = (name: string): string[] => (section ? page.all(name, section).map((found) => textOf(found)) : []);
  return [texts('h3'), texts('summary')];
}

test('leads the home page with what most sources carry', async () => {
  assert.deepEqual(await listStories('/'), [
    ['物价', '大桥 & <合龙>'],
    ['2个来源', '3个来源'],
  ]);
});

test('begins a day’s page with the stories of the day', async () => {
  assert.deepEqual(await listStories('/archive/2022/03/01'), [['大桥 & <合龙>'], ['3个来源']]);
});

test('has a story on the page of each day on which it was told', async () => {
  assert.deepEqual(await listStories('/archive/2022/03/02'), [
    ['物价', '大桥 & <合龙>'],
    ['2个来源', '3个来源'],
  ]);
});

test('says how many articles of a story are not among those that are folded, with a link', async () => {
  const page = await view('/archive/2022/02/10');
  const links = page.all('a', page.all('details', page.with('aria-labelledby', 'stories'))[0]);
  assert.deepEqual(
    [links.length, links.slice(-1).map((link) => [textOf(link), attribute(link, 'href')])],
    [7, [['还有103篇，按时间看全部110篇', LONG_STORY]]],
  );
});

test('shows the articles of a long story on several pages', async () => {
  const page = await view(`${LONG_STORY}/2`);
  const main = page.all('main')[0];
  const pages = page.all('a', page.with('aria-label', '分页')).map((link) => attribute(link, 'href'));
  assert.deepEqual([page.all('li', page.all('ol', main)[0]).length, pages], [10, [LONG_STORY, LONG_STORY]]);
});

test('shows no stories on a month’s page', async () => {
  assert.deepEqual(await listStories('/archive/2022/03'), [[], []]);
});

test('folds the other articles of a story under it, by source, with the title where it is another one', async () => {
  const page = await view('/archive/2022/03/01');
  const links = page.all('a', page.all('details', page.with('aria-labelledby', 'stories'))[0]);
  assert.deepEqual(
    links.map((link) => [textOf(link), attribute(link, 'href')]),
    [
      ['wanbao名：两岸更近', '/wanbao/2022/03/01/b.html'],
      ['商报周刊', '/shangbao/2022/03/02/c.html'],
      ['共3篇，按时间看', STORY],
    ],
  );
});

test('shows every article of a story along time', async () => {
  const page = await view(STORY);
  const main = page.all('main')[0];
  const items = page.all('li', main).map((item) => page.all('a', item).map((link) => attribute(link, 'href')));
  assert.deepEqual(items, [
    ['/category/ribao.html', '/ribao/2022/03/01/a.html'],
    ['/category/wanbao.html', '/wanbao/2022/03/01/b.html'],
    ['/category/shangbao.html', '/shangbao/2022/03/02/c.html'],
  ]);
});

test('names the medium of an article in a story before the category that is not the medium’s own', async () => {
  const page = await view(STORY);
  const lines = page.all('li', page.all('main')[0]).map((item) => textOf(page.all('p', item)[0] ?? assert.fail()));
  assert.deepEqual(lines.at(-1)?.slice('09:00'.length), '商报周刊shangbao名');
});

test('says when each article of a story was published', async () => {
  const page = await view(STORY);
  const times = page.all('time', page.all('main')[0]).map((time) => attribute(time, 'datetime'));
  assert.deepEqual(times, ['2022-03-01T08:00:00+08:00', '2022-03-01T10:00:00+08:00', '2022-03-02T09:00:00+08:00']);
});

test('says in a story what each article says, and the same words once', async () => {
  const page = await view(STORY);
  const items = page.all('li', page.all('main')[0]);
  assert.deepEqual(
    items.map(
      (item) =>
        /(?:本报讯，)?江海大桥/.exec(
          page
            .all('p', item)
            .map((text) => textOf(text))
            .join(' '),
        )?.[0],
    ),
    ['江海大桥', '本报讯，江海大桥', undefined],
  );
});

test('names a story’s canonical address', async () => {
  assert.equal(attribute((await view(STORY)).with('rel', 'canonical'), 'href'), ORIGIN + STORY);
});

test('describes a story as a list of its articles to search engines', async () => {
  const json = textOf((await view(STORY)).with('type', 'application/ld+json') ?? assert.fail());
  const { mainEntity } = JSON.parse(json) as { mainEntity: { itemListElement: { url: string }[] } };
  assert.deepEqual(
    mainEntity.itemListElement.map(({ url }) => url.replace(ORIGIN, '')),
    ['/ribao/2022/03/01/a.html', '/wanbao/2022/03/01/b.html', '/shangbao/2022/03/02/c.html'],
  );
});

for (const [path, status, location] of [
  [storyHref(storyIdOf(storyPostPath(POSTS[1] ?? FIRST))), 308, STORY],
  [`${STORY}/`, 308, STORY],
  [`${LONG_STORY}/2/index.html`, 308, `${LONG_STORY}/2`],
  [`${STORY}/2`, 404, null],
  [`${STORY}/1`, 404, null],
  [storyHref(storyIdOf(storyPostPath(POSTS[5] ?? FIRST))), 404, null],
  ['/story/aaaaaaaaaaaaaa', 404, null],
  ['/story/', 404, null],
] as const) {
  test(`answers ${status} to ${path}`, async () => {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers.get('location')], [status, location]);
  });
}

test('lets browsers ask again where the address of a story leads: it may be the first one again', async () => {
  const answer = await ask(storyHref(storyIdOf(storyPostPath(POSTS[1] ?? FIRST))));
  assert.equal(answer.headers.get('cache-control'), PAGE_CACHE_CONTROL);
});

test('shows a story in traditional characters', async () => {
  const page = await view(`/zh-hant${STORY}`);
  assert.match(textOf(page.all('main')[0] ?? assert.fail()), /3個來源/);
});

test('links the story on the page of an article', async () => {
  const page = await view('/wanbao/2022/03/01/b.html');
  const links = page.all('a', page.all('details').at(-1)).map((link) => attribute(link, 'href'));
  assert.equal(links.at(-1), STORY);
});

test('names the feed of stories on the home page', async () => {
  assert.equal(attribute((await view('/')).with('title', '要闻 - 试报'), 'href'), `${ORIGIN}/stories.xml`);
});

test('has the newest story first in the feed, with links to its articles', async () => {
  const feed = parseAtomFeed(await (await ask('/stories.xml')).text());
  assert.deepEqual(
    feed.entries?.map(({ id, title, updated, content }) => ({
      id,
      title: title?.value ?? title,
      updated,
      links: content?.value?.match(/<a /g)?.length,
    })),
    [
      {
        id: ORIGIN + storyHref(storyIdOf(storyPostPath(POSTS[3] ?? FIRST))),
        title: '物价',
        updated: '2022-03-02T03:00:00.000Z',
        links: 2,
      },
      { id: ORIGIN + STORY, title: '大桥 &amp; &lt;合龙&gt;', updated: '2022-03-02T01:00:00.000Z', links: 3 },
      // Twenty articles, and a link to the rest.
      { id: ORIGIN + LONG_STORY, title: '球赛', updated: '2022-02-10T04:19:00.000Z', links: 21 },
    ],
  );
});

test('has the same stories in RSS and JSON Feed', async () => {
  const rss = parseRssFeed(await (await ask('/stories.rss')).text());
  const json = parseJsonFeed(await (await ask('/stories.json')).text());
  assert.deepEqual(
    [rss.items?.map(({ link }) => link), json.items?.map(({ url }) => url)],
    new Array(2).fill([
      ORIGIN + storyHref(storyIdOf(storyPostPath(POSTS[3] ?? FIRST))),
      ORIGIN + STORY,
      ORIGIN + LONG_STORY,
    ]),
  );
});
