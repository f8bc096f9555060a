/** Posts that are shown to colleagues before they are published, through the command and a portal that serves. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { previewHref } from '../../../lib/ingest/preview/index.ts';
import { type CommandResult, runFinews } from '../../support/command/run-finews.ts';
import { noisyJpeg } from '../../support/pictures/make-pictures.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { PageView } from '../pages/page-view.ts';

const SECRET = 'a secret of many characters';
const root = mkdtempSync(join(tmpdir(), 'finews-preview-'));
const contentDir = join(root, 'content');
const HIDDEN = '_posts/2022-03-02-hidden.md';
const HIDDEN_PICTURE = '_posts/2022-02-02-dam.md';
const SOON = 4_000_000_000;

let portal: Portal;

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(contentDir, path)), { recursive: true });
  writeFileSync(join(contentDir, path), text);
}

before(async () => {
  write('images/dam.jpg', await noisyJpeg(1200, 800));
  const withPicture = { title: '大坝', categories: 'ribao' };
  write('_posts/2022-02-01-dam.md', postText(withPicture, '![大坝](/images/dam.jpg)'));
  write(HIDDEN_PICTURE, postText({ ...withPicture, published: 'false' }, '![大坝](/images/dam.jpg)'));
  write('_posts/2022-03-01-shown.md', postText({ title: '已发布', categories: 'ribao', tags: '日报新闻' }));
  write(HIDDEN, postText({ title: '未发布的稿子', categories: 'ribao', published: 'false' }, '独家内容。'));
  write('_posts/2099-03-02-later.md', postText({ title: '明天的稿子', categories: 'ribao' }));
  write('_drafts/idea.md', postText({ title: '一个想法', categories: 'ribao' }));
  write('_posts/2022-03-03-broken.md', postText({ title: '坏的', date: '昨天' }));
  portal = await startPortal(contentDir, { PREVIEW_SECRET: SECRET, SITE_URL: 'https://news.example' });
});
after(async () => {
  await portal?.stop();
  rmSync(root, { recursive: true });
});

const ask = (address: string): Promise<Response> => fetch(portal.url + address, { redirect: 'manual' });

const hrefOf = (path: string): string => previewHref(SECRET, path, SOON);

const preview = (args: string[], environment: Record<string, string> = {}): Promise<CommandResult> =>
  runFinews(['preview', ...args], {
    CONTENT_DIR: contentDir,
    SITE_URL: 'https://news.example',
    PREVIEW_SECRET: SECRET,
    ...environment,
  });

for (const [what, path, title] of [
  ['a post that says published: false', HIDDEN, '未发布的稿子'],
  ['a post of the future', '_posts/2099-03-02-later.md', '明天的稿子'],
  ['a draft without a date', '_drafts/idea.md', '一个想法'],
  ['a post that is published', '_posts/2022-03-01-shown.md', '已发布'],
] as const) {
  test(`shows ${what} at the address that the command prints`, async () => {
    const { stdout } = await preview([join(contentDir, path)]);
    const { pathname, search } = new URL(stdout.trim());
    const answer = await ask(pathname + search);
    const page = new PageView(await answer.text());
    assert.deepEqual([answer.status, page.text('h1')], [200, [title]]);
  });
}

test('prints an address that ends after 72 hours', async () => {
  const { stdout } = await preview([join(contentDir, HIDDEN)]);
  const hours = (Number(new URL(stdout).searchParams.get('expires')) - Date.now() / 1000) / 3600;
  assert.equal(Math.round(hours), 72);
});

for (const [what, change] of [
  ['another file', (address: string) => address.replace('hidden', 'shown')],
  ['another end', (address: string) => address.replace(String(SOON), String(SOON + 1))],
  [
    'another signature',
    (address: string) =>
      address.replace(/signature=./, (found) => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`),
  ],
  ['no signature', (address: string) => address.replace(/&signature=.*/, '')],
  ['no parameters', (address: string) => address.replace(/\?.*/, '')],
] as const) {
  test(`answers 404 to an address with ${what}`, async () => {
    assert.equal((await ask(change(hrefOf(HIDDEN)))).status, 404);
  });
}

test('answers 404 once the address has ended', async () => {
  assert.equal((await ask(previewHref(SECRET, HIDDEN, 1_600_000_000))).status, 404);
});

test('answers 404 to an address signed with another secret', async () => {
  assert.equal((await ask(previewHref('another secret of many characters', HIDDEN, SOON))).status, 404);
});

