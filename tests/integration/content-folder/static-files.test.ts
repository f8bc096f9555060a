/** Which files beside the posts are served, and at which addresses: as Jekyll 4.3 copies them. */
import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const POST = { '_posts/2022-03-01-a.md': postText({ title: '甲' }) };

/** An indexed folder with a post and these files. */
async function indexed(context: TestContext, files: Record<string, string>): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { ...POST, ...files });
  await folder.update();
  return folder;
}

/** The files at these addresses. */
const listPaths = async ({ archive }: PortalFolder, ...urls: string[]): Promise<(string | undefined)[]> =>
  Promise.all(urls.map(async (url) => (await archive.getStaticFile(url))?.path));

test('takes every file without front matter for a static one, whatever its name', async (context) => {
  const files = { CNAME: 'a.example', 'README.md': '# 读', 'assets/图 片.png': 'PNG', 'docs/index.html': '<p>' };
  const folder = await indexed(context, files);
  const urls = Object.keys(files).map((path) => `/${path}`);
  assert.deepEqual(await listPaths(folder, ...urls), Object.keys(files));
});

for (const [name, head] of [
  ['front matter', '---\ntitle: 页\n---\n'],
  ['front matter with spaces and CRLF', '--- \t\r\ntitle: 页\r\n---\r\n'],
  ['front matter behind a byte order mark', '\ufeff---\ntitle: 页\n---\n'],
] as const) {
  test(`takes no file with ${name} for a static one`, async (context) => {
    assert.deepEqual(await listPaths(await indexed(context, { 'about.md': head }), '/about.md'), [undefined]);
  });
}

for (const [name, head] of [
  ['four dashes', '----\ntitle: 页\n----\n'],
  ['blank lines before the dashes', '\n---\ntitle: 页\n---\n'],
  ['text behind the dashes', '--- a\ntitle: 页\n---\n'],
  ['dashes without a line end', '---'],
] as const) {
  test(`takes a file with ${name} for a static one`, async (context) => {
    assert.deepEqual(await listPaths(await indexed(context, { 'a.txt': head }), '/a.txt'), ['a.txt']);
  });
}

test('passes over what Jekyll passes over', async (context) => {
  const paths = [
    '.env',
    '.git/config',
    '_config.yml',
    '_drafts/a.png',
    '_includes/a.html',
    '_layouts/a.html',
    '_posts/a.png',
    '_sass/a.scss',
    '_site/a.png',
    '#a#',
    '~a',
    'a~',
    'a/.b/c.png',
    'Gemfile.lock',
    'node_modules/a.js',
    'vendor/bundle/a.js',
  ];
  const folder = await indexed(context, Object.fromEntries(paths.map((path) => [path, ''])));
  assert.deepEqual(
    (await listPaths(folder, ...paths.map((path) => `/${path}`))).filter((path) => path !== undefined),
    [],
  );
});

test('takes what only begins like a folder that Jekyll passes over', async (context) => {
  const folder = await indexed(context, { 'vendor/bundles.js': '', 'a/Gemfile': '' });
  assert.deepEqual(await listPaths(folder, '/vendor/bundles.js', '/a/Gemfile'), ['vendor/bundles.js', 'a/Gemfile']);
});

test('takes what include names, by name or pattern, wherever it lies', async (context) => {
  const folder = await indexed(context, {
    '_config.yml': 'include: [.well-known, "_*.txt", Gemfile]\n',
    '.well-known/security.txt': '',
    'a/.well-known/b': '',
    '_headers.txt': '',
    _secret: '',
    Gemfile: '',
  });
  assert.deepEqual(await listPaths(folder, '/.well-known/security.txt', '/a/.well-known/b', '/Gemfile', '/_secret'), [
    '.well-known/security.txt',
    'a/.well-known/b',
    'Gemfile',
    undefined,
  ]);
});

test('takes a file that include names with its path, and nothing else of its folder', async (context) => {
  const folder = await indexed(context, {
    '_config.yml': 'include: [a/.b/c.txt]\n',
    'a/.b/c.txt': '',
    'a/.b/d.txt': '',
  });
  assert.deepEqual(await listPaths(folder, '/a/.b/c.txt', '/a/.b/d.txt'), ['a/.b/c.txt', undefined]);
});

