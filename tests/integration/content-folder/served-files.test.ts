/** Files of the content folder as clients get them from a portal: whole, in parts, and such that nothing in them runs. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until, within } from '../../support/wait.ts';

const root = mkdtempSync(join(tmpdir(), 'finews-files-'));
const contentDir = join(root, 'content');
const POLYGLOT = 'GIF89a/*<html><script>alert(1)</script>*/';
const FILES: Record<string, string | Uint8Array> = {
  '_config.yml':
    'include: [.well-known]\ncollections:\n  handbook:\n    output: true\n    permalink: /handbook/:path/\n',
  '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'ribao' }),
  '_posts/2022-03-01-show.md': postText({ title: '图', permalink: '/show.html' }, '![图](/assets/shown.png)'),
  'assets/shown.png': 'PNG',
  '_handbook/form.csv': 'a,b\n',
  '.well-known/security.txt': 'Contact: a',
  '.env': 'SECRET=1',
  CNAME: 'a.example',
  'README.md': '# 读我\n',
  'robots.txt': 'User-agent: own\n',
  'favicon.ico': 'ICO',
  'assets/图 片.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 255]),
  'assets/50% #1?.txt': '半',
  'assets/app.js': 'alert(1)',
  'assets/drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  'assets/letters.txt': 'abcdefghij',
  'assets/polyglot.gif': POLYGLOT,
  'assets/report.pdf': '%PDF-1.4',
  'assets/site.css': 'p { color: red }',
  'assets/unknown.xyzzy': POLYGLOT,
  'docs/index.html': '<!doctype html><script>alert(1)</script>',
  'tag/cloud.png': 'PNG',
};
let portal: Portal;

function write(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(contentDir, path)), { recursive: true });
  writeFileSync(join(contentDir, path), bytes);
}

