/** What `finews check` finds, through the door of the module. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { checkContent } from '../../../lib/ingest/check-content/index.ts';
import { readSite } from '../../../lib/site.ts';
import { ContentFolder } from '../../support/content/content-folder.ts';
import { postText } from '../../support/portal-folder.ts';

const NOW = new Date('2026-12-31T00:00:00Z');
const FIRST = '_posts/2022-03-01-a.md';
const SECOND = '_posts/2022-03-01-b.md';

const post = (fields: Record<string, string> = {}, body?: string): string =>
  postText({ title: '标题', categories: 'ribao', ...fields }, body);

/** Problems of a content folder, or of some of its files, as `path:line:column severity message`. */
async function check(context: TestContext, files: Record<string, string>, named?: string[]): Promise<string[]> {
  const { contentDir } = new ContentFolder(context, files);
  const { problems } = await checkContent(readSite({ CONTENT_DIR: contentDir }), {
    now: NOW,
    ...(named && { files: named.map((path) => join(contentDir, path)) }),
  });
  return problems.map(
    ({ path, line, column, severity, message }) => `${path}:${line}:${column} ${severity} ${message}`,
  );
}

for (const [what, files, expected] of [
  ['says nothing of posts without a mistake', { [FIRST]: post(), [SECOND]: post({ title: '另一个' }) }, []],
  [
    'says what indexing says of a post',
    { [FIRST]: post({ date: '昨天' }) },
    [`${FIRST}:4:1 error date: found “昨天”, expected a day and time that exist, as in 2022-02-22 10:01:04 +0800`],
  ],
  [
    'names the line that opens a quote which is never closed',
    { [FIRST]: '---\ntitle: "标题\ncategories: ribao\ntags: a\n---\n正文\n' },
    [`${FIRST}:2:8 error not YAML: the quotation mark " is not closed: close it on its line`],
  ],
  [
    'reports two files with one address at the line of the permalink',
    { [FIRST]: post({ permalink: '/x.html' }), [SECOND]: post({ title: '乙', permalink: '/x.html' }) },
    [`${SECOND}:4:1 error has the same address as ${FIRST}: /x.html; rename one of them or give it a permalink`],
  ],
  [
    'reports a link to a post that is not there, where it stands',
    { [FIRST]: post({}, '正文。\n\n见[旧闻](/ribao/2022/03/01/z.html)。') },
    [`${FIRST}:7:7 warning the link leads nowhere: /ribao/2022/03/01/z.html`],
  ],
  [
    'reports a link to a category without posts',
    { [FIRST]: post({}, '见[来源](/category/wanbao.html)。') },
    [`${FIRST}:5:7 warning the link leads nowhere: /category/wanbao.html`],
  ],
  [
    'reports a relative link that leads nowhere',
    { [FIRST]: post({}, '见[旧闻](z.html)。') },
    [`${FIRST}:5:7 warning the link leads nowhere: z.html`],
  ],
  [
    'reports a picture that is not there',
    { [FIRST]: post({}, '![图](/img/a%20b.png)') },
    [`${FIRST}:5:6 warning the file does not exist: /img/a%20b.png`],
  ],
  [
    'reports a film and its picture that are not there',
    { [FIRST]: post({}, '<video src="/film.mp4" poster="/film.png"></video>') },
    [
      `${FIRST}:5:13 warning the file does not exist: /film.mp4`,
      `${FIRST}:5:32 warning the file does not exist: /film.png`,
    ],
  ],
  [
    'reports a picture of the front matter that is not there',
    { [FIRST]: post({ image: '/img/a.png' }) },
    [`${FIRST}:4:8 warning the file does not exist: /img/a.png`],
  ],
  [
    'takes a file at its address, and a page at its own alone',
    {
      [FIRST]: post({}, '![图](/img/a.svg)[关于](/about.html)[源](/about.md)'),
      'img/a.svg': 'SVG',
      'about.md': '---\ntitle: 关于\n---\n我们\n',
    },
    [`${FIRST}:5:38 warning the link leads nowhere: /about.md`],
  ],
  [
    'takes a link with the base of the site for one of the portal’s, and a link without it for a dead one',
    {
      '_config.yml': 'baseurl: /blog\n',
      [FIRST]: post({ permalink: '/a/' }, '[甲](/blog/b/)[乙](/b/)[丙](../b/)'),
      [SECOND]: post({ title: '乙', permalink: '/b/' }),
    },
    [`${FIRST}:6:10 warning the link leads nowhere: /b/`],
  ],
  [
    'takes a page in a folder that `include` names for a page',
    {
      '_config.yml': 'include: [_pages]\n',
      [FIRST]: post({}, '[关于](/about/)'),
      '_pages/about.md': '---\ntitle: 关于\npermalink: /about/\n---\n我们\n',
    },
    [],
  ],
  [
    'reports a category of one post that differs from another in case',
    {
      [FIRST]: post({ categories: 'TechWeb' }),
      [SECOND]: post({ title: '乙', categories: 'TechWeb' }),
      '_posts/2022-03-02-c.md': post({ categories: 'Techweb' }),
    },
    [
      '_posts/2022-03-02-c.md:3:1 warning categories: “Techweb” has this post alone, and “TechWeb” has 2; is that meant?',
    ],
  ],
  [
    'reports a long name of a category that differs in one letter',
    {
      [FIRST]: post({ categories: 'jingjiribao' }),
      [SECOND]: post({ title: '乙', categories: 'jingjiribao' }),
      '_posts/2022-03-02-c.md': post({ categories: 'jinjiribao' }),
    },
    [
      '_posts/2022-03-02-c.md:3:1 warning categories: “jinjiribao” has this post alone, and “jingjiribao” has 2; is that meant?',
    ],
  ],
  [
    'takes short names and names with other digits for different categories',
    {
      [FIRST]: post({ categories: '[tzrb, baogao-2022]' }),
      [SECOND]: post({ title: '乙', categories: '[tzwb, baogao-2023]' }),
    },
    [],
  ],
  [
    'reports a date before 1990',
    { '_posts/1989-12-31-a.md': post() },
    ['_posts/1989-12-31-a.md:1:1 warning date: 1989-12-31 is before 1990; is that meant?'],
  ],
  [
    'reports a date more than a year ahead, at its line',
    { [FIRST]: post({ date: '2029-03-01 10:00:00 +0800' }) },
    [`${FIRST}:4:1 warning date: 2029-03-01 is more than a year ahead; is that meant?`],
  ],
  [
    'reports a title that stands twice on one day, at the second post',
    { [FIRST]: post(), [SECOND]: post() },
    [
      `${SECOND}:2:1 warning title: the same as that of ${FIRST} on the same day; remove one of them, or tell the titles apart`,
    ],
  ],
  ['takes a title on two days for two articles', { [FIRST]: post(), '_posts/2022-03-02-b.md': post() }, []],
  [
    'reports a source link that another post has',
    {
      [FIRST]: post({}, '正文。\n\n<https://news.example/1.html>'),
      [SECOND]: post({ title: '乙' }, '正文。\n\n<https://news.example/1.html>'),
    },
    [`${SECOND}:7:1 warning the source link is also that of ${FIRST}: https://news.example/1.html`],
  ],
  [
    'takes a wire post and its media post for one article',
    {
      '_posts/2022-03-01-202203012222222222.md': post({}, '正文。\n\n<https://news.example/1.html>'),
      '_posts/2022-03-01-NW202203012222222222.md': post({}, '正文。\n\n<https://news.example/1.html>'),
    },
    [],
  ],
  [
    'follows links to posts, old addresses, categories, tags, days, own pages and files',
    {
      [FIRST]: post(
        {},
        '[1](/ribao/2022/03/01/b.html) [2](/old.html) [3](/category/ribao.html) [4](../../../../RIBAO/) [5](/tag/甲) ' +
          '[6](/archive/2022/03/01) [7](/search?q=a) [8](/img/a.svg) [9](/zh-hant/category/ribao.html) [10](#top) ![x](/img/a.svg)',
      ),
      [SECOND]: post({ title: '乙', tags: '[甲]', redirect_from: '/old.html' }),
      'img/a.svg': 'x',
    },
    [],
  ],
] as const) {
  test(what, async (context) => {
    assert.deepEqual(await check(context, files), expected);
  });
}

