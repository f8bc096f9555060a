import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { Program } from '../../../../../deploy/cluster/program.ts';
import { openStore } from '../../../../../lib/archive/open-store.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../../support/archive-posts.ts';
import { startFinews } from '../../../../support/command/start-finews.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { lastFirst } from '../../../../support/servers/context-of-file.ts';
import { END_HOLDER_OF_LOCK } from '../../../../support/servers/test-database.ts';
import { until, within } from '../../../../support/wait.ts';

const WORKS = 'watching';
const WAITS = 'this one takes over when it ends';
const HAS_TAKEN_OVER = 'keeps the archive up to date now';

/** A content folder and a database. */
async function startFolder(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  return folder;
}

/** Starts `finews ingest` in a data folder of its own. */
const startIngester = (
  context: TestContext,
  { environment, dataDir }: PortalFolder,
  name: string,
  words: string,
  places: Readonly<Record<string, string>> = {},
): Promise<Program> =>
  startFinews(context, ['ingest'], { ...environment, DATA_DIR: join(dataDir, name), ...places }, words);

/** Two ingesters of one database: the first works, and reads the content folder by way of a link; the second waits. */
async function startTwo(
  ofTest: TestContext,
): Promise<{ folder: PortalFolder; first: Program; second: Program; link: string }> {
  const context = lastFirst(ofTest);
  const folder = await startFolder(context);
  const link = join(dirname(folder.contentDir), 'link');
  symlinkSync(folder.contentDir, link);
  const first = await startIngester(context, folder, 'first', WORKS, { CONTENT_DIR: link });
  const second = await startIngester(context, folder, 'second', WAITS);
  return { folder, first, second, link };
}

const latestOf = async ({ archive }: PortalFolder): Promise<string[]> =>
  titles(await archive.listArticles({ kind: 'latest' }, 1));

test('lets another ingester publish when the one at work is killed', async (context) => {
  const { folder, first, second } = await startTwo(context);
  first.kill();
  await until('the second ingester to work', () => second.output.includes(HAS_TAKEN_OVER));
  folder.write(B, text('乙'));
  await until('乙 to be published', async () => (await latestOf(folder)).includes('乙'));
});

test('publishes what was written while no ingester was at work', async (context) => {
  const { folder, first } = await startTwo(context);
  folder.write(B, text('乙'));
  first.kill();
  await until('乙 to be published', async () => (await latestOf(folder)).includes('乙'));
});

test('makes no new state of an archive by taking over', async (context) => {
  const { folder, first, second } = await startTwo(context);
  const before = await folder.archive.getState();
  first.kill();
  await until('the second ingester to work', () => second.output.includes(HAS_TAKEN_OVER));
  assert.deepEqual(await folder.archive.getState(), before);
});

test('writes nothing when it was stopped while another has taken over', async (context) => {
  const { folder, first, second } = await startTwo(context);
  process.kill(first.pid, 'SIGSTOP');
  let head: unknown;
  try {
    await folder.query(END_HOLDER_OF_LOCK);
    await until('the second ingester to work', () => second.output.includes(HAS_TAKEN_OVER));
    folder.write(B, text('乙'));
    await until('乙 to be published', async () => (await latestOf(folder)).includes('乙'));
    head = await folder.query('SELECT * FROM head');
  } finally {
    process.kill(first.pid, 'SIGCONT');
  }
  await until('the first ingester to wait', () => first.output.includes(WAITS));
  assert.deepEqual(await folder.query('SELECT * FROM head'), head);
});

test('lets another ingester publish when the one at work cannot read the content folder', async (context) => {
  const { folder, second, link } = await startTwo(context);
  rmSync(link);
  folder.write(B, text('乙'));
  await until('the second ingester to work', () => second.output.includes(HAS_TAKEN_OVER));
  assert.deepEqual(await latestOf(folder), ['乙', '甲']);
});

test('ends on SIGTERM while it waits for its turn and there is no archive', async (ofTest) => {
  const context = lastFirst(ofTest);
  const folder = await startFolder(context);
  const duty = await openStore({ ...folder.location, timezone: 'Asia/Shanghai' }).takeDuty();
  context.after(() => duty?.release());
  const program = await startIngester(context, folder, 'waiting', WAITS);
  await within('its end', program.stop());
});
