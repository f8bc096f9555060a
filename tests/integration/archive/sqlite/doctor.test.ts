import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import test, { type TestContext } from 'node:test';
import { diagnoseArchive } from '../../../../lib/archive/diagnose/index.ts';
import { currentGeneration } from '../../../../lib/archive/sqlite/generations.ts';
import { POST_A as A, text } from '../../../support/archive-posts.ts';
import { runFinews } from '../../../support/command/run-finews.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';

test('finds an index that is damaged', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  writeFileSync(currentGeneration(folder.dataDir)?.path ?? '', 'x'.repeat(10_000));
  const { code, stdout } = await runFinews(['doctor'], { CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir });
  assert.deepEqual([code, /^warning +archive .*the next run makes it anew$/m.test(stdout)], [0, true]);
});

/** What is said of the free space of the data folder's disk. @param free in bytes */
async function judgeSpace(context: TestContext, free: number): Promise<string | undefined> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  context.mock.method(files, 'statfs', async () => ({ bavail: free / 4096, bsize: 4096 }));
  syncBuiltinESMExports();
  try {
    const { dataDir, contentDir } = folder;
    const found = await diagnoseArchive({ dataDir, contentDir, isReadOnly: false });
    return found.find(({ check }) => check === 'free space')?.level;
  } finally {
    context.mock.restoreAll();
    syncBuiltinESMExports();
  }
}

for (const [free, level] of [
  [4096, 'error'],
  [2 ** 29, 'warning'],
  [2 ** 31, 'ok'],
] as const) {
  test(`calls ${free} bytes of free space for a small archive: ${level}`, async (context) => {
    assert.equal(await judgeSpace(context, free), level);
  });
}
