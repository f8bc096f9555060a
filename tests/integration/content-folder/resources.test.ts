import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const CONFIG = 'markdown: kramdown\npermalink: /:title/\n';
const [NOTE, TOWNS, OTHER] = ['_includes/note.html', '_data/towns.yml', '_posts/2022-02-01-other.md'];

/** A Jekyll site with a post for each kind of file that a post may use, and one that uses none. */
async function indexedSite(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, {
    '_config.yml': CONFIG,
    [NOTE]: '甲',
    [TOWNS]: 'east: 东镇\n',
    [OTHER]: postText({ title: '别处' }),
    '_posts/2022-03-01-include.md': postText({ title: 'a' }, '{% include note.html %}'),
    '_posts/2022-03-02-data.md': postText({ title: 'b' }, '{{ site.data.towns.east }}。'),
    '_posts/2022-03-03-link.md': postText({ title: 'c' }, '{% post_url 2022-02-01-other %}'),
    '_posts/2022-03-04-plain.md': postText({ title: 'd' }),
  });
  await folder.update();
  return folder;
}

const textAt = async (folder: PortalFolder, url: string): Promise<string | undefined> =>
  (await folder.archive.getArticle(url))?.html.replace(/<[^>]*>/g, '').trim();

for (const [path, content, url, text] of [
  [NOTE, '乙', '/include/', '乙'],
  [TOWNS, 'east: 西镇\n', '/data/', '西镇。'],
  [OTHER, postText({ title: '别处', permalink: '/new/' }), '/link/', '/new/'],
] as const) {
  test(`reads the post again that uses ${path} once it has changed`, async (context) => {
    const folder = await indexedSite(context);
    folder.write(path, content);
    await folder.update({ paths: [path] });
    assert.equal(await textAt(folder, url), text);
  });

  test(`finds a change of ${path} in a look at everything`, async (context) => {
    const folder = await indexedSite(context);
    folder.write(path, content);
    await folder.update();
    assert.equal(await textAt(folder, url), text);
  });
}

test('reads no post again that does not use the include which has changed', async (context) => {
  const folder = await indexedSite(context);
  folder.write(NOTE, '乙');
  assert.equal((await folder.update({ paths: [NOTE] })).changed, 1);
});

test('reads the post again that uses an include which is gone', async (context) => {
  const folder = await indexedSite(context);
  folder.remove(NOTE);
  await folder.update({ paths: [NOTE] });
  assert.equal(await textAt(folder, '/include/'), '{% include note.html %}');
});

test('reads the post again whose include has come', async (context) => {
  const folder = new PortalFolder(context, {
    '_config.yml': CONFIG,
    '_posts/2022-03-01-include.md': postText({ title: 'a' }, '{% include note.html %}'),
  });
  await folder.update();
  folder.write(NOTE, '甲');
  await folder.update({ paths: [NOTE] });
  assert.equal(await textAt(folder, '/include/'), '甲');
});

test('reports data that are not YAML with file and line', async (context) => {
  const folder = await indexedSite(context);
  folder.write(TOWNS, 'east: 东镇\nwest: [\n');
  const { problems } = await folder.update({ paths: [TOWNS] });
  assert.deepEqual(
    problems.map(({ path, severity }) => `${path} ${severity}`),
    [`${TOWNS} error`],
  );
});

test('counts includes and data as no posts', async (context) => {
  const folder = await indexedSite(context);
  assert.equal((await folder.update()).skipped, 5);
});

test('leaves the files of _includes alone in a plain archive', async (context) => {
  const folder = new PortalFolder(context, { [NOTE]: '甲', [OTHER]: postText({ title: '别处' }) });
  assert.equal((await folder.update()).posts, 1);
});
