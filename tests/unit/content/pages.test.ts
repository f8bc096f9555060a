import assert from 'node:assert/strict';
import test from 'node:test';
import { type ContentPage, type ContentSettings, type Reading, readPage } from '../../../lib/content/index.ts';
import { NOW, post, SETTINGS } from '../../support/posts.ts';

const HANDBOOK = { label: 'handbook', folder: '_handbook', isPublished: true, permalink: '/handbook/:path/' };

function read(text: string, path = 'about.md', settings: Partial<ContentSettings> = {}): Reading {
  return readPage(path, new TextEncoder().encode(text), { ...SETTINGS, ...settings }, NOW);
}

function pageOf(text: string, path?: string, settings?: Partial<ContentSettings>): ContentPage {
  const reading = read(text, path, settings);
  assert.equal(reading.kind, 'page', JSON.stringify(reading));
  return (reading as Extract<Reading, { kind: 'page' }>).page;
}

function messageOf(reading: Reading): string {
  if (reading.kind === 'page') return reading.warnings.map(({ message }) => message).join('\n');
  return 'problem' in reading ? reading.problem.message : '';
}

/** Addresses that Jekyll 4.3 gives. */
for (const [path, fields, suffix, url] of [
  ['about.md', 'title: 甲', ':output_ext', '/about.html'],
  ['about.md', 'title: 甲', '/', '/about/'],
  ['about.md', 'title: 甲', '', '/about'],
  ['about.md', 'permalink: /about/', ':output_ext', '/about/'],
  ['about.md', 'permalink: about', ':output_ext', '/about'],
  ['zh/index.html', 'title: 甲', ':output_ext', '/zh/'],
  ['zh/index.html', 'title: 甲', '/', '/zh/'],
  ['sub/deep/页面.md', 'title: 甲', ':output_ext', '/sub/deep/页面.html'],
  ['a.b.md', 'title: 甲', ':output_ext', '/a.b.html'],
  ['old.htm', 'title: 甲', ':output_ext', '/old.htm'],
  ['old.htm', 'title: 甲', '/', '/old/'],
  ['sub/p.md', 'permalink: /x/:path/:basename:output_ext', '/', '/x/sub/p.html'],
  ['p.md', 'permalink: /y/:title/', '/', '/y/:title/'],
  ['category/a.html', 'title: 甲', ':output_ext', '/category/a.html'],
] as const) {
  test(`gives ${path} with “${fields}” and the ending “${suffix}” the address ${url}`, () => {
    assert.equal(pageOf(post(fields), path, { pageSuffix: suffix }).url, url);
  });
}

for (const [path, fields, permalink, url] of [
  ['_handbook/a/style.md', 'title: 甲', '/handbook/:path/', '/handbook/a/style/'],
  ['_handbook/style.md', 'title: 甲', '/:collection/:path:output_ext', '/handbook/style.html'],
  ['_handbook/Two Words.md', 'title: 甲', '/:name/:title/:slug/', '/two-words/Two-Words/two-words/'],
  ['_handbook/2024-01-02-Dated.md', 'title: 甲', '/:name/:title/', '/2024-01-02-dated/Dated/'],
  ['_handbook/a.md', 'slug: Other Name', '/:title/', '/Other-Name/'],
  ['_handbook/a.md', 'categories: [Rivers, b]', '/:categories/:title/', '/rivers/b/a/'],
  ['_handbook/a.md', 'date: 2024-03-04', '/:year/:month/:title/', '/2024/03/a/'],
  ['_handbook/2023-05-06-y.md', 'title: 甲', '/:year/:month/:title/', '/2023/05/y/'],
  ['_handbook/a.md', 'permalink: /own/:collection/:title.html', '/x/', '/own/handbook/a.html'],
] as const) {
  test(`gives the document ${path} with “${fields}” and ${permalink} the address ${url}`, () => {
    assert.equal(pageOf(post(fields), path, { collections: [{ ...HANDBOOK, permalink }] }).url, url);
  });
}

test('leaves out a document whose address would hold a date that it does not have', () => {
  const collections = [{ ...HANDBOOK, permalink: '/:year/:title/' }];
  assert.match(messageOf(read(post('title: 甲'), '_handbook/a.md', { collections })), /has none: add `date`/);
});

for (const path of ['404.md', '404.html']) {
  test(`takes ${path} for the text of the page of 404, whatever addresses end in`, () => {
    const { url, isListed } = pageOf(post('title: 甲'), path, { pageSuffix: '/' });
    assert.deepEqual([url, isListed], ['/404.html', false]);
  });
}

