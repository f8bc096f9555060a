import assert from 'node:assert/strict';
import test from 'node:test';
import { NEWEST_POSTS } from '../../../../lib/content/index.ts';
import { readArticleInSite } from '../../../support/content/jekyll-site.ts';
import { post } from '../../../support/posts.ts';

const FILES: Record<string, string> = {
  '_posts/2022-02-01-b.md': post('title: 乙\ntags: [水]\ncategories: [河]', '第*一*段。{{ site.title }}\n\n第二段。'),
  '_posts/2022-02-02-c.md': post('title: 丙\ntags: [水, 船]\ndate: 2022-03-05 08:00:00 +0800'),
  'sub/_posts/deep/2022-02-03-bare.md': post('title: 丁'),
  'about.md': post('title: 关于\npermalink: /about/'),
  'zh/index.html': post('title: 中文', '<p>文</p>'),
  '_handbook/style.md': post('title: 手册'),
  '_handbook/names.md': post('title: 名称\ndate: 2022-01-01'),
  '_team/lin.md': post('role: 编辑'),
  '_team/README': '不是文档',
  'assets/a.png': 'PNG',
  '_drafts/later.md': post('title: 稿'),
};
const CONFIG = 'title: 河\ncollections:\n  handbook: {output: true, permalink: "/h/:path/"}\n  team:\n';
const LISTINGS = {
  posts: ['_posts/2022-02-02-c.md', '_posts/2022-02-01-b.md'],
  pages: ['about.md', 'zh/index.html'],
};

const read = (body: string, listings = LISTINGS) =>
  readArticleInSite(post('title: 甲', body), { config: CONFIG, files: FILES, listings });

for (const [body, text] of [
  ['{% for p in site.posts %}{{ p.title }} {{ p.url }} {% endfor %}', '丙 /2022/03/05/c.html 乙 /河/2022/02/01/b.html'],
  ['{{ site.posts.size }} {{ site.posts.first.date | date: "%F" }}', '2 2022-03-05'],
  ['{{ site.posts[1].excerpt | strip_html }}|{{ site.posts[1].content | strip_html }}', '第一段。 |第一段。 第二段。'],
  ['{{ site.tags["水"] | map: "title" | join: "、" }} {{ site.categories["河"].size }}', '丙、乙 1'],
  ['{{ site.related_posts | map: "title" | join: "、" }}', '丙、乙'],
  [
    '{% for p in site.pages %}{{ p.title }} {{ p.url }} {{ p.name }} {% endfor %}',
    '关于 /about/ about.md 中文 /zh/ index.html',
  ],
  ['{% for d in site.handbook %}{{ d.title }} {{ d.url }} {% endfor %}', '名称 /h/names/ 手册 /h/style/'],
  ['{% for c in site.collections %}{{ c.docs | map: "title" | join: "、" }} {% endfor %}', '名称、手册 乙、丙 Lin'],
  ['{{ page.id }} {{ page.name }}', '/2022/03/01/n 2022-03-01-n.md'],
  ['{{ site.team | map: "role" | join: "、" }}', '编辑'],
  [
    '{% for c in site.collections %}{{ c.label }} {{ c.docs.size }} {{ c.output }} {% endfor %}',
    'handbook 2 true posts 2 true team 1 false',
  ],
  ['{{ site.documents | map: "title" | join: "、" }}', '名称、手册、乙、丙、Lin'],
  ['{% link about.md %} {% link zh/index.html %}', '/about/ /zh/'],
  ['{% link _handbook/style.md %} {% link assets/a.png %}', '/h/style/ /assets/a.png'],
  ['{% post_url 2022-02-03-bare %}', '/sub/2022/02/03/bare.html'],
] as const) {
  test(`renders ${body}`, () => {
    assert.equal(decodeURI(read(body).article.text.replace(/\s+/g, ' ').trim()), text);
  });
}

for (const path of ['_drafts/later.md', '_team/lin.md', 'none.md']) {
  test(`finds no address for ${path}, which is not published`, () => {
    assert.match(read(`{% link ${path} %}`).warnings[0]?.message ?? '', /^nothing stands at/);
  });
}

for (const [body, uses] of [
  ['{{ site.posts.size }}', ['site:posts']],
  ['{{ site.tags.size }}', ['site:posts']],
  ['{{ site.pages.size }}{{ site.handbook.size }}', ['site:pages']],
  ['{{ site.documents.size }}', ['site:posts', 'site:pages']],
  ['{{ site.title }}', []],
  ['{% link about.md %}', ['link:about.md']],
  ['{% post_url 2022-02-03-bare %}', ['post:2022-02-03-bare']],
] as const) {
  test(`remembers that ${body} depends on ${uses.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(read(body).uses, uses);
  });
}

test('says that a listing holds the newest posts alone, where there are more', () => {
  const posts = Array.from({ length: NEWEST_POSTS }, () => '_posts/2022-02-01-b.md');
  assert.deepEqual(
    read('{{ site.posts.size }}', { ...LISTINGS, posts }).warnings.map(({ message }) => message),
    ['site.posts holds the newest 100 posts here: the portal has an archive of its own'],
  );
});

test('says that a listing of more than a thousand files is cut off', () => {
  const files = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`_handbook/n${i}.md`, post('title: 甲')]));
  const { article, warnings } = readArticleInSite(post('title: 甲', '{{ site.handbook.size }}'), {
    config: CONFIG,
    files,
  });
  assert.deepEqual(
    [article.text.trim(), warnings.map(({ message }) => message)],
    ['1000', ['site.handbook holds the first of its files alone here: it may have 1000, of 16 MB together']],
  );
});

test('says nothing of a listing that is whole', () => {
  assert.deepEqual(read('{{ site.posts.size }}').warnings, []);
});
