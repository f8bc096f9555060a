import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { PortalFolder, postText } from '../support/portal-folder.ts';

const STORY =
  '江海大桥主桥今日合龙。大桥全长八公里，主跨一千一百米，连接南北两岸，设计时速一百公里。建设指挥部介绍，' +
  '项目自三年前开工以来，先后攻克深水基础、大体积混凝土温控等难题。通车以后，两岸车程将由一小时缩短到十分钟。';
const OTHER =
  '国家统计局公布，上月居民消费价格同比上涨百分之二点一，环比下降百分之零点二。其中食品价格上涨百分之三，非食品价格上涨' +
  '百分之一点八。统计师解读说，节后需求回落，鲜菜和猪肉供应充足，价格总体平稳，预计下月涨幅将略有收窄。';

interface Post {
  name: string;
  title: string;
  category: string;
  body?: string;
}

/** A portal of posts, and the file names of what surrounds one of them. */
async function publish(context: TestContext, posts: readonly Post[]) {
  const write = ({ name, title, category, body = STORY }: Post): [string, string] => [
    `_posts/${name}.md`,
    postText({ title, categories: category }, body),
  ];
  const folder = new PortalFolder(context, Object.fromEntries(posts.map(write)));
  await folder.update();
  const find = async (name: string, limits = { copies: 10, related: 10 }) => {
    const [, day = '', slug] = /^(\d{4}-\d{2}-\d{2})-(.+)$/.exec(name) ?? [];
    const { category } = posts.find((post) => post.name === name) ?? assert.fail(name);
    const { copies, related } = await folder.archive.getSurroundings(
      `/${category}/${day.replaceAll('-', '/')}/${slug}.html`,
      limits,
    );
    const slugs = (links: { url: string }[]) => links.map(({ url }) => /([^/]+)\.html$/.exec(url)?.[1]);
    return { copies: slugs(copies), related: slugs(related) };
  };
  return { folder, find, write };
}

const BRIDGE = { name: '2026-03-02-a', title: '江海大桥主桥合龙', category: 'ribao' };

test('names the same story from other sources, the newest first', async (context) => {
  const { find } = await publish(context, [
    BRIDGE,
    { name: '2026-03-03-b', title: '大桥合龙了', category: 'wanbao', body: `本报讯 ${STORY}（文章来源：晚报）` },
    { name: '2026-03-04-c', title: '两岸更近', category: 'shangbao' },
    { name: '2026-03-03-d', title: '物价', category: 'wanbao', body: OTHER },
  ]);
  assert.deepEqual((await find(BRIDGE.name)).copies, ['c', 'b']);
});

test('names as many copies as are asked for', async (context) => {
  const { find } = await publish(context, [
    BRIDGE,
    { name: '2026-03-03-b', title: '大桥合龙了', category: 'wanbao' },
    { name: '2026-03-04-c', title: '两岸更近', category: 'shangbao' },
  ]);
  assert.deepEqual((await find(BRIDGE.name, { copies: 1, related: 0 })).copies, ['c']);
});

test('does not name what the same source wrote again', async (context) => {
  const { find } = await publish(context, [BRIDGE, { name: '2026-03-03-b', title: '大桥合龙了', category: 'ribao' }]);
  assert.deepEqual((await find(BRIDGE.name)).copies, []);
});

test('does not take a text of another week for the same story', async (context) => {
  const { find } = await publish(context, [BRIDGE, { name: '2026-03-09-b', title: '大桥合龙', category: 'wanbao' }]);
  assert.deepEqual((await find(BRIDGE.name)).copies, []);
});

test('leaves the twin of an article to the link that it has already', async (context) => {
  const { find } = await publish(context, [
    { name: '2026-03-02-NW202603020000000001', title: '江海大桥主桥合龙', category: 'ribao' },
    { name: '2026-03-02-202603020000000001', title: '江海大桥主桥合龙', category: 'emnews' },
  ]);
  assert.deepEqual(await find('2026-03-02-NW202603020000000001'), { copies: [], related: [] });
});

