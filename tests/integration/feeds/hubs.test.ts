/** How subscribers find the hubs of a feed (WebSub, 4), in each format and in the headers, through a portal that serves. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';

const ORIGIN = 'http://localhost:8080';
const HUBS = ['https://hub.example/', 'https://other.example/hub?a=b&c'];
const contentDir = mkdtempSync(join(tmpdir(), 'finews-hubs-'));
let portal: Portal;

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, '_config.yml'), `url: ${ORIGIN}\npush: {hubs: ${JSON.stringify(HUBS)}}\n`);
  for (let n = 0; n < 60; n++) {
    const text = postText({ title: `第${n}条`, categories: 'ribao', tags: '日报' });
    writeFileSync(join(contentDir, '_posts', `2022-03-01-n${n}.md`), text);
  }
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(portal.url + path, { headers });

/** Links of a feed's document by their relation. */
async function readLinks(path: string): Promise<{ hubs: (string | undefined)[]; self: string | undefined }> {
  const text = await (await ask(path)).text();
  if (path.includes('.json')) {
    const { hubs = [], feed_url: self } = parseJsonFeed(text);
    assert.ok(hubs.every((hub) => hub.type === 'WebSub'));
    return { hubs: hubs.map(({ url }) => url), self };
  }
  const links = path.includes('.rss') ? parseRssFeed(text).atom?.links : parseAtomFeed(text).links;
  return {
    hubs: (links ?? []).filter(({ rel }) => rel === 'hub').map(({ href }) => href),
    self: (links ?? []).find(({ rel }) => rel === 'self')?.href,
  };
}

for (const path of ['/feed', '/feed/ribao', '/feed/tag/%E6%97%A5%E6%8A%A5'].flatMap((feed) =>
  ['xml', 'rss', 'json'].map((format) => `${feed}.${format}`),
)) {
  test(`${decodeURI(path)} names itself and its hubs`, async () => {
    assert.deepEqual(await readLinks(path), { hubs: HUBS, self: ORIGIN + path });
  });

  test(`the answer to ${decodeURI(path)} names both in its head`, async () => {
    const links = [...HUBS.map((hub) => `<${hub}>; rel="hub"`)].join(', ');
    assert.equal((await ask(path)).headers.get('link'), `<${ORIGIN}${path}>; rel="self", ${links}`);
  });
}

test('an answer that says nothing is new names the hubs too', async () => {
  const etag = (await ask('/feed.xml')).headers.get('etag') ?? '';
  const answer = await ask('/feed.xml', { 'if-none-match': etag });
  assert.deepEqual([answer.status, answer.headers.get('link')?.includes('rel="hub"')], [304, true]);
});

for (const path of ['/feed.xml?archive=1', `/feed/search.json?q=${encodeURIComponent('第')}`]) {
  test(`${decodeURIComponent(path)}, of which no hub is told, names none`, async () => {
    assert.deepEqual([(await readLinks(path)).hubs, (await ask(path)).headers.get('link')], [[], null]);
  });
}
