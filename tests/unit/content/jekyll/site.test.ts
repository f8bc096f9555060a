import assert from 'node:assert/strict';
import test from 'node:test';
import { type ContentSettings, parseYaml, readJekyllSettings } from '../../../../lib/content/index.ts';
import { post, read, readArticle } from '../../../support/posts.ts';

function settingsOf(config: string): Partial<ContentSettings> {
  const { value } = parseYaml(config);
  const jekyll = value instanceof Map ? readJekyllSettings(value, config, 'https://hewan.example') : undefined;
  return jekyll ? { jekyll } : {};
}

const htmlOf = (body: string, config = 'markdown: kramdown'): string =>
  readArticle(post('title: 甲', body), undefined, settingsOf(config)).html;

test('reads the Markdown of a Jekyll site as kramdown', () => {
  assert.equal(htmlOf('词\n: 释义'), '<dl>\n<dt>词</dt>\n<dd>释义</dd>\n</dl>\n');
});

test('reads the Markdown of a plain archive as GitHub’s', () => {
  assert.equal(htmlOf('词\n: 释义', 'title: 金融消息\npermalink: pretty'), '<p>词\n: 释义</p>\n');
});

test('reads the Markdown of a Jekyll site with another engine as GitHub’s', () => {
  assert.equal(htmlOf('词\n: 释义', 'markdown: CommonMarkGhPages'), '<p>词\n: 释义</p>\n');
});

for (const [options, html] of [
  ['SMART', '<p>“甲” – 乙…\n丙 (c)</p>\n'],
  ['hardbreaks', '<p>"甲" -- 乙...<br />\n丙 (c)</p>\n'],
  ['FOOTNOTES', '<p>"甲" -- 乙...\n丙 (c)</p>\n'],
] as const) {
  test(`follows the option ${options} of CommonMark`, () => {
    assert.equal(htmlOf('"甲" -- 乙...\n丙 (c)', `markdown: CommonMark\ncommonmark: {options: [${options}]}`), html);
  });
}

for (const [what, config, kind] of [
  ['leads on', 'plugins: [jekyll-redirect-from]', 'page'],
  ['leads on, with the plugin among the gems', 'gems: [jekyll-redirect-from]', 'page'],
  ['is an article without the plugin', 'plugins: [jekyll-feed]', 'article'],
  ['leads on in a plain archive', 'title: 甲', 'page'],
] as const) {
  test(`a post with redirect_to ${what}`, () => {
    assert.equal(read(post('title: 甲\nredirect_to: /b.html'), undefined, settingsOf(config)).kind, kind);
  });
}

test('a post with redirect_to is in no listing', () => {
  const reading = read(post('title: 甲\nredirect_to: https://a.example/b'));
  assert.deepEqual(reading.kind === 'page' && [reading.page.redirectTo, reading.page.isListed], [
    'https://a.example/b',
    false,
  ]);
});

test('passes the options of kramdown on', () => {
  assert.equal(htmlOf('# 题', 'kramdown: {auto_ids: false}'), '<h2>题</h2>\n');
});

test('leads links within an article of a Jekyll site to its headings', () => {
  assert.equal(
    htmlOf('## 第二节\n\n[节](#第二节)'),
    '<h2 id="post-第二节"><a name="第二节"></a>第二节</h2>\n\n<p><a href="#post-第二节">节</a></p>\n',
  );
});

for (const href of ['#', '#top']) {
  test(`leaves the link ${href} to the top of the page as it is`, () => {
    assert.equal(readArticle(post('title: 甲', `[顶](${href})`)).html, `<p><a href="${href}">顶</a></p>\n`);
  });
}

for (const [title, shown] of [
  ['[a, 1, 2.50, true, ~]', '["a", 1, 2.5, true, nil]'],
  ['{a: {b: "x"}}', '{"a"=>{"b"=>"x"}}'],
  ['[]', '[]'],
] as const) {
  test(`shows the title ${title} of a Jekyll site’s post as Jekyll does`, () => {
    assert.equal(readArticle(post(`title: ${title}`), undefined, settingsOf('markdown: kramdown')).title, shown);
  });
}

test('takes the extract from what stands before the site’s separator of excerpts', () => {
  const settings = settingsOf('excerpt_separator: <!--more-->');
  assert.equal(
    readArticle(post('title: 甲', '首段\n\n次段\n\n<!--more-->\n\n末段'), undefined, settings).extract,
    '首段 次段',
  );
});

test('keeps a link at the end of a Jekyll site’s post in its text', () => {
  assert.equal(
    htmlOf('文\n\n<https://a.example/>'),
    '<p>文</p>\n\n<p><a href="https://a.example/" rel="noopener nofollow">https://a.example/</a></p>\n',
  );
});

for (const [path, url] of [
  ['posts/ab/2022-03-01-n.md', '/2022/03/01/n.html'],
  ['a/posts/2022-03-01-n.md', '/news/n/'],
  ['a/b/posts/2022-03-01-n.md', '/2022/03/01/n.html'],
] as const) {
  test(`gives the defaults for a glob to what lies below a folder that it matches: ${path}`, () => {
    const defaults = [{ path: '*/posts', type: '', values: new Map([['permalink', '/news/:title/']]) }];
    assert.equal(readArticle(post('title: 甲'), path, { defaults }).url, url);
  });
}

test('compares the beginning of a path with the scope of defaults, as Jekyll does', () => {
  const defaults = [{ path: 'posts/a', type: 'posts', values: new Map([['author', '甲']]) }];
  assert.equal(readArticle(post('title: 甲'), 'posts/ab/2022-03-01-n.md', { defaults }).author, '甲');
});

test('takes an ending of Markdown in capitals', () => {
  assert.equal(readArticle(post('title: 甲', '**粗**'), '_posts/2022-03-01-n.MD').html, '<p><strong>粗</strong></p>\n');
});
