/** What the archive remembers of articles that are withdrawn, and of files that are deleted. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { queryOf } from '../../support/archive/query-of.ts';
import { titles } from '../../support/archive-posts.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const PATH = '_posts/2022-03-01-a.md';
const URL = '/ribao/2022/03/01/a.html';
const NOW = Date.parse('2026-12-31T00:00:00Z') / 1000;
const FIELDS = { title: '甲', categories: 'ribao', tags: '日报' };
const RETRACTED = postText({ ...FIELDS, retracted: '{date: 2022-03-02 00:00:00 +0000, reason: 消息不实}' });

async function open(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, {
    [PATH]: postText({ ...FIELDS, redirect_from: '/old' }),
    '_posts/2022-03-02-b.md': postText({ ...FIELDS, title: '乙' }),
  });
  await folder.update();
  return folder;
}

async function retract(context: TestContext): Promise<PortalFolder> {
  const folder = await open(context);
  folder.write(PATH, RETRACTED);
  await folder.update({ paths: [PATH] });
  return folder;
}

async function remove(context: TestContext): Promise<PortalFolder> {
  const folder = await open(context);
  folder.remove(PATH);
  await folder.update({ paths: [PATH] });
  return folder;
}

test('remembers of a withdrawn article its title, since when and why', async (context) => {
  const { archive } = await retract(context);
  assert.deepEqual(await archive.getWithdrawal(URL), {
    title: '甲',
    withdrawnAt: Date.parse('2022-03-02T00:00:00Z') / 1000,
    reason: '消息不实',
    isDeleted: false,
  });
});

test('remembers of a deleted file the title of its article, and when it was gone', async (context) => {
  const { archive } = await remove(context);
  assert.deepEqual(await archive.getWithdrawal(URL), { title: '甲', withdrawnAt: NOW, isDeleted: true });
});

test('remembers the old addresses of a deleted article too', async (context) => {
  const { archive } = await remove(context);
  assert.equal((await archive.getWithdrawal('/old'))?.title, '甲');
});

for (const [what, make] of [
  ['withdrawn', retract],
  ['deleted', remove],
] as const) {
  test(`has a ${what} article in no listing, feed, sitemap or search, and beside no other`, async (context) => {
    const { archive } = await make(context);
    const other = await archive.getArticle('/ribao/2022/03/02/b.html');
    assert.deepEqual(
      [
        await archive.getArticle(URL),
        titles(await archive.listArticles({ kind: 'latest' }, 1)),
        titles(await archive.listArticles({ kind: 'category', name: 'ribao' }, 1)),
        (await archive.listFeedArticles({ kind: 'latest' }, 9))?.map(({ title }) => title),
        (await archive.listSitemapEntries(1))?.map(({ url }) => url),
        (await archive.search(queryOf('甲'), { order: 'date', limit: 9 })).total,
        other?.previous,
      ],
      [undefined, ['乙'], ['乙'], ['乙'], ['/ribao/2022/03/02/b.html'], 0, undefined],
    );
  });

  test(`publishes the file of a ${what} article again, and forgets that it was gone`, async (context) => {
    const folder = await make(context);
    folder.write(PATH, postText(FIELDS));
    await folder.update({ paths: [PATH] });
    const { archive } = folder;
    assert.deepEqual([(await archive.getArticle(URL))?.title, await archive.getWithdrawal(URL)], ['甲', undefined]);
  });

  test(`touches the answer at the address of a ${what} article, and no other answer, when it is published again`, async (context) => {
    const folder = await make(context);
    const { state, marks } = await folder.archive.observe((archive) => archive.getWithdrawal(URL));
    folder.write('_posts/2022-03-03-c.md', postText({ title: '丙' }));
    await folder.update();
    const unrelated = (await folder.archive.listChanges(state))?.marks ?? new Set();
    folder.write(PATH, postText({ ...FIELDS, published: 'false' }));
    await folder.update();
    const related = (await folder.archive.listChanges(state))?.marks ?? new Set();
    assert.deepEqual([marks.isDisjointFrom(unrelated), marks.isDisjointFrom(related)], [true, false]);
  });
}

test('gives the address of a withdrawn article to a file that claims it', async (context) => {
  const folder = await retract(context);
  folder.write('_posts/2022-03-03-c.md', postText({ title: '丙', permalink: URL }));
  await folder.update();
  assert.equal((await folder.archive.getArticle(URL))?.title, '丙');
});

test('keeps an article withdrawn where its file gets a defect', async (context) => {
  const folder = await retract(context);
  folder.write(PATH, postText({ title: '[甲' }));
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal(URL))?.reason, '消息不实');
});

test('keeps the reason of a withdrawn article whose file is deleted', async (context) => {
  const folder = await retract(context);
  folder.remove(PATH);
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal(URL))?.reason, '消息不实');
});

test('withdraws an article at the time that its file names', async (context) => {
  const folder = await open(context);
  folder.write(PATH, postText({ ...FIELDS, retracted: '{date: 2027-03-02 00:00:00 +0000}' }));
  const { nextDueAt } = await folder.update();
  await folder.update({ paths: [], now: () => new Date('2027-03-02T00:00:00Z') });
  assert.deepEqual(
    [nextDueAt, (await folder.archive.getWithdrawal(URL))?.isDeleted],
    [Date.parse('2027-03-02T00:00:00Z') / 1000, false],
  );
});

test('says of a withdrawn article without a date the day on which its file was changed', async (context) => {
  const folder = await open(context);
  folder.write(PATH, postText({ ...FIELDS, retracted: '消息不实' }), new Date('2025-05-06T07:08:09Z'));
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal(URL))?.withdrawnAt, Date.parse('2025-05-06T07:08:09Z') / 1000);
});

test('withdraws no article that readers have never seen', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2030-03-01-a.md': postText({ title: '甲', permalink: '/a.html', retracted: '消息不实' }),
  });
  await folder.update();
  assert.equal(await folder.archive.getWithdrawal('/a.html'), undefined);
});

test('remembers a deleted page of the content folder', async (context) => {
  const folder = new PortalFolder(context, { 'about.md': postText({ title: '关于' }), [PATH]: postText(FIELDS) });
  await folder.update();
  folder.remove('about.md');
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal('/about.html'))?.title, '关于');
});

test('forgets deleted files where the index is made from nothing and no history has them', async (context) => {
  const folder = await remove(context);
  await folder.update({ full: true });
  assert.equal(await folder.archive.getWithdrawal(URL), undefined);
});

const git = (folder: PortalFolder, ...args: string[]): void => {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder.contentDir,
    env: { ...process.env, GIT_COMMITTER_DATE: '2024-05-06T07:08:09Z', GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z' },
  });
};

/** A checkout that has some files, and then has them no more. @param files by their paths */
function commitAndRemove(context: TestContext, files: Record<string, string>): PortalFolder {
  const folder = new PortalFolder(context, { ...files, '_posts/2022-03-02-b.md': postText(FIELDS) });
  git(folder, 'init', '--quiet');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'a');
  for (const path of Object.keys(files)) folder.remove(path);
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'b');
  return folder;
}

