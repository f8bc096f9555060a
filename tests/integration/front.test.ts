import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
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
  readonly asked: { url: string; headers: Record<string, string> }[] = [];
  readonly #answer: (url: string) => UpstreamAnswer;
  isReadyNow = true;

  constructor(answer: (url: string) => UpstreamAnswer = () => html(PAGE)) {
    this.#answer = answer;
  }

  isReady(): boolean {
    return this.isReadyNow;
  }

  async get(url: string, headers: Record<string, string>): Promise<UpstreamAnswer> {
    this.asked.push({ url, headers });
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

test('passes on nothing that makes Next answer in another form', async (context) => {
  const upstream = new FakeUpstream();
  const front = await start(context, upstream);
  await ask(front, '/a?x=1&_rsc=abc', {
    host: 'news.example',
    rsc: '1',
    'next-router-state-tree': 'x',
    'next-action': 'x',
    'x-finews-trailing-slash': '1',
    'if-none-match': '"a"',
    'user-agent': 'test',
  });
  assert.deepEqual(upstream.asked, [{ url: '/a?x=1', headers: { host: 'news.example', 'user-agent': 'test' } }]);
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
