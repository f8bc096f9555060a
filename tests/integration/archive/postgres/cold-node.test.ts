import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { before, type TestContext } from 'node:test';
import { Client } from 'pg';
import { type Archive, openArchive } from '../../../../lib/archive/index.ts';
import { SCHEMA_VERSION } from '../../../../lib/archive/sqlite/schema.ts';
import { parseQuery, type Query } from '../../../../lib/search/index.ts';
import { PortalFolder, postText } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';
import { mountSmallDisk } from '../../../support/servers/small-disk.ts';
import { until } from '../../../support/wait.ts';

/** More than are fetched at once. */
const POSTS = 1_100;
const STORY = Array.from({ length: 120 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
const WORDS = ['外汇', '储备', '人民币', '汇率', '港口', '大桥'];

const context = contextOfFile();
let folder: PortalFolder;

before(async () => {
  const posts = Array.from({ length: POSTS }, (_, i) => {
    const words = WORDS.filter((_, k) => (i * 7) % (k + 2) === 0);
    return [
      `_posts/2022-03-${10 + (i % 15)}-${i}.md`,
      postText({ title: `${words.join('')}${i}`, categories: `c${i % 3}` }, `${words.toReversed().join('，')}第${i}。`),
    ];
  });
  folder = new PortalFolder(context, Object.fromEntries(posts));
  for (const category of ['a', 'b']) {
    folder.write(`_posts/2022-03-20-${category}.md`, postText({ title: '江海大桥合龙', categories: category }, STORY));
  }
  await folder.update();
  // Segments of an update, and articles with tombstones.
  folder.remove('_posts/2022-03-10-0.md');
  folder.write('_posts/2022-03-11-1.md', postText({ title: '汇率改', categories: 'c1' }));
  await folder.update();
});

/** A node that has no copies of segments. */
function startColdNode(context: TestContext): Archive {
  const dataDir = mkdtempSync(join(tmpdir(), 'finews-cold-'));
  const archive = openArchive({ ...folder.location, dataDir });
  context.after(() => {
    archive.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return archive;
}

function queryOf(text: string): Query {
  const query = parseQuery(text);
  assert.ok(query && !('reason' in query));
  return query;
}

for (const text of [
  '汇',
  '汇率',
  '外汇储备',
  '人民币 -储备',
  '"汇率改"',
  '大桥 category:c1',
  'after:2022-03-15',
  '没有',
]) {
  test(`finds for ${text} without copies of segments what a warm node finds`, async (context) => {
    const ask = (archive: Archive) => archive.search(queryOf(text), { order: 'relevance', limit: 50 });
    assert.deepEqual(await ask(startColdNode(context)), await ask(folder.archive));
  });
}

test('names copies and related articles without copies of segments', async (context) => {
  const ask = (archive: Archive) => archive.getSurroundings('/a/2022/03/20/a.html', { copies: 5, related: 5 });
  const found = await ask(startColdNode(context));
  assert.deepEqual([found, found.copies.length], [await ask(folder.archive), 1]);
});

test('asks once for all lists that related articles are found by', async (context) => {
  const archive = startColdNode(context);
  const { mock } = context.mock.method(Client.prototype, 'query');
  await archive.getSurroundings('/a/2022/03/20/a.html', { copies: 5, related: 5 });
  assert.equal(mock.calls.filter(({ arguments: [text] }) => String(text).includes('JOIN search_pieces')).length, 1);
});

/** A node whose data folder cannot be made, since a file is in its place. */
function startWithoutFolder(context: TestContext): { archive: Archive; dataDir: string } {
  const root = mkdtempSync(join(tmpdir(), 'finews-unwritable-'));
  const dataDir = join(root, 'data');
  writeFileSync(dataDir, '');
  const archive = openArchive({ ...folder.location, dataDir });
  context.after(() => {
    archive.close();
    rmSync(root, { recursive: true, force: true });
  });
  return { archive, dataDir };
}

/** What goes to the log. */
function listen(context: TestContext): string[] {
  const lines: string[] = [];
  context.mock.method(console, 'error', (line: string) => lines.push(line));
  return lines;
}

test('finds without a data folder what a warm node finds', async (context) => {
  listen(context);
  const ask = (archive: Archive) => archive.search(queryOf('外汇储备'), { order: 'relevance', limit: 50 });
  assert.deepEqual(await ask(startWithoutFolder(context).archive), await ask(folder.archive));
});

test('says once that copies cannot be kept', async (context) => {
  const lines = listen(context);
  const { archive, dataDir } = startWithoutFolder(context);
  for (const text of ['外汇', '储备', '港口']) await archive.search(queryOf(text), { order: 'date', limit: 5 });
  assert.deepEqual(
    lines.map((line) => line.replace(/ \(.*?\)/, '')),
    [
      `finews: ${dataDir}: no copy of the search index can be kept; searches ask the database, which is slower; make room, or mend its permissions`,
    ],
  );
});

test('keeps copies once the data folder can be made', async (context) => {
  listen(context);
  const { archive, dataDir } = startWithoutFolder(context);
  const ask = () => archive.search(queryOf('外汇'), { order: 'date', limit: 5 });
  await ask();
  rmSync(dataDir);
  const now = performance.now.bind(performance);
  context.mock.method(performance, 'now', () => now() + 3_600_000);
  await ask();
  assert.equal(readdirSync(dataDir).filter((name) => /^search-cache-\d+\.sqlite$/.test(name)).length, 1);
});

test('finds with a file of copies that is damaged what a warm node finds', async (context) => {
  listen(context);
  const { archive, dataDir } = startWithoutFolder(context);
  rmSync(dataDir);
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, `search-cache-${SCHEMA_VERSION}.sqlite`), 'x'.repeat(10_000));
  const ask = (archive: Archive) => archive.search(queryOf('汇率'), { order: 'relevance', limit: 50 });
  assert.deepEqual(await ask(archive), await ask(folder.archive));
});

const root = mkdtempSync(join(tmpdir(), 'finews-full-node-'));
const disk = mountSmallDisk(join(root, 'disk'), '4m');
context.after(() => {
  disk.unmount();
  rmSync(root, { recursive: true, force: true });
});

for (const [name, room] of [
  ['without any room', 0],
  ['without room for copies', 150_000],
] as const) {
  test(`finds on a disk ${name} what a warm node finds`, { skip: disk.skip }, async (context) => {
    const lines = listen(context);
    const dataDir = join(root, 'disk', 'data');
    disk.leaveRoom(room);
    const archive = openArchive({ ...folder.location, dataDir });
    context.after(() => {
      archive.close();
      disk.makeRoom();
      rmSync(dataDir, { recursive: true, force: true });
    });
    const ask = (archive: Archive) => archive.search(queryOf('人民币 -储备'), { order: 'relevance', limit: 50 });
    assert.deepEqual(await ask(archive), await ask(folder.archive));
    await until('a warning', () => lines.some((line) => line.includes('no copy of the search index can be kept')));
  });
}

test('answers in an older state from its segments, though an update has merged them', async (context) => {
  const own = new PortalFolder(context);
  const write = async (i: number): Promise<void> => {
    own.write(`_posts/2022-04-01-m${i}.md`, postText({ title: `合并${i}` }));
    await own.update();
  };
  for (let i = 0; i < 7; i++) await write(i);
  const before = await own.archive.observe(async (archive) => {
    await archive.getState();
    // The eighth segment makes them all one.
    await write(7);
    return archive.search(queryOf('合并'), { order: 'date', limit: 50 });
  });
  const after = await own.archive.search(queryOf('合并'), { order: 'date', limit: 50 });
  assert.deepEqual([before.result.total, after.total], [7, 8]);
});

test('finishes a search where another page has begun the same and failed', async (context) => {
  const archive = startColdNode(context);
  const writer = new Client({ connectionString: folder.database?.url });
  await writer.connect();
  // Articles keep both pages waiting; what searches read is free.
  await writer.query('BEGIN; LOCK articles IN ACCESS EXCLUSIVE MODE');
  const ask = (page: Archive) => page.search(queryOf('汇率'), { order: 'date', limit: 5 });
  const begun = Promise.withResolvers<void>();
  const joined = Promise.withResolvers<void>();
  const failing = archive.observe(async (page) => {
    const answers = [page.getArticle('/a/2022/03/20/a.html'), ask(page)];
    for (const answer of answers) answer.catch(() => {});
    begun.resolve();
    await joined.promise;
    throw new Error('a page fails');
  });
  const failed = assert.rejects(failing, /a page fails/);
  const searching = archive.observe(async (page) => {
    await begun.promise;
    const answer = ask(page);
    joined.resolve();
    return answer;
  });
  await joined.promise;
  await writer.end();
  await failed;
  assert.ok((await searching).result.total > 0);
});