test('finds deleted files in the history of a git checkout, with the date of the commit', async (context) => {
  const folder = commitAndRemove(context, { [PATH]: postText({ ...FIELDS, redirect_from: '/old' }) });
  await folder.update({ full: true });
  const expected = { title: '甲', withdrawnAt: Date.parse('2024-05-06T07:08:09Z') / 1000, isDeleted: true };
  assert.deepEqual(
    [await folder.archive.getWithdrawal(URL), await folder.archive.getWithdrawal('/old')],
    [expected, expected],
  );
});

test('finds in the history why a deleted article had been withdrawn', async (context) => {
  const folder = commitAndRemove(context, { [PATH]: RETRACTED });
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal(URL))?.reason, '消息不实');
});

test('finds a deleted page in the history, whatever characters its name has', async (context) => {
  const folder = commitAndRemove(context, { '关于 "我们".md': postText({ title: '关于', permalink: '/about/' }) });
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal('/about/'))?.title, '关于');
});

test('finds nothing in the history that readers have never seen', async (context) => {
  const folder = commitAndRemove(context, {
    '_posts/2022-03-01-draft.md': postText({ title: '甲', permalink: '/draft', published: 'false' }),
    '_posts/2030-03-01-future.md': postText({ title: '甲', permalink: '/future' }),
    '_drafts/2022-03-01-c.md': postText({ title: '甲', permalink: '/c' }),
    '_posts/2022-03-01-bad.md': postText({ title: '[甲', permalink: '/bad' }),
    '_includes/note.md': postText({ title: '甲', permalink: '/note' }),
    'picture.png': 'x',
  });
  await folder.update();
  assert.deepEqual(await folder.query('SELECT url FROM withdrawn'), []);
});

test('takes a file for deleted that was merged away from the branch', async (context) => {
  const folder = new PortalFolder(context, { [PATH]: postText(FIELDS), '_posts/2022-03-02-b.md': postText(FIELDS) });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'a');
  git(folder, 'switch', '--quiet', '-c', 'other');
  git(folder, 'rm', '--quiet', PATH);
  git(folder, 'commit', '--quiet', '-m', 'b');
  git(folder, 'switch', '--quiet', 'main');
  git(folder, 'merge', '--quiet', '--no-ff', '-m', 'c', 'other');
  await folder.update();
  assert.equal((await folder.archive.getWithdrawal(URL))?.isDeleted, true);
});

test('runs no program that a checkout names in its settings', async (context) => {
  const folder = commitAndRemove(context, { [PATH]: postText(FIELDS), '.gitattributes': '*.md diff=evil\n' });
  for (const name of ['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'core.fsmonitor', 'gpg.program']) {
    git(folder, 'config', name, 'touch ran #');
  }
  git(folder, 'config', 'log.showSignature', 'true');
  await folder.update();
  assert.equal(existsSync(join(folder.contentDir, 'ran')), false);
});
