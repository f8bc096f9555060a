import assert from 'node:assert/strict';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Program } from '../../../../../deploy/cluster/program.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../../support/archive-posts.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { until } from '../../../../support/wait.ts';

/** Starts `finews ingest` in a data folder of its own. */
function startIngester(context: TestContext, folder: PortalFolder, name: string): Program {
  const program = new Program({
    command: process.execPath,
    args: ['bin/finews.mjs', 'ingest'],
    environment: {
      ...process.env,
      CONTENT_DIR: folder.contentDir,
      DATA_DIR: join(folder.dataDir, name),
      DATABASE_URL: folder.database?.url,
    },
    log: '/dev/null',
  });
  context.after(() => program.stop());
  return program;
}

/** Two ingesters of one database: the first works, the second waits. */
async function startTwo(context: TestContext): Promise<{ folder: PortalFolder; first: Program; second: Program }> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const first = startIngester(context, folder, 'first');
  await until('the first ingester to work', () => first.output.includes('watching'));
  const second = startIngester(context, folder, 'second');
  await until('the second ingester to wait', () => second.output.includes('this one takes over when it ends'));
  return { folder, first, second };
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
