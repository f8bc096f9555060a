/** The built application on Next's own server: it has no front, and trusts nothing that a client sends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import test, { before } from 'node:test';
import { PAGE_CACHE_CONTROL } from '../../lib/front/headers.ts';
import { PortalFolder } from '../support/portal-folder.ts';
import { SAMPLE_PAGES } from '../support/sample-pages.ts';
import { contextOfFile } from '../support/servers/context-of-file.ts';
import { type NextServer, startNextServer } from '../support/servers/next-server.ts';
import { within } from '../support/wait.ts';

const context = contextOfFile();
const folder = new PortalFolder(context, {}, 'content');
let server: NextServer;
before(async () => {
  await folder.update();
  server = await startNextServer(folder.environment);
  context.after(() => server.stop());
});

interface Reply {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** Asks as a client does that sends the path as it is. */
async function ask(path: string, headers: Record<string, string> = {}): Promise<Reply> {
  const { hostname, port } = new URL(server.url);
  const request = httpRequest({ hostname, port, path, headers, agent: false });
  request.end();
  const [answer] = await within(`the answer to ${path}`, once(request, 'response'));
  let body = '';
  for await (const chunk of answer) body += chunk;
  return { status: answer.statusCode, headers: answer.headers, body };
}

const FORGED = { 'x-finews-path': '/forged', 'x-finews-query': '?forged' };

for (const [name, headers] of [
  ['that sends the portal’s own headers', FORGED],
  ['that takes itself for Next', { ...FORGED, 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }],
  ['with a host that cannot exist', { ...FORGED, host: 'front.invalid' }],
] as const) {
  for (const path of ['/', '/categories', '/nowhere', '/_next/static/nowhere.js']) {
    test(`sends ${path} under a policy and by its own address to a client ${name}`, async () => {
      const { headers: answered, body } = await ask(path, headers);
      const policy = String(answered['content-security-policy']);
      assert.deepEqual([/script-src 'self'/.test(policy), body.includes('forged')], [true, false]);
    });
  }
}

