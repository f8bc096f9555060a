import assert from 'node:assert/strict';
import test from 'node:test';
import { POST_A as A, POST_B as B, counts, text } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

test('keeps the earlier version of a file that has become bad', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  folder.write(A, '---\ntitle: "甲\n---\n');
  const report = await folder.update();
  assert.deepEqual([(await folder.archive.getArticle('/ribao/2022/03/01/a.html'))?.title, report.errors], ['甲', 1]);
});

test('still reports a bad file when nothing has changed', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), [B]: '---\ntitle: "乙\n---\n' });
  await folder.update();
  assert.deepEqual(
    (await folder.update()).problems.map(({ path }) => path),
    [B],
  );
});

test('takes a post away that says published: false', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  folder.write(A, text('甲', { published: 'false' }));
  assert.deepEqual(counts(await folder.update()), {
    posts: 0,
    added: 0,
    changed: 0,
    removed: 1,
    skipped: 0,
    errors: 0,
  });
});

test('publishes a post of the future when its time has come, without a change of its file', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲', { date: '2027-01-01 00:00:00 +0000' }) });
  const before = await folder.update({ now: () => new Date('2026-12-31T23:59:59Z') });
  const after = await folder.update({ now: () => new Date((before.nextDueAt ?? 0) * 1000) });
  assert.deepEqual([before.posts, before.nextDueAt, after.posts], [0, Date.parse('2027-01-01T00:00:00Z') / 1000, 1]);
});

test('takes a post away when its time is over, without a change of its file', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲', { expires_at: '2027-01-01 00:00:00 +0000' }) });
  const before = await folder.update({ now: () => new Date('2026-12-31T23:59:59Z') });
  const after = await folder.update({ now: () => new Date((before.nextDueAt ?? 0) * 1000) });
  assert.deepEqual(
    [before.posts, before.nextDueAt, after.posts, after.nextDueAt],
    [1, Date.parse('2027-01-01T00:00:00Z') / 1000, 0, undefined],
  );
});

test('lists every address in the sitemap with its latest change', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { date: '2022-03-01 08:00:00 +0800', last_modified_at: '2022-05-01 08:00:00 +0800' }),
  });
  await folder.update();
  const modifiedAt = Date.parse('2022-05-01T08:00:00+08:00') / 1000;
  assert.deepEqual(
    [
      await folder.archive.listSitemapParts(),
      await folder.archive.listSitemapEntries(1),
      await folder.archive.listSitemapEntries(2),
    ],
    [[{ part: 1, modifiedAt }], [{ url: '/ribao/2022/03/01/a.html', modifiedAt }], undefined],
  );
});

test('gives an article the same id in feeds when its address changes', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const before = await folder.archive.listFeedArticles({ kind: 'latest' }, 50);
  folder.write(A, text('甲', { permalink: '/elsewhere' }));
  await folder.update();
  const after = await folder.archive.listFeedArticles({ kind: 'latest' }, 50);
  assert.deepEqual([after?.[0]?.id, after?.[0]?.url], [before?.[0]?.id, '/elsewhere']);
});
