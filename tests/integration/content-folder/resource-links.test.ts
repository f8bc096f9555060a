/** Which files of a Jekyll site its templates can link to and read: those that are published, and never a hidden one. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const POST = '_posts/2022-03-01-a.md';

/** The text of a post of a Jekyll site with these files. */
async function render(
  context: TestContext,
  body: string,
  files: Record<string, string> = {},
  links: Record<string, string> = {},
): Promise<string | undefined> {
  const folder = new PortalFolder(context, {
    '_config.yml': 'markdown: kramdown\npermalink: /:title/\ninclude: [_pages]\nexclude: [notes]\n',
    [POST]: postText({ title: '甲' }, body),
    ...files,
  });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder.contentDir, path));
  await folder.update();
  return (await folder.archive.getArticle('/a/'))?.html.replace(/<[^>]*>/g, '').trim();
}

for (const [what, path, body, expected] of [
  ['links to a page in a folder that `include` names', '_pages/about.md', '{% link _pages/about.md %}', '/%E4%B9%99/'],
  ['links to no page in a folder that `exclude` names', 'notes/about.md', '{% link notes/about.md %}', undefined],
  [
    'finds no post in a folder that `exclude` names',
    'notes/_posts/2022-01-01-b.md',
    '{% post_url 2022-01-01-b %}',
    undefined,
  ],
  ['links to no include', '_includes/about.md', '{% link _includes/about.md %}', undefined],
] as const) {
  test(what, async (context) => {
    const text = await render(context, body, { [path]: postText({ title: '乙', permalink: '/乙/' }) });
    assert.equal(text, expected ?? body);
  });
}

for (const [what, target, expected] of [
  ['a link to another include is read', 'other.html', '秘密'],
  ['a link to a hidden file of the folder is not read', '../.env', '{% include x.html %}'],
  ['a link to a file in a hidden folder is not read', '../.git/config', '{% include x.html %}'],
  ['a link to the settings is not read', '../_config.yml', '{% include x.html %}'],
] as const) {
  test(what, async (context) => {
    const secrets = { '.env': '秘密', '.git/config': '秘密', '_includes/other.html': '秘密' };
    assert.equal(await render(context, '{% include x.html %}', secrets, { '_includes/x.html': target }), expected);
  });
}

test('a hidden file is read by no template that names it', async (context) => {
  assert.equal(
    await render(context, '{% include_relative .env %}', { '_posts/.env': '秘密' }),
    '{% include_relative .env %}',
  );
});
