import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, FakeUpstream, sendRaw, start, startKeeping } from './fake-upstream.ts';

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
  ['/a#b', 400],
  ['/x/../_next/static/a.js', 400],
  ['/x/%2e%2e/_next/a', 400],
  ['/x/.%2E/y', 400],
  ['/a/../', 400],
  ['/a/.', 400],
  ['/%2e', 400],
  ['/..', 400],
  ['/zh-hant/../nowhere', 400],
  ['/x/../_global-error', 400],
  ['/_next/image?url=x', 404],
  ['/%5Fnext/static/a.js', 404],
  ['/_not-found', 404],
  ['/a.rsc', 404],
  ['/a%2Ersc', 404],
  ['/zh-hant/_next/a', 404],
  ['/zh-hant/zh-hant', 404],
  ['/zh-hant/zh-hant/', 404],
  ['/zh-hant/%7Ah-hant/', 404],
  ['/zh-hant'.repeat(500), 404],
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

for (const [name, bytes] of [
  ['a length', 'Content-Length: 5\r\n\r\nhello'],
  ['chunks', 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
] as const) {
  test(`refuses content with ${name} and asks nobody`, async (context) => {
    const upstream = new FakeUpstream();
    const front = await start(context, upstream);
    const answer = await sendRaw(front, `GET / HTTP/1.1\r\nHost: x\r\n${bytes}`);
    assert.deepEqual([answer.slice(0, 12), upstream.asked.length], ['HTTP/1.1 400', 0]);
  });

  test(`refuses content with ${name} in a request for a kept answer`, async (context) => {
    const front = await startKeeping(context, new FakeUpstream());
    await ask(front, '/');
    assert.match(await sendRaw(front, `GET / HTTP/1.1\r\nHost: x\r\n${bytes}`), /^HTTP\/1\.1 400 /);
  });
}

for (const [asked, passedOn] of [
  ['/a?x=1&_rsc=abc', '/a'],
  ['/search?q=%E6%B8%AF&page=2&utm_source=x', '/search?q=%E6%B8%AF&page=2'],
  ['/html_News/NewsShare.html?infoCode=NW1&x', '/html_News/NewsShare.html?infoCode=NW1'],
  ['/search?q=a&q=b&page=2&page=3', '/search?q=a&page=2'],
  ['/zh-hant/api/suggest?q=a&q=b', '/zh-hant/api/suggest?q=a'],
  ['/a/%252e%252e/b', '/a/%252e%252e/b'],
  ['/a%2Fb/c', '/a%2Fb/c'],
] as const) {
  test(`asks the upstream for ${passedOn} where a reader asks for ${asked}`, async (context) => {
    const upstream = new FakeUpstream();
    const front = await start(context, upstream);
    await ask(front, asked, { rsc: '1', 'next-action': 'x', 'x-finews-path': '/b' });
    assert.deepEqual(upstream.asked, [passedOn]);
  });
}

test('keeps one answer for all spellings of an address', async (context) => {
  const upstream = new FakeUpstream();
  const front = await startKeeping(context, upstream);
  for (const path of ['/emnews/%E7%94%B2.html', '/%65mnews/%e7%94%b2%2Ehtml', '/emnews/%E7%94%B2.html?utm_source=x']) {
    await ask(front, path);
  }
  assert.deepEqual(upstream.asked, ['/emnews/%E7%94%B2.html']);
});

test('keeps one answer for all spellings of a search', async (context) => {
  const upstream = new FakeUpstream();
  const front = await startKeeping(context, upstream);
  for (const query of ['q=%E6%B8%AF+a&page=2', 'page=2&q=%e6%b8%af%20a', '%71=%E6%B8%AF%20a&page=2&q=b']) {
    await ask(front, `/search?${query}`);
  }
  assert.deepEqual(upstream.asked, ['/search?q=%E6%B8%AF+a&page=2']);
});
