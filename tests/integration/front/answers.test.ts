import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startFront, UpstreamError } from '../../../lib/front/index.ts';
import { until } from '../../support/wait.ts';
import { ask, FakeUpstream, html, PAGE, start, startKeeping, UNKNOWN_STATES } from './fake-upstream.ts';

test('sends a page as the worker has made it', async (context) => {
  const front = await start(context, new FakeUpstream());
  assert.equal((await ask(front, '/')).body.toString(), PAGE);
});

test('sends a constant policy that lets no inline script run', async (context) => {
  const front = await start(context, new FakeUpstream());
  const policy = (await ask(front, '/')).headers['content-security-policy'];
  assert.match(
    String(policy),
    /script-src 'self'; script-src-attr 'none';.*object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'/,
  );
});

test('sends the security headers and none that name the software', async (context) => {
  const front = await start(context, new FakeUpstream());
  const { headers } = await ask(front, '/');
  assert.deepEqual(
    [headers['x-powered-by'], headers['x-content-type-options'], headers['referrer-policy']],
    [undefined, 'nosniff', 'strict-origin-when-cross-origin'],
  );
});

test('answers HEAD with the headers of GET and no body', async (context) => {
  const front = await start(context, new FakeUpstream());
  const get = await ask(front, '/');
  const head = await ask(front, '/', {}, 'HEAD');
  assert.deepEqual(
    [head.headers.etag, head.headers['content-length'], head.body.length],
    [get.headers.etag, get.headers['content-length'], 0],
  );
});

test('gives the same page the same strong validator', async (context) => {
  const front = await start(context, new FakeUpstream());
  const first = (await ask(front, '/')).headers.etag;
  assert.equal((await ask(front, '/')).headers.etag, first);
});

for (const encoding of ['identity', 'gzip', 'br']) {
  test(`answers 304 to a client that has the page in ${encoding}`, async (context) => {
    const front = await start(context, new FakeUpstream());
    const { etag = '' } = (await ask(front, '/', { 'accept-encoding': encoding })).headers;
    const again = await ask(front, '/', { 'accept-encoding': encoding, 'if-none-match': String(etag) });
    assert.deepEqual([again.status, again.body.length], [304, 0]);
  });
}

for (const [accepted, encoding, decode] of [
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip;q=1, br;q=0', 'gzip', gunzipSync],
  ['br;q=0.1, gzip;q=0.9', 'gzip', gunzipSync],
  ['gzip;q=0.5, br;q=0.5', 'br', brotliDecompressSync],
  ['gzip;q=0.5, *;q=0.9', 'br', brotliDecompressSync],
  ['identity;q=1, br;q=0.5', undefined, (body: Buffer) => body],
  ['identity;q=0, deflate', undefined, (body: Buffer) => body],
  ['*', 'br', brotliDecompressSync],
  ['identity', undefined, (body: Buffer) => body],
] as const) {
  test(`compresses for a client that accepts ${accepted}`, async (context) => {
    const front = await start(context, new FakeUpstream());
    const { headers, body } = await ask(front, '/', { 'accept-encoding': accepted });
    assert.deepEqual(
      [headers['content-encoding'], decode(body).toString().includes('正文。'), headers.vary],
      [encoding, true, 'Accept-Encoding'],
    );
  });
}

test('sends the plain page to a client without compression when others have had it compressed', async (context) => {
  const front = await startKeeping(context, new FakeUpstream());
  for (const encoding of ['gzip', 'br']) await ask(front, '/', { 'accept-encoding': encoding });
  assert.equal((await ask(front, '/')).body.toString(), PAGE);
});

test('shows readers no details of an error', async (context) => {
  const front = await start(context, new FakeUpstream(() => html('Error: secret at /srv', 500)));
  const { status, headers, body } = await ask(front, '/');
  assert.deepEqual(
    [status, headers['cache-control'], body.includes('secret'), body.includes('暂时')],
    [500, 'no-store', false, true],
  );
});

test('answers 503 with a page of its own if no worker answers', async (context) => {
  const upstream = new FakeUpstream(() => {
    throw new UpstreamError('no worker');
  });
  const front = await start(context, upstream);
  const { status, headers } = await ask(front, '/');
  assert.deepEqual([status, headers['retry-after']], [503, '5']);
});

test('sends a redirect without a body', async (context) => {
  const upstream = new FakeUpstream(() => ({
    ...html('<p>shell</p>', 308),
    headers: { location: '/category/emnews.html' },
  }));
  const front = await start(context, upstream);
  const { status, headers, body } = await ask(front, '/emnews/');
  assert.deepEqual([status, headers.location, body.length], [308, '/category/emnews.html', 0]);
});

test('lets caches keep a redirect no longer than a page where the upstream does not say for how long', async (context) => {
  const upstream = new FakeUpstream(() => ({ ...html('', 308), headers: { location: '/story/b' } }));
  const front = await start(context, upstream);
  const { headers } = await ask(front, '/story/a');
  assert.equal(headers['cache-control'], 'public, max-age=0, s-maxage=1, stale-while-revalidate=300');
});

test('is alive before its worker is', async (context) => {
  const upstream = new FakeUpstream();
  upstream.isReadyNow = false;
  const front = await start(context, upstream);
  assert.deepEqual([(await ask(front, '/healthz')).status, (await ask(front, '/readyz')).status], [200, 503]);
});

test('answers what it has been asked before it closes', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const upstream = new FakeUpstream(async () => {
    await promise;
    return html(PAGE);
  });
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: UNKNOWN_STATES });
  const answer = ask(front, '/');
  await until('the request to reach the upstream', () => upstream.asked.length === 1);
  const closed = front.close();
  resolve();
  assert.equal((await answer).status, 200);
  await closed;
});

test('sends static files itself, for a year if their names contain a digest', async (context) => {
  const root = mkdtempSync(join(tmpdir(), 'finews-front-'));
  context.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, '.next/static/chunks'), { recursive: true });
  mkdirSync(join(root, 'public/client'), { recursive: true });
  writeFileSync(join(root, '.next/static/chunks/a.css'), 'p{color:red}');
  writeFileSync(join(root, 'public/picture.svg'), '<svg/>');
  writeFileSync(join(root, 'public/client/finews-A.js'), '1');
  const upstream = new FakeUpstream();
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: UNKNOWN_STATES, root });
  context.after(() => front.close());
  const css = await ask(front, '/_next/static/chunks/a.css');
  const script = await ask(front, '/client/finews-A.js');
  const icon = await ask(front, '/picture.svg');
  const aYear = 'public, max-age=31536000, immutable';
  assert.deepEqual(
    [css, script, icon].map(({ headers }) => [headers['content-type'], headers['cache-control']]),
    [
      ['text/css; charset=utf-8', aYear],
      ['text/javascript; charset=utf-8', aYear],
      ['image/svg+xml', 'public, max-age=3600'],
    ],
  );
  assert.deepEqual(upstream.asked, []);
});
