import assert from 'node:assert/strict';
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { PAGE_SIZE } from '../../lib/archive/index.ts';
import { sealArchive } from '../../lib/ingest/index.ts';
import { readSite } from '../../lib/site.ts';
import { PortalFolder, postText } from '../support/portal-folder.ts';

const titles = (listing: { articles: { title: string }[] } | undefined): string[] =>
  listing?.articles.map(({ title }) => title) ?? [];
const counts = ({ posts, added, changed, removed, skipped, errors }: Awaited<ReturnType<PortalFolder['update']>>) => ({
  posts,
  added,
  changed,
  removed,
  skipped,
  errors,
});

const A = '_posts/2022-03-01-a.md';
const B = '_posts/2022-03-02-b.md';
const text = (title: string, more: Record<string, string> = {}): string =>
  postText({ title, categories: 'ribao', tags: '日报新闻', ...more });

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

const WRITTEN = new Date('2026-01-01T00:00:00Z');
const secondsLater = (seconds: number) => ({ now: () => new Date(WRITTEN.getTime() + seconds * 1000) });

test('finds a change that came so soon after a look that the file kept its size and time', async (context) => {
  const folder = new PortalFolder(context);
  folder.write(A, text('甲'), WRITTEN);
  await folder.update(secondsLater(1));
  folder.write(A, text('乙'), WRITTEN);
  await folder.update(secondsLater(60));
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙']);
});

test('reads a file no more that had kept its size and time when it was compared', async (context) => {
  const folder = new PortalFolder(context);
  folder.write(A, text('甲'), WRITTEN);
  await folder.update(secondsLater(1));
  await folder.update(secondsLater(60));
  folder.write(A, text('乙'), WRITTEN);
  await folder.update(secondsLater(120));
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});

test('keeps the version where nothing changed that readers see', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const before = await folder.archive.getVersion();
  await folder.update();
  assert.equal(await folder.archive.getVersion(), before);
});

test('changes the version with an article', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const before = await folder.archive.getVersion();
  folder.write(A, text('甲改'));
  await folder.update();
  assert.notEqual(await folder.archive.getVersion(), before);
});

test('goes on reading when the index is made anew', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  await folder.archive.getVersion();
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

test('makes a damaged index anew', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  writeFileSync(join(folder.dataDir, 'current'), 'index-0.sqlite\n');
  writeFileSync(join(folder.dataDir, 'index-0.sqlite'), 'no database');
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});

test('changes nothing where the content folder has vanished', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  folder.remove('.');
  await assert.rejects(folder.update(), /content folder .* cannot be read/);
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
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

const WIRE = '_posts/2022-04-21-202204212352188819.md';
const MEDIA = '_posts/2022-04-21-NW202204212352188819.md';
const twins = (): Record<string, string> => ({
  [WIRE]: text('同一条', { categories: 'emnews', tags: '滚动新闻' }),
  [MEDIA]: text('同一条', { categories: 'yangshi', tags: '央视新闻' }),
});

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

test('counts the articles of years, months and days in the site’s zone', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { date: '2022-02-28 16:30:00 +0000' }),
    [B]: text('乙', { date: '2021-12-31 15:59:59 +0000' }),
  });
  await folder.update();
  assert.deepEqual(
    [
      await folder.archive.listPeriods(),
      await folder.archive.listPeriods('2022'),
      await folder.archive.listPeriods('2022-03'),
    ],
    [
      [
        { period: '2022', count: 1 },
        { period: '2021', count: 1 },
      ],
      [{ period: '2022-03', count: 1 }],
      [{ period: '2022-03-01', count: 1 }],
    ],
  );
});

test('lists a day from its midnight to the next in the site’s zone', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-a.md': text('前', { date: '2022-02-28 15:59:59 +0000' }),
    '_posts/2022-03-01-b.md': text('始', { date: '2022-02-28 16:00:00 +0000' }),
    '_posts/2022-03-01-c.md': text('末', { date: '2022-03-01 15:59:59 +0000' }),
    '_posts/2022-03-01-d.md': text('后', { date: '2022-03-01 16:00:00 +0000' }),
  });
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'period', period: '2022-03-01' }, 1)), [
    '末',
    '始',
  ]);
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

test('gives an address to the first of two files and names both in the report', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { permalink: '/same' }),
    [B]: text('乙', { permalink: '/same' }),
  });
  const { problems } = await folder.update();
  assert.deepEqual(
    problems.map(({ path, message }) => [path, message.includes(A)]),
    [[B, true]],
  );
});

test('gives an address to the file that comes first by name, even if it comes later in time', async (context) => {
  const folder = new PortalFolder(context, { [B]: text('乙', { permalink: '/same' }) });
  await folder.update();
  folder.write(A, text('甲', { permalink: '/same' }));
  await folder.update();
  assert.equal((await folder.archive.getArticle('/same'))?.title, '甲');
});

test('passes an address on when the file that had it goes', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { permalink: '/same' }),
    [B]: text('乙', { permalink: '/same' }),
  });
  await folder.update();
  folder.remove(A);
  const report = await folder.update();
  assert.deepEqual([(await folder.archive.getArticle('/same'))?.title, report.errors], ['乙', 0]);
});

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

test('lets one run at a time change the index', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  const reports = await Promise.all([folder.update(), folder.update()]);
  assert.deepEqual(
    reports.map(({ posts }) => posts),
    [1, 1],
  );
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

test('reads a sealed index where nothing can be written', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  sealArchive(readSite({ CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir }));
  const files = readdirSync(folder.dataDir).filter((name) => name.startsWith('index-'));
  assert.deepEqual([files.length, titles(await folder.archive.listArticles({ kind: 'latest' }, 1))], [1, ['甲']]);
});

test('takes a sealed index up again', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  sealArchive(readSite({ CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir }));
  await folder.archive.getVersion();
  folder.write(B, text('乙'));
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙', '甲']);
});
