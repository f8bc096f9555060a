import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import test from 'node:test';
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
