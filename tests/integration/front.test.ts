import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Front, startFront, type Upstream, type UpstreamAnswer, UpstreamError } from '../../lib/front/index.ts';

const PAGE = `<!doctype html><script nonce="n1">1</script><p>${'正文。'.repeat(100)}</p>`;
const html = (body: string, status = 200): UpstreamAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "script-src 'nonce-n1'",
    'cache-control': 'public, max-age=0, s-maxage=1',
    'x-powered-by': 'Next.js',
    etag: '"next"',
  },
  body: Buffer.from(body),
});

/** An upstream that answers as told, and remembers what it was asked. */
class FakeUpstream implements Upstream {
  readonly asked: string[] = [];
  readonly #answer: (url: string) => UpstreamAnswer;
  isReadyNow = true;

  constructor(answer: (url: string) => UpstreamAnswer = () => html(PAGE)) {
    this.#answer = answer;
  }

  isReady(): boolean {
    return this.isReadyNow;
  }

  async get(url: string): Promise<UpstreamAnswer> {
    this.asked.push(url);
    return this.#answer(url);
  }

  async close(): Promise<void> {}
}

async function start(context: TestContext, upstream: Upstream): Promise<Front> {
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream });
  context.after(() => front.close());
  return front;
}

interface Reply {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/** Asks as a client does that leaves the path as it is and decodes nothing. */
async function ask(front: Front, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { hostname, port } = new URL(front.url);
  const request = httpRequest({ hostname, port, path, headers, method, agent: false });
  request.end();
  const [answer] = await once(request, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

test('sends a page without Next’s scripts', async (context) => {
  const front = await start(context, new FakeUpstream());
  assert.equal((await ask(front, '/')).body.toString(), PAGE.replace(/<script.*<\/script>/, ''));
});

test('sends a constant policy that lets no inline script run', async (context) => {
  const front = await start(context, new FakeUpstream());
  const policy = (await ask(front, '/')).headers['content-security-policy'];
  assert.match(
    String(policy),
    /script-src 'self'; script-src-attr 'none';.*object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'/,
  );
});

test('keeps what a server need not tell to itself', async (context) => {
  const front = await start(context, new FakeUpstream());
  const { headers } = await ask(front, '/');
  assert.deepEqual(
    [headers['x-powered-by'], headers['x-content-type-options'], headers['referrer-policy']],
    [undefined, 'nosniff', 'strict-origin-when-cross-origin'],
  );
});

for (const [path, status] of [
  ['/%zz', 400],
  ['/%e4%b8', 400],
  ['/a%00b', 400],
  ['/a%0db', 400],
  ['/a\\b', 400],
  ['/a%5cb', 400],
  ['//evil.example/', 400],
  ['http://evil.example/', 400],
  [`/${'a'.repeat(4_096)}`, 414],
  ['/_next/image?url=x', 404],
  ['/_not-found', 404],
  ['/a.rsc', 404],
] as const) {
  test(`answers ${status} to ${path.slice(0, 30)} and asks nobody`, async (context) => {
    const upstream = new FakeUpstream();
    const front = await start(context, upstream);
    assert.deepEqual([(await ask(front, path)).status, upstream.asked.length], [status, 0]);
  });
}

for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
  test(`does not take ${method}`, async (context) => {
    const front = await start(context, new FakeUpstream());
    const { status, headers } = await ask(front, '/', {}, method);
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD']);
  });
}

test('does not take a body', async (context) => {
  const upstream = new FakeUpstream();
  const front = await start(context, upstream);
  const socket = connect(Number(new URL(front.url).port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello');
  const [data] = await once(socket, 'data');
  socket.destroy();
  assert.deepEqual([String(data).slice(0, 12), upstream.asked.length], ['HTTP/1.1 400', 0]);
});

for (const [asked, passedOn] of [
  ['/a?x=1&_rsc=abc', '/a'],
  ['/search?q=%E6%B8%AF&page=2&utm_source=x', '/search?q=%E6%B8%AF&page=2'],
  ['/html_News/NewsShare.html?infoCode=NW1&x', '/html_News/NewsShare.html?infoCode=NW1'],
] as const) {
  test(`asks Next for ${passedOn} where a reader asks for ${asked}`, async (context) => {
    const upstream = new FakeUpstream();
    const front = await start(context, upstream);
    await ask(front, asked, { rsc: '1', 'next-action': 'x', 'x-finews-path': '/b' });
    assert.deepEqual(upstream.asked, [passedOn]);
  });
}

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
  let count = 0;
  const upstream = new FakeUpstream(() => {
    const nonce = `n${count++}`;
    const answer = html(PAGE.replace('n1', nonce));
    return { ...answer, headers: { ...answer.headers, 'content-security-policy': `script-src 'nonce-${nonce}'` } };
  });
  const front = await start(context, upstream);
  const first = (await ask(front, '/')).headers.etag;
  assert.equal((await ask(front, '/')).headers.etag, first);
});

for (const encoding of ['identity', 'gzip', 'br']) {
  test(`answers 304 to who has the page in ${encoding}`, async (context) => {
    const front = await start(context, new FakeUpstream());
    const { etag = '' } = (await ask(front, '/', { 'accept-encoding': encoding })).headers;
    const again = await ask(front, '/', { 'accept-encoding': encoding, 'if-none-match': String(etag) });
    assert.deepEqual([again.status, again.body.length], [304, 0]);
  });
}

for (const [accepted, encoding, decode] of [
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip;q=1, br;q=0', 'gzip', gunzipSync],
  ['*', 'br', brotliDecompressSync],
  ['identity', undefined, (body: Buffer) => body],
] as const) {
  test(`compresses for who accepts ${accepted}`, async (context) => {
    const front = await start(context, new FakeUpstream());
    const { headers, body } = await ask(front, '/', { 'accept-encoding': accepted });
    assert.deepEqual(
      [headers['content-encoding'], decode(body).toString().includes('正文。'), headers.vary],
      [encoding, true, 'Accept-Encoding'],
    );
  });
}

test('shows the whole 404 page where Next sends an empty shell', async (context) => {
  const upstream = new FakeUpstream((url) =>
    url === '/_not-found' ? html('<p>没有这个页面</p>', 404) : html('', 404),
  );
  const front = await start(context, upstream);
  const { status, body } = await ask(front, '/nowhere');
  assert.deepEqual([status, body.toString()], [404, '<p>没有这个页面</p>']);
});

test('tells readers nothing of what went wrong', async (context) => {
  const front = await start(context, new FakeUpstream(() => html('Error: secret at /srv', 500)));
  const { status, headers, body } = await ask(front, '/');
  assert.deepEqual(
    [status, headers['cache-control'], body.includes('secret'), body.includes('暂时')],
    [500, 'no-store', false, true],
  );
});

test('answers 503 with a page of its own where no worker answers', async (context) => {
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

test('is alive before its worker is', async (context) => {
  const upstream = new FakeUpstream();
  upstream.isReadyNow = false;
  const front = await start(context, upstream);
  assert.deepEqual([(await ask(front, '/healthz')).status, (await ask(front, '/readyz')).status], [200, 503]);
});

test('answers what it has been asked before it closes', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const upstream = new FakeUpstream();
  upstream.get = async () => {
    await promise;
    return html(PAGE);
  };
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream });
  const answer = ask(front, '/');
  while (!(await isAsked(front))) {}
  const closed = front.close();
  resolve();
  assert.equal((await answer).status, 200);
  await closed;
});

/** Health is answered at once, so a request that came before it has reached the front. */
async function isAsked(front: Front): Promise<boolean> {
  return (await ask(front, '/healthz')).status === 200;
}

/** A front whose archive is in the state that the test says. */
async function startKeeping(context: TestContext, upstream: Upstream, state: { now: string | Error }): Promise<Front> {
  const getState = async (): Promise<string> => {
    if (state.now instanceof Error) throw state.now;
    return state.now;
  };
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, getState });
  context.after(() => front.close());
  return front;
}