for (const [path, fields, own] of [
  ['index.md', 'title: 甲', '/'],
  ['search.html', 'title: 甲', '/search'],
  ['archive.md', 'title: 甲', '/archive'],
  ['a.md', 'permalink: /archive/', '/archive'],
  ['a.md', 'permalink: /feed.xml', '/feed.xml'],
  ['a.md', 'permalink: /api/a/', '/api'],
  ['a.md', 'permalink: /zh-hant/a/', '/zh-hant'],
] as const) {
  test(`passes over ${path} with “${fields}”, whose address is the portal’s ${own}`, () => {
    const reading = read(post(fields), path);
    assert.equal(reading.kind, 'passed-over');
    assert.match(messageOf(reading), new RegExp(`the portal’s own ${own}: `));
  });
}

for (const path of ['feed.xml', 'search.json', 'assets/main.css', 'Makefile']) {
  test(`passes over ${path}, of which Jekyll makes no page of HTML`, () => {
    assert.equal(read(post('layout: null'), path).kind, 'passed-over');
  });
}

for (const [fields, body, title, html] of [
  ['title: 甲', '# 乙\n\n文。', '甲', '<h2>乙</h2>\n<p>文。</p>\n'],
  ['title: 甲', '# 甲\n\n文。', '甲', '\n<p>文。</p>\n'],
  ['layout: page', '# 乙\n\n文。', '乙', '\n<p>文。</p>\n'],
  ['layout: page', '文。\n\n## 丙', '丙', '<p>文。</p>\n<h2>丙</h2>\n'],
  ['layout: page', '文。', 'about', '<p>文。</p>\n'],
  ['title: 2024', '文。', '2024', '<p>文。</p>\n'],
] as const) {
  test(`titles a page with “${fields}” and the body ${JSON.stringify(body)} “${title}”, once`, () => {
    const page = pageOf(post(fields, body));
    assert.deepEqual([page.title, page.html], [title, html]);
  });
}

test('takes the text of an HTML page from its body', () => {
  const whole = '<!DOCTYPE html><html><head><title>头</title><style>p{}</style></head><body><p>文。</p></body></html>';
  assert.equal(pageOf(post('title: 甲', whole), 'about.html').html.trim(), '<p>文。</p>');
});

test('sanitizes a page', () => {
  assert.equal(
    pageOf(post('title: 甲', '<p onclick="x()">文<script>x()</script></p>'), 'a.html').html.trim(),
    '<p>文</p>',
  );
});

test('says that a page whose layout makes its text has none', () => {
  assert.match(messageOf(read(post('title: 甲\nlayout: tags', ''))), /no text of its own: layouts are not rendered/);
});

for (const [fields, location] of [
  ['redirect_to: https://a.example/x', 'https://a.example/x'],
  ['redirect_to: [/新/, /b/]', '/%E6%96%B0/'],
] as const) {
  test(`leads with “${fields}” to ${location}`, () => {
    const { redirectTo, isListed } = pageOf(post(fields));
    assert.deepEqual([redirectTo, isListed], [location, false]);
  });
}

for (const target of ['/about.html', '"javascript:alert(1)"', '//a.example/', '{a: b}']) {
  test(`shows a page that is to lead to ${target}`, () => {
    const reading = read(post(`redirect_to: ${target}`));
    assert.equal(reading.kind === 'page' && reading.page.redirectTo, undefined);
    assert.match(messageOf(reading), /^redirect_to: found .* its text is shown$/);
  });
}

test('keeps the old addresses of a page', () => {
  assert.deepEqual(pageOf(post('redirect_from: [/old.html, /about.html]')).redirectFrom, ['/old.html']);
});

test('publishes no page that says so', () => {
  assert.equal(read(post('published: false')).kind, 'unpublished');
});

for (const [type, path, author] of [
  ['pages', 'about.md', '/a.png'],
  ['handbook', '_handbook/a.md', '/a.png'],
  ['posts', 'about.md', undefined],
  ['', 'about.md', '/a.png'],
] as const) {
  test(`gives the defaults for the type “${type}” ${author ? 'to' : 'not to'} ${path}`, () => {
    const defaults = [{ path: '', type, values: new Map([['image', '/a.png']]) }];
    assert.equal(pageOf(post('title: 甲'), path, { defaults, collections: [HANDBOOK] }).image, author);
  });
}

test('takes the date of a document for the time from which on it is published', () => {
  const page = pageOf(post('date: 2030-01-01 00:00:00 +0000'), '_handbook/a.md', { collections: [HANDBOOK] });
  assert.equal(page.publishedAt, Date.UTC(2030, 0, 1) / 1000);
});

test('lets anything stand as the date of a page', () => {
  assert.equal(pageOf(post('date: 昨天')).publishedAt, undefined);
});
