/** `finews new`: the file that it writes, and what it refuses. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { runNew } from '../../../bin/commands/new-post.ts';
import { checkContent } from '../../../lib/ingest/check-content/index.ts';
import { type NewPost, writeNewPost } from '../../../lib/ingest/new-post/index.ts';
import { readSite, type Site } from '../../../lib/site.ts';
import { runFinews } from '../../support/command/run-finews.ts';
import { ContentFolder } from '../../support/content/content-folder.ts';
import { postText } from '../../support/portal-folder.ts';
import { within } from '../../support/wait.ts';

const POST: NewPost = {
  title: '重庆港口扩建 0.5%',
  categories: ['emnews'],
  tags: [],
  publishedAt: Date.parse('2026-11-22T02:01:04Z') / 1000,
  isDraft: false,
};

interface Written {
  site: Site;
  /** Relative to the content folder. */
  path: string;
  text: string;
  address: string;
}

function write(context: TestContext, post: Partial<NewPost> = {}, files: Record<string, string> = {}): Written {
  const { contentDir } = new ContentFolder(context, files);
  const site = readSite({ CONTENT_DIR: contentDir, SITE_URL: 'https://news.example' });
  const { file, address } = writeNewPost(site, { ...POST, ...post });
  return { site, path: relative(contentDir, file), text: readFileSync(file, 'utf8'), address };
}

test('writes title, date with zone, and category, and nothing that was not asked for', (context) => {
  assert.equal(
    write(context).text,
    '---\ntitle: "重庆港口扩建 0.5%"\ndate: 2026-11-22 10:01:04 +0800\ncategories: emnews\n---\n\n',
  );
});

test('gives the address that the post will have', (context) => {
  assert.equal(write(context).address, 'https://news.example/emnews/2026/11/22/chong-qing-gang-kou-kuo-jian-0-5.html');
});

for (const [what, post, files, path] of [
  ['the day and the title in pinyin', {}, {}, '_posts/2026-11-22-chong-qing-gang-kou-kuo-jian-0-5.md'],
  ['Latin letters as they are', { title: 'ＡＩ and Ünïcode' }, {}, '_posts/2026-11-22-ai-and-unicode.md'],
  ['a word where the title has no letter', { title: '？！' }, {}, '_posts/2026-11-22-post.md'],
  [
    'whole syllables of a long title',
    { title: '双'.repeat(40) },
    {},
    `_posts/2026-11-22-${Array(8).fill('shuang').join('-')}.md`,
  ],
  [
    'a number where the name is taken, in whatever folder and with whatever ending',
    { title: 'a' },
    { '_posts/2026-11-22-a.md': postText({ title: 'a' }), 'x/_posts/2026-11-22-a-2.html': postText({ title: 'a' }) },
    '_posts/2026-11-22-a-3.md',
  ],
  [
    'the folder of its month where posts lie in such folders',
    { title: 'a' },
    { '_posts/2026-10/2026-10-01-b.md': postText({ title: 'b' }) },
    '_posts/2026-11/2026-11-22-a.md',
  ],
  [
    'folders of its year and month where posts lie in such folders',
    { title: 'a' },
    { '_posts/2026/10/2026-10-01-b.md': postText({ title: 'b' }) },
    '_posts/2026/11/2026-11-22-a.md',
  ],
  [
    'the content folder itself where there is no _posts',
    { title: 'a' },
    { '2026-10-01-b.md': postText({ title: 'b' }) },
    '2026-11-22-a.md',
  ],
] as const) {
  test(`names the file by ${what}`, (context) => {
    assert.equal(write(context, post, files).path, path);
  });
}

test('leaves the file that has the name as it is', (context) => {
  const { site } = write(context, { title: 'a' }, { '_posts/2026-11-22-a.md': 'kept' });
  assert.equal(readFileSync(join(site.contentDir, '_posts/2026-11-22-a.md'), 'utf8'), 'kept');
});

test('marks a draft as not published', (context) => {
  assert.match(write(context, { isDraft: true }).text, /^published: false$/m);
});

for (const [what, post] of [
  ['quotation marks, colons and backslashes in a title', { title: '他说："好" \\ # a: b\t' }],
  [
    'names that YAML would read as something else',
    { categories: ['true', '2022', 'null'], tags: ['a, b', '- c', 'yes'] },
  ],
  ['several categories and tags', { categories: ['a', 'b c'], tags: ['新闻', '评论'] }],
] as const) {
  test(`writes ${what} so that the check finds nothing`, async (context) => {
    const { site } = write(context, post);
    assert.deepEqual((await checkContent(site, { now: new Date('2026-12-01') })).problems, []);
  });
}

test('writes nothing for a category that cannot stand in an address', (context) => {
  const { contentDir } = new ContentFolder(context);
  const site = readSite({ CONTENT_DIR: contentDir });
  assert.throws(() => writeNewPost(site, { ...POST, categories: ['..'] }), /cannot stand in an address|address/);
  assert.deepEqual(readdirSync(contentDir), []);
});

test('prints path and address', async (context) => {
  const { contentDir } = new ContentFolder(context);
  const args = ['new', '标题', '--category', 'emnews', '--tags', '甲,乙', '--date', '2026-11-22 10:01'];
  const { stdout } = await runFinews(args, { CONTENT_DIR: contentDir, SITE_URL: 'https://news.example' });
  const path = relative('.', join(contentDir, '_posts/2026-11-22-biao-ti.md'));
  assert.equal(stdout, `${path}\nhttps://news.example/emnews/2026/11/22/biao-ti.html\n`);
});

for (const [what, args, message] of [
  ['a missing category', ['标题'], 'finews: --category is missing, and there is no terminal to ask on\n'],
  ['a missing title', ['--category', 'a'], 'finews: title is missing, and there is no terminal to ask on\n'],
  ['an empty title', [' ', '--category', 'a'], 'finews: the title is empty\n'],
  ['an empty category', ['标题', '--category', ','], 'finews: --category is empty\n'],
  [
    'a date that does not exist',
    ['标题', '--category', 'a', '--date', '2026-02-30'],
    'finews: --date: found “2026-02-30”, expected a day and time that exist, as in 2026-11-22 10:01\n',
  ],
] as const) {
  test(`stops at ${what} with a line that names it`, async (context) => {
    const { contentDir } = new ContentFolder(context);
    const { code, stderr } = await runFinews(['new', ...args], { CONTENT_DIR: contentDir });
    assert.deepEqual([code, stderr], [1, message]);
  });
}

test('asks for what is missing on a terminal', async (context) => {
  const { contentDir } = new ContentFolder(context);
  const site = readSite({ CONTENT_DIR: contentDir });
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  const answers = new Map([
    ['Title', '标题'],
    ['Category', 'emnews'],
    ['Tags', '甲，乙'],
  ]);
  output.on('data', (chunk: Buffer) => {
    shown += chunk;
    for (const [question, answer] of answers) {
      if (!shown.includes(question)) continue;
      answers.delete(question);
      // The prompt listens once it is drawn.
      setImmediate(() => input.write(`${answer}\r`));
    }
  });
  await within('the last answer', runNew(site, { date: '2026-11-22', draft: false }, { input, output }));
  assert.equal(
    readFileSync(join(contentDir, '_posts/2026-11-22-biao-ti.md'), 'utf8'),
    '---\ntitle: "标题"\ndate: 2026-11-22 00:00:00 +0800\ncategories: emnews\ntags: [甲, 乙]\n---\n\n',
  );
});