test('keeps an answer for as long as the archive stays the same', async (context) => {
  const upstream = new FakeUpstream();
  const front = await startKeeping(context, upstream, { now: '1' });
  const first = await ask(front, '/');
  const second = await ask(front, '/');
  assert.deepEqual([upstream.asked.length, second.body], [1, first.body]);
});

test('asks anew when the archive has changed', async (context) => {
  const state = { now: '1' };
  let text = '旧';
  const front = await startKeeping(context, new FakeUpstream(() => html(`<p>${text}</p>`)), state);
  await ask(front, '/');
  text = '新';
  state.now = '2';
  assert.equal((await ask(front, '/')).body.toString(), '<p>新</p>');
});

test('keeps nothing while the state of the archive is unknown', async (context) => {
  const upstream = new FakeUpstream();
  const front = await startKeeping(context, upstream, { now: new Error('no index') });
  await ask(front, '/');
  await ask(front, '/');
  assert.equal(upstream.asked.length, 2);
});

test('asks once for an address that many ask for at the same time', async (context) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const upstream = new FakeUpstream();
  const get = upstream.get.bind(upstream);
  upstream.get = async (url) => {
    const answer = await get(url);
    await promise;
    return answer;
  };
  const front = await startKeeping(context, upstream, { now: '1' });
  const answers = Array.from({ length: 20 }, () => ask(front, '/a'));
  await isAsked(front);
  resolve();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  assert.deepEqual([upstream.asked, new Set(statuses)], [['/a'], new Set([200])]);
});

