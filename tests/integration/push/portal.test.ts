/** A portal that serves and pushes, with a receiver in the place of search engines and hubs. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { PushQueue } from '../../../lib/push/index.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { Receiver } from '../../support/push/receiver.ts';
import { until } from '../../support/wait.ts';

const KEY = 'abcd-efgh-1234';
const contentDir = mkdtempSync(join(tmpdir(), 'finews-push-portal-'));
const dataDir = join(contentDir, '.data');
let isHanging = false;
let receiver: Receiver;
let portal: Portal;

before(async () => {
  receiver = await Receiver.start(() => (isHanging ? 'hang' : { status: 200 }));
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(
    join(contentDir, '_config.yml'),
    `url: https://news.example\npush:\n  indexnow: {key: ${KEY}, endpoint: "${receiver.url}"}\n`,
  );
  writeFileSync(join(contentDir, '_posts', '2022-03-01-a.md'), postText({ title: '甲', categories: 'ribao' }));
  // What an earlier run left.
  const queue = new PushQueue(dataDir);
  queue.prepare([{ target: 'IndexNow', item: '/left.html', isGone: false }], 1);
  queue.confirm(1);
  queue.close();
  portal = await startPortal(contentDir, { DATA_DIR: dataDir });
});
after(async () => {
  await portal?.stop();
  await receiver?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

test('sends what an earlier run has left in the queue', async () => {
  await until('the push', () => receiver.taken.length > 0);
  assert.deepEqual(JSON.parse(receiver.taken[0]?.body ?? '').urlList, ['https://news.example/left.html']);
});

for (const [path, status] of [
  [`/${KEY}.txt`, 200],
  ['/abcd-efgh-1235.txt', 404],
] as const) {
  test(`answers ${path} with ${status}`, async () => {
    assert.equal((await fetch(portal.url + path)).status, status);
  });
}

test('serves the key file with the key alone, as plain text', async () => {
  const answer = await fetch(`${portal.url}/${KEY}.txt`);
  assert.deepEqual([answer.headers.get('content-type'), await answer.text()], ['text/plain; charset=utf-8', KEY]);
});

test('publishes while a receiver hangs', async () => {
  isHanging = true;
  const queue = new PushQueue(dataDir);
  queue.prepare([{ target: 'IndexNow', item: '/hanging.html', isGone: false }], 1);
  queue.confirm(1);
  queue.close();
  await until('the request that hangs', () => receiver.requests.some(({ body }) => body.includes('/hanging.html')));
  writeFileSync(join(contentDir, '_posts', '2022-03-02-b.md'), postText({ title: '乙', categories: 'ribao' }));
  await until('the article', async () => (await fetch(`${portal.url}/ribao/2022/03/02/b.html`)).status === 200);
  assert.equal((await fetch(`${portal.url}/ribao/2022/03/02/b.html`)).status, 200);
});
