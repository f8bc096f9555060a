/** What an update of the archive queues, in either store. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type TestContext } from 'node:test';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const CONFIG = 'url: https://news.example\npush: {indexnow: abcdefgh, hubs: [https://hub.example/]}\n';
const at = (minute: number) => ({ now: () => new Date(Date.UTC(2026, 11, 31, 0, minute)) });

/** What waits: addresses, those that are gone with a minus sign, and feeds of Atom. */
function listWaiting(folder: PortalFolder): string[] {
  const db = new DatabaseSync(join(folder.dataDir, 'pushes.sqlite'), { readOnly: true });
  const rows = db
    .prepare("SELECT item, is_gone FROM waiting WHERE item NOT GLOB '*.rss' AND item NOT GLOB '*.json' ORDER BY item")
    .all();
  db.close();
  return rows.map(({ item, is_gone }) => (is_gone === 1 ? `-${item}` : decodeURI(String(item))));
}

function clear(folder: PortalFolder): void {
  const db = new DatabaseSync(join(folder.dataDir, 'pushes.sqlite'));
  db.exec('DELETE FROM waiting');
  db.close();
}

const A = '_posts/2022-03-01-a.md';
const FIELDS = { title: '甲', categories: 'ribao', tags: '日报' };

async function startWith(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, {
    '_config.yml': CONFIG,
    [A]: postText(FIELDS),
    'about.md': '---\ntitle: 关于\n---\n',
  });
  await folder.update(at(0));
  return folder;
}

test('queues nothing of an archive that is made from nothing', async (context) => {
  assert.deepEqual(listWaiting(await startWith(context)), []);
});

test('queues a new article and the feeds that have it', async (context) => {
  const folder = await startWith(context);
  folder.write('_posts/2022-03-02-b.md', postText({ ...FIELDS, categories: 'wanbao' }));
  await folder.update(at(1));
  assert.deepEqual(listWaiting(folder), [
    '/feed.xml',
    '/feed/tag/日报.xml',
    '/feed/wanbao.xml',
    '/wanbao/2022/03/02/b.html',
  ]);
});

test('queues an article that moves to another category at both addresses, and the feeds of both', async (context) => {
  const folder = await startWith(context);
  folder.write(A, postText({ ...FIELDS, categories: 'wanbao' }));
  await folder.update(at(1));
  assert.deepEqual(listWaiting(folder), [
    '/feed.xml',
    '/feed/ribao.xml',
    '/feed/tag/日报.xml',
    '/feed/wanbao.xml',
    '-/ribao/2022/03/01/a.html',
    '/wanbao/2022/03/01/a.html',
  ]);
});

for (const [name, take] of [
  ['removed', (folder: PortalFolder) => folder.remove(A)],
  ['retracted', (folder: PortalFolder) => folder.write(A, postText({ ...FIELDS, retracted: '消息不实' }))],
] as const) {
  test(`queues a ${name} article as gone, and the feeds that had it`, async (context) => {
    const folder = await startWith(context);
    folder.write('_posts/2022-03-02-b.md', postText({ title: '乙', categories: 'ribao' }));
    await folder.update(at(1));
    clear(folder);
    take(folder);
    await folder.update(at(2));
    assert.deepEqual(listWaiting(folder), [
      '/feed.xml',
      '/feed/ribao.xml',
      '/feed/tag/日报.xml',
      '-/ribao/2022/03/01/a.html',
    ]);
  });
}

test('queues the feeds of the stocks of a wire post when its media post takes its place', async (context) => {
  const folder = await startWith(context);
  const code = '202203020000000001';
  folder.write(`_posts/2022-03-02-${code}.md`, postText({ ...FIELDS, stocks: 'SH600519' }));
  await folder.update(at(1));
  clear(folder);
  folder.write(`_posts/2022-03-02-NW${code}.md`, postText({ title: '乙', categories: 'wanbao' }));
  await folder.update(at(2));
  assert.deepEqual(listWaiting(folder), [
    '/feed.xml',
    '/feed/stock/SH600519.xml',
    '/feed/wanbao.xml',
    `/wanbao/2022/03/02/NW${code}.html`,
  ]);
});

test('queues a page without a feed', async (context) => {
  const folder = await startWith(context);
  folder.write('about.md', '---\ntitle: 关于我们\n---\n');
  await folder.update(at(1));
  assert.deepEqual(listWaiting(folder), ['/about.html']);
});

test('queues nothing for a file that is saved as it was', async (context) => {
  const folder = await startWith(context);
  folder.write(A, postText(FIELDS));
  await folder.update(at(1));
  assert.deepEqual(listWaiting(folder), []);
});

test('queues what is newer than the last update where the archive is made anew', async (context) => {
  const folder = await startWith(context);
  folder.write('_posts/2022-03-02-old.md', postText({ title: '旧', categories: 'ribao' }));
  folder.write(
    '_posts/2026-12-31-new.md',
    postText({ title: '新', date: '2026-12-31 08:30:00 +0800', categories: 'ribao' }),
  );
  await folder.update({ ...at(60), full: true });
  assert.deepEqual(listWaiting(folder), ['/feed.xml', '/feed/ribao.xml', '/ribao/2026/12/31/new.html']);
});

test('queues nothing where nobody is to be told', async (context) => {
  const folder = new PortalFolder(context, { [A]: postText(FIELDS) });
  await folder.update(at(0));
  folder.write(A, postText({ ...FIELDS, title: '乙' }));
  await folder.update(at(1));
  assert.throws(() => listWaiting(folder));
});

test('updates the archive where the queue cannot be written, and queues what it missed once it can', async (context) => {
  const folder = await startWith(context);
  for (const end of ['', '-wal', '-shm']) folder.removeIfThere(`../data/pushes.sqlite${end}`);
  mkdirSync(join(folder.dataDir, 'pushes.sqlite'));
  writeFileSync(join(folder.dataDir, 'pushes.sqlite', 'x'), '');
  folder.write(A, postText({ ...FIELDS, title: '乙' }));
  const { changed, unqueued } = await folder.update(at(1));
  folder.remove('../data/pushes.sqlite');
  await folder.update(at(2));
  assert.deepEqual(
    [changed, unqueued !== undefined, listWaiting(folder)],
    [1, true, ['/feed.xml', '/feed/ribao.xml', '/feed/tag/日报.xml', '/ribao/2022/03/01/a.html']],
  );
});
