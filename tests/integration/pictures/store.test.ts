/** Pictures that are made once and kept within a bound, through the door of the module. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { type KeptPicture, PictureStore } from '../../../lib/pictures/kept/index.ts';
import { jpeg, noisyJpeg, pngBomb } from '../../support/pictures/make-pictures.ts';

interface Folder {
  contentDir: string;
  dataDir: string;
  /** A store of these folders, as a portal opens it. */
  open: (maxBytes?: number) => PictureStore;
}

function makeFolder(context: TestContext): Folder {
  const contentDir = mkdtempSync(join(tmpdir(), 'finews-store-'));
  const dataDir = join(contentDir, '.data');
  const stores: PictureStore[] = [];
  context.after(() => {
    for (const store of stores) store.close();
    rmSync(contentDir, { recursive: true, force: true });
  });
  const open = (maxBytes = 2 ** 30): PictureStore => {
    const store = new PictureStore({ contentDir, dataDir, maxBytes });
    stores.push(store);
    return store;
  };
  return { contentDir, dataDir, open };
}

/** Bytes of a picture; 0 where there is none. */
async function sizeOf(picture: KeptPicture | undefined): Promise<number> {
  await picture?.handle.close();
  return picture?.size ?? 0;
}

const scaled = (path: string, width: number) => ({ kind: 'scaled', path, width }) as const;

const listKept = ({ dataDir }: Folder): string[] => readdirSync(join(dataDir, 'pictures')).sort();

test('keeps what it has made for the next process', async (context) => {
  const folder = makeFolder(context);
  writeFileSync(join(folder.contentDir, 'a.jpg'), await jpeg(800, 600));
  const first = folder.open();
  await sizeOf(await first.open(scaled('a.jpg', 200)));
  const file = join(folder.dataDir, 'pictures', listKept(folder)[0] ?? '');
  const { ino } = statSync(file);
  first.close();
  await sizeOf(await folder.open().open(scaled('a.jpg', 200)));
  assert.deepEqual([listKept(folder).length, statSync(file).ino === ino], [1, true]);
});

test('removes what has not been used for the longest time once there is no room', async (context) => {
  const folder = makeFolder(context);
  const names = ['a.jpg', 'b.jpg', 'c.jpg'];
  for (const name of names) writeFileSync(join(folder.contentDir, name), await noisyJpeg(400, 300));
  const sizes: number[] = [];
  const whole = folder.open();
  for (const name of names) sizes.push(await sizeOf(await whole.open(scaled(name, 300))));
  rmSync(join(folder.dataDir, 'pictures'), { recursive: true });
  const store = folder.open(sizes.reduce((sum, size) => sum + size) - 1);
  await sizeOf(await store.open(scaled('a.jpg', 300)));
  await sizeOf(await store.open(scaled('b.jpg', 300)));
  const kept = listKept(folder);
  await sizeOf(await store.open(scaled('a.jpg', 300)));
  await sizeOf(await store.open(scaled('c.jpg', 300)));
  const left = listKept(folder);
  await sizeOf(await store.open(scaled('a.jpg', 300)));
  assert.deepEqual([kept.length, left.length, kept.filter((name) => left.includes(name)).length], [2, 2, 1]);
});

test('makes a picture again that somebody has removed', async (context) => {
  const folder = makeFolder(context);
  writeFileSync(join(folder.contentDir, 'a.jpg'), await jpeg(800, 600));
  const store = folder.open();
  const size = await sizeOf(await store.open(scaled('a.jpg', 200)));
  rmSync(join(folder.dataDir, 'pictures', listKept(folder)[0] ?? ''));
  await sizeOf(await store.open(scaled('a.jpg', 200)));
  assert.equal(await sizeOf(await store.open(scaled('a.jpg', 200))), size);
});

test('removes what an earlier process has left unfinished', async (context) => {
  const folder = makeFolder(context);
  writeFileSync(join(folder.contentDir, 'a.jpg'), await jpeg(800, 600));
  const store = folder.open();
  await sizeOf(await store.open(scaled('a.jpg', 200)));
  writeFileSync(join(folder.dataDir, 'pictures', '.left.webp'), 'half');
  await sizeOf(await folder.open().open(scaled('a.jpg', 200)));
  assert.deepEqual(
    listKept(folder).filter((name) => name.startsWith('.')),
    [],
  );
});

for (const [name, bytes] of [
  ['a file that is no picture', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a picture of too many pixels', pngBomb(20_000, 20_000)],
  ['an empty file', Buffer.alloc(0)],
] as const) {
  test(`makes nothing of ${name}, and goes on`, async (context) => {
    const folder = makeFolder(context);
    writeFileSync(join(folder.contentDir, 'bad.png'), bytes);
    writeFileSync(join(folder.contentDir, 'good.jpg'), await jpeg(800, 600));
    const store = folder.open();
    const [bad, good] = await Promise.all([store.open(scaled('bad.png', 200)), store.open(scaled('good.jpg', 200))]);
    assert.deepEqual([await sizeOf(bad), (await sizeOf(good)) > 0], [0, true]);
  });
}

test('makes nothing of a file that is not there', async (context) => {
  assert.equal(await makeFolder(context).open().open(scaled('none.jpg', 200)), undefined);
});

test('makes nothing once it is closed', async (context) => {
  const folder = makeFolder(context);
  writeFileSync(join(folder.contentDir, 'a.jpg'), await jpeg(800, 600));
  const store = folder.open();
  store.close();
  assert.equal(await store.open(scaled('a.jpg', 200)), undefined);
});

test('makes nothing where the folder cannot be written, and goes on once it can', async (context) => {
  const folder = makeFolder(context);
  writeFileSync(join(folder.contentDir, 'a.jpg'), await jpeg(800, 600));
  writeFileSync(folder.dataDir, 'a file in its place');
  const store = folder.open();
  const before = await store.open(scaled('a.jpg', 200));
  rmSync(folder.dataDir);
  assert.deepEqual([before, (await sizeOf(await store.open(scaled('a.jpg', 200)))) > 0], [undefined, true]);
});