test('holds a named file against a post of the same address that is not named', async (context) => {
  const files = { 'a/_posts/2022-03-01-a.md': post({ permalink: 'date' }), 'b/_posts/2022-03-01-a.html': post() };
  const same = Object.fromEntries(Object.keys(files).map((path) => [path, post({ permalink: '/:year/:title.html' })]));
  assert.deepEqual(await check(context, same, ['b/_posts/2022-03-01-a.html']), [
    'b/_posts/2022-03-01-a.html:4:1 error has the same address as a/_posts/2022-03-01-a.md: /2022/a.html; rename one of them or give it a permalink',
  ]);
});

test('finds the pages that a named file links to by their folders', async (context) => {
  const files = {
    [FIRST]: post({}, '[1](/about/) [2](/team/) [3](/gone/away/)'),
    'about/index.html': '---\ntitle: 关于\n---\n关于',
    'team.md': '---\npermalink: /team/\n---\n团队',
  };
  assert.deepEqual(await check(context, files, [FIRST]), [`${FIRST}:5:30 warning the link leads nowhere: /gone/away/`]);
});

test('holds a named file against others where there is no folder of posts', async (context) => {
  const files = { 'a/2022-03-01-a.md': post(), 'b/2022-03-01-a.html': post() };
  const same = Object.fromEntries(Object.keys(files).map((path) => [path, post({ permalink: '/:year/:title.html' })]));
  assert.deepEqual(await check(context, same, ['b/2022-03-01-a.html']), [
    'b/2022-03-01-a.html:4:1 error has the same address as a/2022-03-01-a.md: /2022/a.html; rename one of them or give it a permalink',
  ]);
});

test('finds the post that a named file links to, whatever its address is made of', async (context) => {
  const files = {
    [FIRST]: post({}, '[1](/ribao/2022/03/01/b.html) [2](/kept/here.html) [3](/gone/away.html)'),
    [SECOND]: post({ title: '乙' }),
    '_posts/2022-03-01-c.md': post({ title: '丙', redirect_from: '/kept/here.html' }),
  };
  assert.deepEqual(await check(context, files, [FIRST]), [
    `${FIRST}:5:56 warning the link leads nowhere: /gone/away.html`,
  ]);
});

test('says nothing of files that are not named', async (context) => {
  assert.deepEqual(await check(context, { [FIRST]: post(), [SECOND]: post({ date: '昨天' }) }, [FIRST]), []);
});

test('names the files that the portal does not read', async (context) => {
  const { contentDir } = new ContentFolder(context, { [FIRST]: post(), 'README.md': '甲' });
  const files = [FIRST, 'README.md', '../elsewhere.md'].map((path) => join(contentDir, path));
  const { passedOver } = await checkContent(readSite({ CONTENT_DIR: contentDir }), { files });
  assert.deepEqual(passedOver, files.slice(1));
});