test('leaves out what exclude names: a beginning of the path, a pattern, a folder with a slash', async (context) => {
  const folder = await indexed(context, {
    '_config.yml': 'exclude: [notes, "*.psd", drafts/]\n',
    'notes-for-us.txt': '',
    'a/b.psd': '',
    'drafts/a.txt': '',
    'drafts.txt': '',
    'a/notes.txt': '',
  });
  const urls = ['/notes-for-us.txt', '/a/b.psd', '/drafts/a.txt', '/drafts.txt', '/a/notes.txt'];
  assert.deepEqual(await listPaths(folder, ...urls), [undefined, undefined, undefined, 'drafts.txt', 'a/notes.txt']);
});

test('takes the files of a collection with output alone, at the address that its permalink gives', async (context) => {
  const folder = await indexed(context, {
    '_config.yml':
      'collections:\n  handbook:\n    output: true\n    permalink: /book/:path/\n  notes:\n    output: false\n',
    '_handbook/img/a.png': '',
    '_notes/a.png': '',
    '_other/a.png': '',
  });
  assert.deepEqual(await listPaths(folder, '/book/img/a.png', '/notes/a.png', '/other/a.png'), [
    '_handbook/img/a.png',
    undefined,
    undefined,
  ]);
});

test('takes posts of a whole folder for posts, and the other files for static ones', async (context) => {
  const folder = new PortalFolder(context, { '2022-03-01-a.md': postText({ title: '甲' }), 'a.png': '' });
  const { posts } = await folder.update();
  assert.deepEqual([posts, await listPaths(folder, '/a.png', '/2022-03-01-a.md')], [1, ['a.png', undefined]]);
});

test('takes posts for files once there is a folder of posts', async (context) => {
  const folder = new PortalFolder(context, { '2022-03-01-b.md': '乙' });
  await folder.update();
  folder.write('_posts/2022-03-01-a.md', postText({ title: '甲' }));
  const { posts } = await folder.update();
  assert.deepEqual([posts, await listPaths(folder, '/2022-03-01-b.md')], [1, ['2022-03-01-b.md']]);
});

test('forgets a file that is gone, and finds one that has come', async (context) => {
  const folder = await indexed(context, { 'a.png': '' });
  folder.remove('a.png');
  folder.write('b.png', '');
  await folder.update({ paths: ['a.png', 'b.png'] });
  assert.deepEqual(await listPaths(folder, '/a.png', '/b.png'), [undefined, 'b.png']);
});

test('names a file whose name cannot stand in an address', async (context) => {
  const folder = new PortalFolder(context, { ...POST, 'a\nb.png': '' });
  const { problems } = await folder.update();
  assert.deepEqual(
    problems.map(({ path, severity, message }) => [path, severity, message]),
    [
      [
        'a\nb.png',
        'warning',
        'the address made of its name is not an address: it holds \\ or a control character; the file is not served',
      ],
    ],
  );
});

test('names a file at an address of the portal’s own', async (context) => {
  const folder = new PortalFolder(context, { ...POST, 'feed.xml': '', 'robots.txt': '', 'tag/a.txt': '' });
  const { problems } = await folder.update();
  assert.deepEqual(
    problems.map(({ path }) => path),
    ['feed.xml'],
  );
});

test('names a file whose address an article has', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-a.md': postText({ title: '甲', permalink: '/a.html' }),
    'a.html': '<p>',
  });
  const { problems } = await folder.update();
  assert.deepEqual(
    problems.map(({ path, message }) => [path, message]),
    [['a.html', 'has the same address as _posts/2022-03-01-a.md: /a.html; rename one of them or give it a permalink']],
  );
});

test('does not take a link that leads out of the content folder', async (context) => {
  const folder = new PortalFolder(context, POST);
  writeFileSync(join(folder.dataDir, '..', 'outside.png'), '');
  symlinkSync(join(folder.dataDir, '..', 'outside.png'), join(folder.contentDir, 'a.png'));
  await folder.update();
  assert.deepEqual(await listPaths(folder, '/a.png'), [undefined]);
});

test('does not take a link that leads to a hidden file', async (context) => {
  const folder = new PortalFolder(context, { ...POST, '.env': 'SECRET=1' });
  symlinkSync(join(folder.contentDir, '.env'), join(folder.contentDir, 'a.txt'));
  await folder.update();
  assert.deepEqual(await listPaths(folder, '/a.txt'), [undefined]);
});
