/** Posts and pages of a Jekyll site that list others are read again when the list changes, and only then. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { dumpArchive } from '../../support/dump.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const LIST = '{% for p in site.posts %}{{ p.title }},{% endfor %}';
const PAGES = '{% for p in site.pages %}{{ p.title }},{% endfor %}';
const TEAM = '{% for p in site.team %}{{ p.role }},{% endfor %}';
const FILES = {
  '_config.yml': 'markdown: kramdown\npermalink: /:title/\ncollections: {team: {output: false}}\n',
  '_posts/2022-03-01-a.md': postText({ title: '甲' }),
  '_posts/2022-03-02-b.md': postText({ title: '乙' }),
  '_posts/2022-03-03-list.md': postText({ title: '列' }, LIST),
  'list.md': postText({ title: '页' }, LIST),
  'pages.md': postText({ title: '录' }, PAGES),
  'team.md': postText({ title: '组' }, TEAM),
  '_team/lin.md': postText({ role: '编辑' }),
};

async function indexed(context: TestContext, files: Record<string, string> = {}): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { ...FILES, ...files });
  await folder.update();
  return folder;
}

async function textAt({ archive }: PortalFolder, url: string): Promise<string | undefined> {
  const { html } = (await archive.getArticle(url)) ?? (await archive.getPage(url)) ?? {};
  return html?.replace(/<[^>]*>/g, '').trim();
}

for (const [url, text] of [
  ['/list/', '列,乙,甲,'],
  ['/pages/', '页,录,组,'],
  ['/team/', '编辑,'],
] as const) {
  test(`lists at ${url} what the site has, in an index made from nothing`, async (context) => {
    const folder = await indexed(context, { '_posts/2022-03-03-list.md': postText({ title: '列', permalink: '/l/' }) });
    assert.equal(await textAt(folder, url), text);
  });
}

test('lists the posts in a post', async (context) => {
  const folder = await indexed(context, { 'list.md': postText({ title: '页', permalink: '/p/' }, LIST) });
  assert.equal(await textAt(folder, '/list/'), '列,乙,甲,');
});

for (const [name, change, url, text] of [
  ['a post has come', { '_posts/2022-03-04-c.md': postText({ title: '丙' }) }, '/p/', '丙,列,乙,甲,'],
  ['a post has another title', { '_posts/2022-03-01-a.md': postText({ title: '新' }) }, '/p/', '列,乙,新,'],
  ['a page has come', { 'more.md': postText({ title: '多' }) }, '/pages/', '页,多,录,组,'],
  ['a page has another title', { 'team.md': postText({ title: '新' }) }, '/pages/', '页,录,新,'],
  ['a document has changed', { '_team/lin.md': postText({ role: '主编' }) }, '/team/', '主编,'],
  ['a document has come', { '_team/zhou.md': postText({ role: '记者' }) }, '/team/', '编辑,记者,'],
] as const) {
  test(`lists anew once ${name}`, async (context) => {
    const folder = await indexed(context, { 'list.md': postText({ title: '页', permalink: '/p/' }, LIST) });
    for (const [path, content] of Object.entries(change)) folder.write(path, content);
    await folder.update({ paths: Object.keys(change) });
    assert.equal(await textAt(folder, url), text);
  });
}

test('lists anew once a post is gone', async (context) => {
  const folder = await indexed(context, { 'list.md': postText({ title: '页', permalink: '/p/' }, LIST) });
  folder.remove('_posts/2022-03-01-a.md');
  await folder.update({ paths: ['_posts/2022-03-01-a.md'] });
  assert.equal(await textAt(folder, '/p/'), '列,乙,');
});

test('reads no post again that lists the newest posts where an older one changes', async (context) => {
  const many = Array.from({ length: 100 }, (_, i) => {
    const day = String(1 + (i % 28)).padStart(2, '0');
    return [`_posts/2023-01-${day}-n${i}.md`, postText({ title: `第${i}条` })] as const;
  });
  const folder = await indexed(context, Object.fromEntries(many));
  folder.write('_posts/2022-03-01-a.md', postText({ title: '新' }));
  assert.equal((await folder.update({ paths: ['_posts/2022-03-01-a.md'] })).changed, 1);
});

test('makes the same lists step by step as from nothing', async (context) => {
  const folder = await indexed(context);
  folder.write('_posts/2022-03-04-c.md', postText({ title: '丙' }, LIST));
  folder.write('more.md', postText({ title: '多' }, PAGES));
  await folder.update({ paths: ['_posts/2022-03-04-c.md', 'more.md'] });
  const stepwise = await dumpArchive(folder);
  await folder.update({ full: true });
  assert.deepEqual(stepwise, await dumpArchive(folder));
});

test('follows a link to a page that has moved', async (context) => {
  const folder = await indexed(context, {
    '_posts/2022-03-05-link.md': postText({ title: '链' }, '{% link team.md %}'),
  });
  folder.write('team.md', postText({ title: '组', permalink: '/people/' }));
  await folder.update({ paths: ['team.md'] });
  assert.equal(await textAt(folder, '/link/'), '/people/');
});