for (const path of ['../secret.md', '_posts/nothing.md', '_posts']) {
  test(`answers 404 to a signed address of ${path}`, async () => {
    writeFileSync(join(root, 'secret.md'), postText({ title: '外面' }));
    assert.equal((await ask(hrefOf(path).replace('/../', '/..%2F'))).status, 404);
  });
}

test('answers 404 to a signed address of a link to a hidden file', async () => {
  write('.secret.md', postText({ title: '秘密', categories: 'ribao' }));
  symlinkSync('../.secret.md', join(contentDir, '_posts/2022-03-04-link.md'));
  assert.equal((await ask(hrefOf('_posts/2022-03-04-link.md'))).status, 404);
});

test('shows a picture in the sizes that the article will have', async () => {
  const [published, hidden] = await Promise.all(
    ['/ribao/2022/02/01/dam.html', hrefOf(HIDDEN_PICTURE)].map(async (address) => (await ask(address)).text()),
  );
  const [picture = ''] =
    /<picture><source [^>]*\/1200\/images\/dam\.jpg[^>]*>.*?<\/picture>/.exec(published ?? '') ?? [];
  assert.notEqual(picture, '');
  assert.ok(hidden?.includes(picture), `the preview has not ${picture}`);
});

test('shows a picture that the index does not have as it is', async () => {
  write('_posts/2022-02-03-none.md', postText({ title: '无', published: 'false' }, '![无](/images/none.jpg)'));
  const html = await (await ask(hrefOf('_posts/2022-02-03-none.md'))).text();
  assert.match(html, /<img [^>]*src="\/images\/none\.jpg"/);
});

test('shows a preview in traditional characters too', async () => {
  const answer = await ask(`/zh-hant${hrefOf(HIDDEN)}`);
  assert.deepEqual(
    [answer.status, answer.headers.get('cache-control'), new PageView(await answer.text()).text('h1')],
    [200, 'private, no-store', ['未發佈的稿子']],
  );
});

test('keeps caches and search engines away', async () => {
  const { headers } = await ask(hrefOf(HIDDEN));
  assert.deepEqual(
    [headers.get('cache-control'), headers.get('x-robots-tag')],
    ['private, no-store', 'noindex, nofollow'],
  );
});

test('says in the page that it is not to be indexed', async () => {
  const page = new PageView(await (await ask(hrefOf(HIDDEN))).text());
  assert.equal(page.meta('robots'), 'noindex, follow');
});

test('shows the file as it is at each view', async () => {
  const path = '_posts/2022-03-05-work.md';
  write(path, postText({ title: '甲', published: 'false' }));
  const before = await (await ask(hrefOf(path))).text();
  write(path, postText({ title: '乙', published: 'false' }));
  const after = await (await ask(hrefOf(path))).text();
  assert.deepEqual(
    [before, after].flatMap((html) => new PageView(html).text('h1')),
    ['甲', '乙'],
  );
});

test('tells the editor what keeps the file from being published', async () => {
  const answer = await ask(hrefOf('_posts/2022-03-03-broken.md'));
  assert.deepEqual(
    [answer.status, answer.headers.get('cache-control'), await answer.text()],
    [
      422,
      'private, no-store',
      '_posts/2022-03-03-broken.md:3:1: date: found “昨天”, expected a day and time that exist, as in 2022-02-22 10:01:04 +0800\n',
    ],
  );
});

for (const address of [
  '/',
  '/category/ribao.html',
  '/archive',
  '/feed.xml',
  '/feed.json',
  '/sitemap/1.xml',
  '/search?q=独家内容',
]) {
  test(`lists nothing of it at ${address}`, async () => {
    await ask(hrefOf(HIDDEN));
    const text = await (await ask(encodeURI(address))).text();
    assert.doesNotMatch(text, /未发布的稿子|02.hidden/);
  });
}

for (const [what, args, environment, message] of [
  ['without a secret', [HIDDEN], { PREVIEW_SECRET: '' }, /^finews: PREVIEW_SECRET is not set/],
  [
    'with a short secret',
    [HIDDEN],
    { PREVIEW_SECRET: 'short' },
    /^finews: PREVIEW_SECRET: found "5 characters", expected at least 16/,
  ],
  ['for a file elsewhere', ['../package.json'], {}, /^finews: .*package\.json: no file of the content folder/],
  [
    'for a file with an error',
    ['_posts/2022-03-03-broken.md'],
    {},
    /2022-03-03-broken\.md:3:1: error: date: found “昨天”/,
  ],
] as const) {
  test(`the command stops ${what}`, async () => {
    const { code, stderr } = await preview(
      args.map((path) => join(contentDir, path)),
      environment,
    );
    assert.match(stderr, message);
    assert.equal(code, 1);
  });
}
