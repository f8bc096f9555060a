import assert from 'node:assert/strict';
import test from 'node:test';
import { PAGE_SIZE } from '../../../lib/archive/index.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

const WIRE = '_posts/2022-04-21-202204212352188819.md';
const MEDIA = '_posts/2022-04-21-NW202204212352188819.md';
const twins = (): Record<string, string> => ({
  [WIRE]: text('同一条', { categories: 'emnews', tags: '滚动新闻' }),
  [MEDIA]: text('同一条', { categories: 'yangshi', tags: '央视新闻' }),
});

test('lists newest first, then by path', async (context) => {
  const at = { date: '2022-03-01 08:00:00 +0800' };
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-b.md': text('二', at),
    '_posts/2022-03-01-a.md': text('一', at),
    '_posts/2022-03-01-c.md': text('新', { date: '2022-03-01 09:00:00 +0800' }),
  });
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'category', name: 'ribao' }, 1)), [
    '新',
    '一',
    '二',
  ]);
});

test('gives every page of a long listing, each article once, in order', async (context) => {
  const files: Record<string, string> = {};
  const expected: string[] = [];
  for (let i = 0; i < 1_230; i++) {
    const day = new Date(Date.UTC(2022, 0, 1 + Math.floor(i / 90))).toISOString().slice(0, 10);
    const title = `第${String(i).padStart(4, '0')}条`;
    files[`_posts/${day}-${String(i).padStart(4, '0')}.md`] = text(title, {
      date: `${day} ${String(10 + (i % 7))}:00:00 +0800`,
    });
    expected.push(title);
  }
  const folder = new PortalFolder(context, files);
  await folder.update();
  const seen: string[] = [];
  for (let page = 1; page <= Math.ceil(1_230 / PAGE_SIZE); page++) {
    seen.push(...titles(await folder.archive.listArticles({ kind: 'category', name: 'ribao' }, page)));
  }
  const key = (title: string): string => {
    const i = Number(title.slice(1, 5));
    return `${String(100 - Math.floor(i / 90)).padStart(3, '0')}/${9 - (i % 7)}/${title}`;
  };
  assert.deepEqual(
    seen,
    expected.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  );
});

for (const page of [0, 2, -1, 1.5]) {
  test(`knows no page ${page} of a listing with one`, async (context) => {
    const folder = new PortalFolder(context, { [A]: text('甲') });
    await folder.update();
    assert.equal(await folder.archive.listArticles({ kind: 'latest' }, page), undefined);
  });
}

test('shows one of a wire post and its media post among the latest, with the other’s source', async (context) => {
  const folder = new PortalFolder(context, twins());
  await folder.update();
  const latest = await folder.archive.listArticles({ kind: 'latest' }, 1);
  assert.deepEqual(
    latest?.articles.map(({ category, twin }) => [category?.title, twin?.category?.title]),
    [['央视新闻', '滚动新闻']],
  );
});

test('makes the media post the canonical one of a wire post', async (context) => {
  const folder = new PortalFolder(context, twins());
  await folder.update();
  const wire = await folder.archive.getArticle('/emnews/2022/04/21/202204212352188819.html');
  assert.equal(wire?.canonicalUrl, '/yangshi/2022/04/21/NW202204212352188819.html');
});

test('shows a wire post among the latest again when its media post goes', async (context) => {
  const folder = new PortalFolder(context, twins());
  await folder.update();
  folder.remove(MEDIA);
  await folder.update();
  const latest = await folder.archive.listArticles({ kind: 'latest' }, 1);
  assert.deepEqual(
    latest?.articles.map(({ category }) => category?.name),
    ['emnews'],
  );
});

test('links each article with its neighbours in its category', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲'),
    [B]: text('乙'),
    '_posts/2022-03-02-x.md': text('别处', { categories: 'other' }),
    '_posts/2022-03-03-c.md': text('丙'),
  });
  await folder.update();
  const article = await folder.archive.getArticle('/ribao/2022/03/02/b.html');
  assert.deepEqual([article?.previous?.title, article?.next?.title], ['甲', '丙']);
});