test('does not keep what it asked for before the archive changed', async (context) => {
  const state = { now: '1' };
  const { promise, resolve } = Promise.withResolvers<void>();
  let text = '旧';
  const upstream = new FakeUpstream(() => html(`<p>${text}</p>`));
  const get = upstream.get.bind(upstream);
  upstream.get = async (url) => {
    const answer = await get(url);
    if (upstream.asked.length === 1) await promise;
    return answer;
  };
  const front = await startKeeping(context, upstream, state);
  const early = ask(front, '/a');
  await isAsked(front);
  state.now = '2';
  text = '新';
  const late = await ask(front, '/a');
  resolve();
  await early;
  assert.deepEqual([late.body.toString(), (await ask(front, '/a')).body.toString()], ['<p>新</p>', '<p>新</p>']);
});

test('does not keep that an address does not exist', async (context) => {
  let status = 404;
  const front = await startKeeping(context, new FakeUpstream((url) => html('<p>a</p>', url === '/a' ? status : 404)), {
    now: '1',
  });
  await ask(front, '/a');
  status = 200;
  assert.equal((await ask(front, '/a')).status, 200);
});

test('does not keep an error', async (context) => {
  let status = 500;
  const front = await startKeeping(context, new FakeUpstream(() => html('<p>a</p>', status)), { now: '1' });
  await ask(front, '/a');
  status = 200;
  assert.equal((await ask(front, '/a')).status, 200);
});

test('refuses a body even for an answer that it keeps', async (context) => {
  const front = await startKeeping(context, new FakeUpstream(), { now: '1' });
  await ask(front, '/');
  assert.equal((await ask(front, '/', { 'content-length': '0', 'transfer-encoding': 'chunked' })).status, 400);
});

test('sends the application’s files itself, for a year where their names change with them', async (context) => {
  const root = mkdtempSync(join(tmpdir(), 'finews-front-'));
  context.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, '.next/static/chunks'), { recursive: true });
  mkdirSync(join(root, 'public/client'), { recursive: true });
  writeFileSync(join(root, '.next/static/chunks/a.css'), 'p{color:red}');
  writeFileSync(join(root, 'public/icon.svg'), '<svg/>');
  writeFileSync(join(root, 'public/client/finews-A.js'), '1');
  const upstream = new FakeUpstream();
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, root });
  context.after(() => front.close());
  const css = await ask(front, '/_next/static/chunks/a.css');
  const script = await ask(front, '/client/finews-A.js');
  const icon = await ask(front, '/icon.svg');
  const forEver = 'public, max-age=31536000, immutable';
  assert.deepEqual(
    [css, script, icon].map(({ headers }) => [headers['content-type'], headers['cache-control']]),
    [
      ['text/css; charset=utf-8', forEver],
      ['text/javascript; charset=utf-8', forEver],
      ['image/svg+xml', 'public, max-age=3600'],
    ],
  );
  assert.deepEqual(upstream.asked, []);
});
