import assert from 'node:assert/strict';
import test from 'node:test';
import { POST_A as A, POST_B as B, counts, text, titles } from '../../support/archive-posts.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

test('counts what was added, changed, removed and skipped', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), [B]: text('乙'), '_posts/2022-03-03-c.md': text('丙') });
  await folder.update();
  folder.write(A, text('甲改'));
  folder.remove(B);
  folder.write('_posts/2022-03-04-d.md', text('丁'));
  assert.deepEqual(counts(await folder.update()), {
    posts: 3,
    added: 1,
    changed: 1,
    removed: 1,
    skipped: 1,
    errors: 0,
  });
});

test('skips every file where nothing changed', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), [B]: text('乙') });
  await folder.update();
  assert.deepEqual(counts(await folder.update()), {
    posts: 2,
    added: 0,
    changed: 0,
    removed: 0,
    skipped: 2,
    errors: 0,
  });
});

test('keeps the version where nothing changed that readers see', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const before = await folder.archive.getState();
  await folder.update();
  assert.deepEqual(await folder.archive.getState(), before);
});

test('changes the version with an article', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const before = await folder.archive.getState();
  folder.write(A, text('甲改'));
  await folder.update();
  assert.notDeepEqual(await folder.archive.getState(), before);
});

test('goes on reading when the index is made anew', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  await folder.archive.getState();
  folder.write(B, text('乙'));
  await folder.update({ full: true });
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙', '甲']);
});

test('makes the index anew when a setting changes that articles depend on', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), '_config.yml': 'permalink: date\n' });
  await folder.update();
  folder.write('_config.yml', 'permalink: none\n');
  await folder.update();
  assert.equal((await folder.archive.getArticle('/ribao/a.html'))?.title, '甲');
});

test('changes nothing where the content folder has vanished', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  folder.remove('.');
  await assert.rejects(folder.update(), /content folder .* cannot be read/);
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});

test('lets one run at a time change the index', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  const reports = await Promise.all([folder.update(), folder.update()]);
  assert.deepEqual(
    reports.map(({ posts }) => posts),
    [1, 1],
  );
});

test('takes an empty content folder for a mistake and keeps the index', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  folder.remove('_posts');
  await assert.rejects(folder.update(), /content folder is empty/);
});

test('takes a content folder that lost its settings with its posts for a mistake too', async (context) => {
  const folder = new PortalFolder(context, {
    '_config.yml': 'permalink: /:title',
    '_posts/2022-03-01-a.md': postText({ title: '甲' }),
  });
  await folder.update();
  folder.remove('_posts');
  folder.remove('_config.yml');
  await assert.rejects(folder.update(), /content folder is empty/);
});
