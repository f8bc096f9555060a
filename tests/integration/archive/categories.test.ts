import assert from 'node:assert/strict';
import test from 'node:test';
import { POST_A as A, POST_B as B, text } from '../../support/archive-posts.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

test('calls a category by the tag of its newest post', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲', { tags: '旧名' }), [B]: text('乙', { tags: '新名' }) });
  await folder.update();
  assert.deepEqual(
    (await folder.archive.listCategories()).map(({ name, title, count }) => ({ name, title, count })),
    [{ name: 'ribao', title: '新名', count: 2 }],
  );
});

test('gives a category its earlier name back when its newest post goes', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲', { tags: '旧名' }), [B]: text('乙', { tags: '新名' }) });
  await folder.update();
  folder.remove(B);
  await folder.update();
  assert.deepEqual(
    (await folder.archive.listCategories()).map(({ title }) => title),
    ['旧名'],
  );
});

test('lets a stub make a category exist and name it while it has no post', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲'),
    'category/wanbao.html': '---\nlayout: category\ntitle: 晚报\ncategory: wanbao\n---\n',
  });
  await folder.update();
  assert.deepEqual(await folder.archive.listArticles({ kind: 'category', name: 'wanbao' }, 1), {
    title: '晚报',
    articles: [],
    page: 1,
    pageCount: 1,
    articleCount: 0,
    newestNumber: 0,
  });
});

test('orders categories by pinyin, those without last', async (context) => {
  const tags = ['泰州日报', '21世纪', '北京晚报', '重庆商报', 'Wind'];
  const folder = new PortalFolder(
    context,
    Object.fromEntries(
      tags.map((tag, i) => [`_posts/2022-03-0${i + 1}-x.md`, postText({ title: 'x', categories: `c${i}`, tags: tag })]),
    ),
  );
  await folder.update();
  assert.deepEqual(
    (await folder.archive.listCategories()).map(({ initial, title }) => `${initial} ${title}`),
    ['B 北京晚报', 'C 重庆商报', 'T 泰州日报', 'W Wind', '# 21世纪'],
  );
});

test('keeps categories apart that differ in case alone', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { categories: 'TechWeb' }),
    [B]: text('乙', { categories: 'Techweb' }),
  });
  await folder.update();
  assert.deepEqual(
    (await folder.archive.listCategories()).map(({ name }) => name),
    ['TechWeb', 'Techweb'],
  );
});

for (const [from, to] of [
  ['/ribao/', '/category/ribao.html'],
  ['/ribao', '/category/ribao.html'],
  ['/category/ribao', '/category/ribao.html'],
  ['/category/RIBAO.html', '/category/ribao.html'],
  ['/category/techweb.html', undefined],
  ['/category/ribao.html', undefined],
  ['/nobody/', undefined],
  ['/old/a.html', '/ribao/2022/03/01/a.html'],
] as const) {
  test(`leads ${from} to ${to ?? 'nothing'}`, async (context) => {
    const folder = new PortalFolder(context, {
      [A]: text('甲', { redirect_from: '[/old/a.html]' }),
      [B]: text('乙', { categories: 'TechWeb' }),
      '_posts/2022-03-03-c.md': text('丙', { categories: 'Techweb' }),
    });
    await folder.update();
    assert.equal(await folder.archive.getRedirect(from), to);
  });
}
