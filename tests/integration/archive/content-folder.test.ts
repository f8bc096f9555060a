import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { POST_A as A, POST_B as B, text, titles } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

test('does not publish drafts, excluded folders, hidden files and backups', async (context) => {
  const folder = new PortalFolder(context, {
    '_config.yml': 'exclude: [private, "*/secret*"]\n',
    [A]: text('甲'),
    '_drafts/2022-03-01-d.md': text('稿'),
    'private/_posts/2022-03-01-p.md': text('私'),
    '_posts/secret-2022-03-01-s.md': text('密'),
    '_posts/.2022-03-01-h.md': text('藏'),
    '_posts/2022-03-01-b.md~': text('备'),
    'about.md': text('页'),
  });
  const report = await folder.update();
  assert.deepEqual([report.posts, report.problems], [1, []]);
});

test('reads posts below the whole folder where there is no _posts', async (context) => {
  const folder = new PortalFolder(context, { '2022/03/2022-03-01-a.md': text('甲') });
  await folder.update();
  assert.equal((await folder.archive.getArticle('/ribao/2022/03/01/a.html'))?.title, '甲');
});

test('does not take a link that leads out of the content folder', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  writeFileSync(join(folder.dataDir, '..', 'outside.md'), text('外'));
  symlinkSync(join(folder.dataDir, '..', 'outside.md'), join(folder.contentDir, B));
  const report = await folder.update();
  assert.deepEqual([report.posts, report.problems.map(({ path, severity }) => [path, severity])], [1, [[B, 'error']]]);
});

test('takes a link to a file within the content folder', async (context) => {
  const folder = new PortalFolder(context, { 'shelf/a.txt': text('甲'), '_posts/keep.txt': '' });
  symlinkSync(join(folder.contentDir, 'shelf/a.txt'), join(folder.contentDir, A));
  assert.equal((await folder.update()).posts, 1);
});

test('does not follow a link round for ever', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  symlinkSync(join(folder.contentDir, '_posts'), join(folder.contentDir, '_posts/again'));
  assert.equal((await folder.update()).errors, 0);
});

test('looks at the named files alone', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), [B]: text('乙') });
  await folder.update();
  folder.write(A, text('甲改'));
  folder.write(B, text('乙改'));
  await folder.update({ paths: [A] });
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙', '甲改']);
});

test('forgets what a removed folder held', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), '_posts/old/2022-03-02-b.md': text('乙') });
  await folder.update();
  folder.remove('_posts/old');
  await folder.update({ paths: ['_posts/old'] });
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});

test('reads everything anew when the first _posts folder appears', async (context) => {
  const folder = new PortalFolder(context, { '2022-03-01-a.md': text('甲') });
  await folder.update();
  folder.write(B, text('乙'));
  await folder.update({ paths: [B] });
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙']);
});

test('passes over a named file that is hidden or excluded', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), '_drafts/2022-03-02-b.md': text('稿') });
  await folder.update();
  assert.equal((await folder.update({ paths: ['_drafts/2022-03-02-b.md', '_posts/.hidden.md'] })).posts, 1);
});
