import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Program } from '../../../../../deploy/cluster/program.ts';
import { openStore } from '../../../../../lib/archive/open-store.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../../support/archive-posts.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { END_HOLDER_OF_LOCK } from '../../../../support/servers/test-database.ts';
import { until, within } from '../../../../support/wait.ts';

/** A content folder and a database, whose ingesters end before the database is given back. */
async function startFolder(context: TestContext): Promise<{ folder: PortalFolder; programs: Program[] }> {
  const programs: Program[] = [];
  context.after(() => Promise.all(programs.map((program) => program.stop())));
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  return { folder, programs };
}

/** Starts `finews ingest` in a data folder of its own. */
function startIngester(
  folder: PortalFolder,
  programs: Program[],
  name: string,
  contentDir = folder.contentDir,
): Program {
  const program = new Program({
    command: process.execPath,
    args: ['bin/finews.mjs', 'ingest'],
    environment: {
      ...process.env,
      CONTENT_DIR: contentDir,
      DATA_DIR: join(folder.dataDir, name),
      DATABASE_URL: folder.database?.url,
    },
    log: '/dev/null',
  });
  programs.push(program);
  return program;
}

/** Two ingesters of one database: the first works, and reads the content folder by way of a link; the second waits. */
async function startTwo(
  context: TestContext,
): Promise<{ folder: PortalFolder; first: Program; second: Program; link: string }> {
  const { folder, programs } = await startFolder(context);
  const link = join(dirname(folder.contentDir), 'link');
  symlinkSync(folder.contentDir, link);
  const first = startIngester(folder, programs, 'first', link);
  await until('the first ingester to work', () => first.output.includes('watching'));
  const second = startIngester(folder, programs, 'second');
  await until('the second ingester to wait', () => second.output.includes('this one takes over when it ends'));
  return { folder, first, second, link };
}

const latestOf = async ({ archive }: PortalFolder): Promise<string[]> =>
  titles(await archive.listArticles({ kind: 'latest' }, 1));

test('lets another ingester publish when the one at work is killed', async (context) => {
  const { folder, first, second } = await startTwo(context);
  first.kill();
  await until('the second ingester to work', () => second.output.includes('keeps the archive up to date now'));
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
  await until('the second ingester to work', () => second.output.includes('keeps the archive up to date now'));
  assert.deepEqual(await folder.archive.getState(), before);
});

test('writes nothing when it was stopped while another has taken over', async (context) => {
  const { folder, first, second } = await startTwo(context);
  process.kill(first.pid, 'SIGSTOP');
  let head: unknown;
  try {
    await folder.query(END_HOLDER_OF_LOCK);
    await until('the second ingester to work', () => second.output.includes('keeps the archive up to date now'));
    folder.write(B, text('乙'));
    await until('乙 to be published', async () => (await latestOf(folder)).includes('乙'));
    head = await folder.query('SELECT * FROM head');
  } finally {
    process.kill(first.pid, 'SIGCONT');
  }
  await until('the first ingester to wait', () => first.output.includes('this one takes over when it ends'));
  assert.deepEqual(await folder.query('SELECT * FROM head'), head);
});

test('lets another ingester publish when the one at work cannot read the content folder', async (context) => {
  const { folder, second, link } = await startTwo(context);
  rmSync(link);
  folder.write(B, text('乙'));
  await until('the second ingester to work', () => second.output.includes('keeps the archive up to date now'));
  assert.deepEqual(await latestOf(folder), ['乙', '甲']);
});

test('ends on SIGTERM while it waits for its turn and there is no archive', async (context) => {
  const { folder, programs } = await startFolder(context);
  const duty = await openStore({ ...folder.location, timezone: 'Asia/Shanghai' }).takeDuty();
  context.after(() => duty?.release());
  const program = startIngester(folder, programs, 'waiting');
  await until('the ingester to wait', () => program.output.includes('this one takes over when it ends'));
  await within('its end', program.stop());
});
