/** An index with drafts, for who writes: everything that readers do not see yet, marked in the titles. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { titles } from '../../support/archive-posts.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const FILES = {
  '_posts/2022-03-01-a.md': postText({ title: '甲' }),
  '_posts/2022-03-02-b.md': postText({ title: '乙', published: 'false' }),
  '_posts/2030-03-03-c.md': postText({ title: '丙' }),
  'x/_drafts/d.md': postText({ title: '丁' }),
};

/** Titles of the archive, whatever their order. */
async function update(folder: PortalFolder, drafts: string, now = '2026-12-31T00:00:00Z'): Promise<Set<string>> {
  await folder.update({ now: () => new Date(now) }, { DRAFTS: drafts });
  return new Set(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)));
}

function open(context: TestContext): PortalFolder {
  const folder = new PortalFolder(context, FILES);
  folder.write('x/_drafts/e.md', postText({ title: '戊' }), new Date('2022-05-06T00:00:00Z'));
  return folder;
}

test('shows drafts, unpublished posts and posts of the future, marked as such', async (context) => {
  assert.deepEqual(
    await update(open(context), '1'),
    new Set(['【草稿】丁', '【草稿】戊', '【定时】丙', '【未发布】乙', '甲']),
  );
});

test('shows none of them to readers', async (context) => {
  assert.deepEqual(await update(open(context), ''), new Set(['甲']));
});

test('shows none of them after an index that had them', async (context) => {
  const folder = open(context);
  await update(folder, '1');
  assert.deepEqual(await update(folder, ''), new Set(['甲']));
});

test('takes the mark from a post when its time comes', async (context) => {
  const folder = open(context);
  await update(folder, '1');
  assert.ok((await update(folder, '1', '2030-03-04T00:00:00Z')).has('丙'));
});

test('gives a draft without a date the day of its last change, and the folders above as categories', async (context) => {
  const folder = open(context);
  await update(folder, '1');
  assert.equal((await folder.archive.getArticle('/x/2022/05/06/e.html'))?.title, '【草稿】戊');
});
