/** What is pushed of a portal below a folder of its host. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { targetsOf } from '../../../lib/push/index.ts';
import { Receiver } from '../../support/push/receiver.ts';

test('tells IndexNow of addresses below the base, where the key lies too', async (context) => {
  const receiver = await Receiver.start();
  context.after(() => receiver.stop());
  const [target] = targetsOf({
    url: 'https://news.example',
    basePath: '/blog',
    drafts: false,
    push: { indexNow: { key: 'abcd-1234', endpoint: receiver.url }, hubs: [] },
  });
  await target?.send(['/a.html'], 0, new AbortController().signal);
  const { host, keyLocation, urlList } = JSON.parse(receiver.requests[0]?.body ?? '{}');
  assert.deepEqual(
    [host, keyLocation, urlList],
    ['news.example', 'https://news.example/blog/abcd-1234.txt', ['https://news.example/blog/a.html']],
  );
});