test('takes short texts for no copies of each other', async (context) => {
  const body = '江海大桥今日合龙。';
  const { find } = await publish(context, [
    { ...BRIDGE, body },
    { name: '2026-03-02-b', title: '大桥合龙', category: 'wanbao', body },
  ]);
  assert.deepEqual((await find(BRIDGE.name)).copies, []);
});

test('finds copies that came later, and no longer those that went', async (context) => {
  const { folder, find, write } = await publish(context, [
    BRIDGE,
    { name: '2026-03-03-b', title: '大桥合龙了', category: 'wanbao' },
  ]);
  folder.write(...write({ name: '2026-03-04-c', title: '两岸更近', category: 'shangbao' }));
  folder.remove('_posts/2026-03-03-b.md');
  await folder.update();
  assert.deepEqual((await find(BRIDGE.name)).copies, ['c']);
});

/** A portal to which posts came one after another, behind the first, each with a look at the folder of its own. */
async function publishOneByOne(context: TestContext, [first, ...others]: [Post, ...Post[]]) {
  const { folder, find, write } = await publish(context, [first]);
  for (const post of others) {
    folder.write(...write(post));
    await folder.update();
  }
  return { find };
}

test('finds the copies among articles that came one by one', async (context) => {
  const { find } = await publishOneByOne(context, [
    BRIDGE,
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((slug) => ({
      name: `2026-03-03-${slug}`,
      title: slug,
      category: `paper${slug}`,
    })),
  ]);
  assert.equal((await find(BRIDGE.name)).copies.length, 6);
});

test('finds the related ones among articles that came one by one', async (context) => {
  const { find } = await publishOneByOne(context, [
    BRIDGE,
    ...['开工', '招标', '铺装', '测量', '通车', '收费'].map((word, i) => ({
      name: `2026-02-0${i + 1}-${i}`,
      title: `江海大桥${word}`,
      category: 'wanbao',
      body: '短。',
    })),
  ]);
  assert.equal((await find(BRIDGE.name)).related.length, 6);
});

test('names articles whose titles share rare words, the most alike first', async (context) => {
  const { find } = await publish(context, [
    BRIDGE,
    { name: '2026-02-01-b', title: '江海大桥主桥开工', category: 'wanbao', body: OTHER },
    { name: '2026-02-02-c', title: '江海大桥招标', category: 'wanbao', body: '招标公告。' },
    ...Array.from({ length: 20 }, (_, i) => ({
      name: `2026-01-02-x${i}`,
      title: `第${i}期：今日物价`,
      category: 'shangbao',
      body: '短。',
    })),
  ]);
  assert.deepEqual((await find(BRIDGE.name)).related, ['b', 'c']);
});

test('names one article of each related story', async (context) => {
  const { find } = await publish(context, [
    BRIDGE,
    { name: '2026-02-01-b', title: '江海大桥开工', category: 'wanbao', body: OTHER },
    { name: '2026-02-01-c', title: '江海大桥开工', category: 'shangbao', body: OTHER },
    { name: '2026-02-01-d', title: '足球赛', category: 'shangbao', body: '短。' },
  ]);
  assert.deepEqual((await find(BRIDGE.name)).related, ['b']);
});

test('takes a short item whose headline says the same for no related article', async (context) => {
  const { find } = await publish(context, [
    { ...BRIDGE, body: '短。' },
    { name: '2026-03-02-b', title: '江海大桥主桥今日合龙', category: 'wanbao', body: '短讯。' },
    { name: '2026-03-01-c', title: '江海大桥主桥铺装', category: 'wanbao', body: '短。' },
    { name: '2026-03-01-d', title: '江海大桥主桥铺装。', category: 'ribao', body: '短讯。' },
    { name: '2026-02-01-x', title: '足球赛', category: 'wanbao', body: '短。' },
  ]);
  assert.deepEqual((await find(BRIDGE.name)).related, ['c']);
});

test('takes neither the article nor its copies for related', async (context) => {
  const { find } = await publish(context, [
    BRIDGE,
    { name: '2026-03-03-b', title: '江海大桥主桥合龙', category: 'wanbao' },
    { name: '2026-03-03-d', title: '足球赛', category: 'wanbao', body: '短。' },
  ]);
  assert.deepEqual((await find(BRIDGE.name)).related, []);
});
