import assert from 'node:assert/strict';
import test from 'node:test';
import { answerConditionally } from '../../../lib/feeds/index.ts';

const document = { body: '<feed/>', contentType: 'application/atom+xml; charset=utf-8', changedAt: 1_646_092_800 };
const ask = (headers: Record<string, string>): Response =>
  answerConditionally(new Request('http://x/', { headers }), document);
const etag = ask({}).headers.get('etag') ?? '';

test('sends a document that may be asked for again at once', async () => {
  const answer = ask({});
  assert.deepEqual(
    [await answer.text(), answer.headers.get('content-type'), answer.headers.get('cache-control')],
    [document.body, document.contentType, 'public, max-age=0, s-maxage=1, stale-while-revalidate=60'],
  );
});

test('answers 304 without a body and with the validators', async () => {
  const answer = ask({ 'if-none-match': etag });
  assert.deepEqual(
    [await answer.text(), answer.headers.get('etag'), answer.headers.get('last-modified')],
    ['', etag, 'Tue, 01 Mar 2022 00:00:00 GMT'],
  );
});

test('gives another tag to another document', () => {
  const other = answerConditionally(new Request('http://x/'), { ...document, body: '<feed></feed>' });
  assert.notEqual(other.headers.get('etag'), etag);
});

test('sends a document with its validators', () => {
  const { headers } = ask({});
  assert.deepEqual([/^"[\w-]{27}"$/.test(etag), headers.get('last-modified')], [true, 'Tue, 01 Mar 2022 00:00:00 GMT']);
});

for (const [name, headers, status] of [
  ['the same tag', { 'if-none-match': etag }, 304],
  ['the same tag, weak, in a list', { 'if-none-match': `"a", W/${etag}` }, 304],
  ['any tag', { 'if-none-match': '*' }, 304],
  ['another tag', { 'if-none-match': '"a"' }, 200],
  [
    'another tag and a later date',
    { 'if-none-match': '"a"', 'if-modified-since': 'Wed, 02 Mar 2022 00:00:00 GMT' },
    200,
  ],
  ['the same date', { 'if-modified-since': 'Tue, 01 Mar 2022 00:00:00 GMT' }, 304],
  ['an earlier date', { 'if-modified-since': 'Mon, 28 Feb 2022 00:00:00 GMT' }, 200],
  ['the same date as RFC 850 writes it', { 'if-modified-since': 'Tuesday, 01-Mar-22 00:00:00 GMT' }, 304],
  ['the same date as asctime writes it', { 'if-modified-since': 'Tue Mar  1 00:00:00 2022' }, 304],
  ['an earlier date as asctime writes it', { 'if-modified-since': 'Mon Feb 28 23:59:59 2022' }, 200],
  ['no date', { 'if-modified-since': 'yesterday' }, 200],
  ['a later date that is no HTTP-date', { 'if-modified-since': '2099' }, 200],
  ['a later date in another zone', { 'if-modified-since': 'Wed, 02 Mar 2022 00:00:00 +0800' }, 200],
  [
    'an empty list of tags and a later date',
    { 'if-none-match': '', 'if-modified-since': 'Wed, 02 Mar 2022 00:00:00 GMT' },
    200,
  ],
  ['a tag that only begins like it', { 'if-none-match': `${etag.slice(0, -2)}"` }, 200],
] as const) {
  test(`answers ${status} to who has ${name}`, () => {
    assert.equal(ask(headers).status, status);
  });
}