test('sends documents too under a policy to a client that sends the portal’s own headers', async () => {
  const { headers } = await ask('/feed.xml', FORGED);
  assert.match(String(headers['content-security-policy']), /script-src 'self' 'nonce-/);
});

for (const [path, status] of [
  ['/%zz', 400],
  ['/%e4%b8', 400],
  ['/a%5cb', 400],
  ['/_global-error', 404],
  ['/x/../_global-error', 404],
  ['/x/%2E%2e/_global-error', 404],
  ['/zh-hant/zh-hant/', 404],
  ['/zh-hant/%7Ah-hant/', 404],
  ['/zh-hant'.repeat(100), 404],
  ['/zh-hant/', 200],
  ['/index.html', 308],
  [SAMPLE_PAGES.withdrawn, 410],
  [`/zh-hant${SAMPLE_PAGES.withdrawn}`, 410],
  [`${SAMPLE_PAGES.article}.md`, 200],
  [`${SAMPLE_PAGES.withdrawn}.md`, 410],
  ['/nowhere.md', 404],
  ['/_withdrawn/nowhere', 404],
  ['/_withdrawn/', 404],
  [`/_withdrawn/_withdrawn${SAMPLE_PAGES.withdrawn}`, 404],
] as const) {
  test(`answers ${status} to ${path.slice(0, 40)}`, async () => {
    assert.equal((await ask(path)).status, status);
  });
}

for (const path of ['/index.html', '/zh-hant', '/feed/stock/609901.xml']) {
  test(`lets browsers ask again where ${path} leads`, async () => {
    const { status, headers } = await ask(path);
    assert.deepEqual([status, headers['cache-control']], [308, PAGE_CACHE_CONTROL]);
  });
}

test('sends the page of a withdrawn article under a policy without a nonce of content', async () => {
  const { headers, body } = await ask(SAMPLE_PAGES.withdrawn, FORGED);
  const policy = String(headers['content-security-policy']);
  assert.deepEqual([/script-src 'self'/.test(policy), body.includes('forged')], [true, false]);
});

test('sends an article as Markdown at its own address to who asks for that', async () => {
  const [page, markdown] = [
    await ask(SAMPLE_PAGES.article),
    await ask(SAMPLE_PAGES.article, { accept: 'text/markdown' }),
  ];
  assert.deepEqual(
    [page.headers['content-type'], markdown.headers['content-type']],
    ['text/html; charset=utf-8', 'text/markdown; charset=utf-8'],
  );
});

test('takes the first of several parameters with one name', async () => {
  const { body } = await ask('/api/search?limit=1&limit=0&q=%E6%B8%AF&q=');
  assert.equal(JSON.parse(body).articles.length, 1);
});

for (const [path, cacheControl] of [
  ['/', 'public, max-age=0, s-maxage=1, stale-while-revalidate=300'],
  ['/feed.xml', 'public, max-age=0, s-maxage=1, stale-while-revalidate=60'],
  ['/api/suggest?q=a', 'public, max-age=0, s-maxage=1, stale-while-revalidate=300'],
  ['/speculation-rules.json', 'public, max-age=86400'],
  ['/healthz', 'no-store'],
] as const) {
  test(`sends ${path} with Cache-Control: ${cacheControl}`, async () => {
    assert.equal((await ask(path)).headers['cache-control'], cacheControl);
  });
}

test('tells browsers of the speculation rules on pages alone', async () => {
  const paths = ['/', '/category/emnews.html', '/feed.xml', '/icon.svg', '/robots.txt', '/api/suggest?q=a'];
  const answers = await Promise.all(paths.map((path) => ask(path)));
  assert.deepEqual(
    answers.map(({ headers }) => headers['speculation-rules'] !== undefined),
    [true, true, false, false, false, false],
  );
});

for (const [method, headers, status, length] of [
  ['GET', {}, 200, undefined],
  ['GET', { range: 'bytes=0-3' }, 206, 4],
  ['HEAD', {}, 200, 0],
] as const) {
  test(`answers ${status} to ${method} of a file of the content folder, with ${JSON.stringify(headers)}`, async () => {
    const answer = await fetch(`${server.url}/samples/bridge.svg`, { method, headers });
    const bytes = readFileSync('content/samples/bridge.svg', 'utf8');
    assert.deepEqual([answer.status, await answer.text()], [status, bytes.slice(0, length)]);
  });
}

test('sends a file of the content folder under a policy in which nothing runs', async () => {
  const { headers } = await ask('/samples/bridge.svg');
  assert.match(String(headers['content-security-policy']), /^sandbox; default-src 'none'; (?!.*script-src)/);
});

test('sends a file of the content folder for some minutes, and without the headers of pages', async () => {
  const { headers } = await ask('/samples/bridge.svg');
  assert.deepEqual(
    [
      headers['cache-control'],
      headers['content-type'],
      headers['x-content-type-options'],
      headers['speculation-rules'],
    ],
    ['public, max-age=300', 'image/svg+xml', 'nosniff', undefined],
  );
});

for (const path of ['/_config.yml', '/samples/', '/samples/..%2f_config.yml']) {
  test(`sends no file at ${path}`, async () => {
    assert.equal((await ask(path)).status, 404);
  });
}

test('leads from a card to the icon where nothing makes pictures', async () => {
  const { body } = await ask(SAMPLE_PAGES.article);
  const card = /<meta property="og:image" content="([^"]+)"/.exec(body)?.[1] ?? '';
  const { status, headers } = await ask(new URL(card).pathname);
  assert.deepEqual([status, headers.location, headers['x-finews-picture']], [307, '/apple-touch-icon.png', undefined]);
});

test('leads from a scaled picture of an earlier version to what stands for it now', async () => {
  const { status, headers } = await ask('/-/scaled/V1/720/samples/bridge.svg.webp');
  assert.match(`${status} ${headers.location}`, /^307 \/samples\/bridge\.svg\?v=\w+$/);
});

for (const path of ['/-/scaled/V1/720/samples/nowhere.jpg.webp', '/-/card/0123456789abcdef/nowhere.html.png']) {
  test(`answers 404 for ${path}, which no page names`, async () => {
    assert.equal((await ask(path)).status, 404);
  });
}