before(async () => {
  for (const [path, bytes] of Object.entries(FILES)) write(path, bytes);
  writeFileSync(join(root, 'outside.txt'), 'SECRET=2');
  symlinkSync(join(root, 'outside.txt'), join(contentDir, 'outside.txt'));
  symlinkSync(join(contentDir, '.env'), join(contentDir, 'env.txt'));
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(root, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(portal.url + path, { method, headers, redirect: 'manual' });

/** Addresses with a version in a page. */
const versionsIn = async (path: string): Promise<string[]> =>
  (await (await get(path)).text()).match(/(?<=src=")[^"]*\?v=[a-zA-Z\d]+(?=")/g) ?? [];

/** The status of a path that is sent as it is. */
async function rawStatus(path: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const { hostname, port } = new URL(portal.url);
  httpRequest({ hostname, port, path }, (answer) => {
    answer.resume();
    resolve(answer.statusCode);
  })
    .on('error', reject)
    .end();
  return within(`the answer to ${path}`, promise);
}

for (const [address, path] of [
  ['/CNAME', 'CNAME'],
  ['/README.md', 'README.md'],
  ['/robots.txt', 'robots.txt'],
  ['/favicon.ico', 'favicon.ico'],
  ['/.well-known/security.txt', '.well-known/security.txt'],
  ['/assets/%E5%9B%BE%20%E7%89%87.png', 'assets/图 片.png'],
  ['/assets/50%25%20%231%3F.txt', 'assets/50% #1?.txt'],
  ['/docs/index.html', 'docs/index.html'],
  ['/docs/', 'docs/index.html'],
  ['/tag/cloud.png', 'tag/cloud.png'],
  ['/handbook/form.csv', '_handbook/form.csv'],
] as const) {
  test(`sends the bytes of ${path} at ${address}`, async () => {
    const answer = await get(address);
    const bytes = Buffer.from(FILES[path] ?? '');
    assert.deepEqual([answer.status, Buffer.from(await answer.arrayBuffer())], [200, bytes]);
  });
}

test('sends the icon of the portal where the content folder has none', async () => {
  const answer = await get('/icon.svg');
  assert.deepEqual([answer.status, await answer.text()], [200, readFileSync('public/icon.svg', 'utf8')]);
});

for (const [address, type] of [
  ['/CNAME', 'application/octet-stream'],
  ['/README.md', 'text/markdown; charset=utf-8'],
  ['/assets/app.js', 'text/plain; charset=utf-8'],
  ['/assets/drawing.svg', 'image/svg+xml'],
  ['/assets/polyglot.gif', 'image/gif'],
  ['/assets/report.pdf', 'application/pdf'],
  ['/assets/unknown.xyzzy', 'application/octet-stream'],
  ['/docs/', 'text/html; charset=utf-8'],
] as const) {
  test(`sends ${address} as ${type} and lets no browser guess another type`, async () => {
    const { headers } = await get(address);
    assert.deepEqual([headers.get('content-type'), headers.get('x-content-type-options')], [type, 'nosniff']);
  });
}

for (const address of [
  '/assets/drawing.svg',
  '/assets/polyglot.gif',
  '/assets/unknown.xyzzy',
  '/docs/',
  '/README.md',
]) {
  test(`sends ${address} under a policy in which nothing runs`, async () => {
    const policy = (await get(address)).headers.get('content-security-policy') ?? '';
    assert.match(policy, /^sandbox; default-src 'none'; (?!.*script-src)/);
  });
}

for (const path of [
  '/.env',
  '/env.txt',
  '/outside.txt',
  '/_config.yml',
  '/_posts/2022-03-01-a.md',
  '/_handbook/form.csv',
  '/assets/',
  '/assets',
  '/assets/..%2f.env',
  '/assets/%2e%2e%2f.env',
  '/assets%2fletters.txt',
  '/assets/letters.txt/',
  '/assets/letters.txt%00.png',
]) {
  test(`sends nothing at ${path}`, async () => {
    assert.match(String(await rawStatus(path)), /^40[04]$/);
  });
}

test('leads from an address without a slash to the folder of an index.html', async () => {
  assert.deepEqual([(await get('/docs')).status, (await get('/docs')).headers.get('location')], [308, '/docs/']);
});

test('leads from the traditional form of a file’s address to the file', async () => {
  const { status, headers } = await get('/zh-hant/docs/');
  assert.deepEqual([status, headers.get('location')], [308, '/docs/']);
});

test('shows the pictures of an article by version, and another version once they have changed', async () => {
  const [first] = await versionsIn('/show.html');
  write('assets/shown.png', '改');
  await until('another version', async () => (await versionsIn('/show.html'))[0] !== first);
});

test('lets browsers keep a picture that is asked for by version for a year, and any other for minutes', async () => {
  const [versioned = ''] = await versionsIn('/show.html');
  const asked = [versioned, '/assets/shown.png?v=another', '/assets/shown.png'].map(async (path) =>
    (await get(path)).headers.get('cache-control'),
  );
  const minutes = 'public, max-age=300';
  assert.deepEqual(await Promise.all(asked), ['public, max-age=31536000, immutable', minutes, minutes]);
});

for (const [range, status, contentRange, text] of [
  ['bytes=2-4', 206, 'bytes 2-4/10', 'cde'],
  ['bytes=-3', 206, 'bytes 7-9/10', 'hij'],
  ['bytes=8-', 206, 'bytes 8-9/10', 'ij'],
  ['bytes=0-99', 206, 'bytes 0-9/10', 'abcdefghij'],
  ['bytes=10-', 416, 'bytes */10', ''],
  ['bytes=0-1,4-5', 200, null, 'abcdefghij'],
  ['lines=0-1', 200, null, 'abcdefghij'],
  ['bytes=b-a', 200, null, 'abcdefghij'],
] as const) {
  test(`answers ${status} to a request for ${range}`, async () => {
    const answer = await get('/assets/letters.txt', { range });
    assert.deepEqual(
      [answer.status, answer.headers.get('content-range'), await answer.text()],
      [status, contentRange, text],
    );
  });
}

test('sends a part only if the file is still the one that the client knows', async () => {
  const etag = (await get('/assets/letters.txt')).headers.get('etag') ?? '';
  const statuses = [etag, '"another"'].map(
    async (known) => (await get('/assets/letters.txt', { range: 'bytes=0-1', 'if-range': known })).status,
  );
  assert.deepEqual(await Promise.all(statuses), [206, 200]);
});

for (const [header, validator] of [
  ['if-none-match', 'etag'],
  ['if-modified-since', 'last-modified'],
] as const) {
  test(`answers 304 to a client whose ${header} is the file’s ${validator}`, async () => {
    const known = (await get('/assets/letters.txt')).headers.get(validator) ?? '';
    assert.equal((await get('/assets/letters.txt', { [header]: known })).status, 304);
  });
}

test('answers HEAD with the headers of GET and no body', async () => {
  const answer = await get('/assets/letters.txt', {}, 'HEAD');
  assert.deepEqual([answer.status, answer.headers.get('content-length'), await answer.text()], [200, '10', '']);
});

test('sends a file that has just come, where there was none', async () => {
  await get('/assets/new.txt');
  write('assets/new.txt', '新');
  await until('the new file', async () => (await get('/assets/new.txt')).status === 200);
});

test('sends the bytes that a file has now', async () => {
  write('assets/changing.txt', '一');
  await until('the file', async () => (await get('/assets/changing.txt')).status === 200);
  write('assets/changing.txt', '二二');
  assert.equal(await (await get('/assets/changing.txt')).text(), '二二');
});

test('answers 404 for a file that is gone', async () => {
  write('assets/going.txt', '去');
  await until('the file', async () => (await get('/assets/going.txt')).status === 200);
  rmSync(join(contentDir, 'assets/going.txt'));
  assert.equal((await get('/assets/going.txt')).status, 404);
});

test('sends nothing once a link out of the folder is in a file’s place', async () => {
  write('assets/swapped.txt', '换');
  await until('the file', async () => (await get('/assets/swapped.txt')).status === 200);
  symlinkSync(join(root, 'outside.txt'), join(root, 'link'));
  renameSync(join(root, 'link'), join(contentDir, 'assets/swapped.txt'));
  assert.equal((await get('/assets/swapped.txt')).status, 404);
});

test('shows an article that takes the address of a file', async () => {
  write('a.html', '文件');
  await until('the file', async () => (await (await get('/a.html')).text()) === '文件');
  write('_posts/2022-03-02-b.md', postText({ title: '乙', permalink: '/a.html' }));
  await until('the article', async () => (await (await get('/a.html')).text()).includes('乙'));
});

test('shows the index.html of a folder at an address that has led to a category', async () => {
  const before = (await get('/ribao/')).status;
  write('ribao/index.html', '目录');
  await until('the file', async () => (await (await get('/ribao/')).text()) === '目录');
  assert.equal(before, 308);
});
