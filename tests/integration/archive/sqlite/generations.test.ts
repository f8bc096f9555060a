import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { sealArchive } from '../../../../lib/archive/open-store.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../support/archive-posts.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';

test('makes a damaged index anew', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  writeFileSync(join(folder.dataDir, 'current'), 'index-0.sqlite\n');
  writeFileSync(join(folder.dataDir, 'index-0.sqlite'), 'no database');
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});

test('reads a sealed index where nothing can be written', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  sealArchive(folder.dataDir);
  const files = readdirSync(folder.dataDir).filter((name) => name.startsWith('index-'));
  assert.deepEqual([files.length, titles(await folder.archive.listArticles({ kind: 'latest' }, 1))], [1, ['甲']]);
});

test('takes a sealed index up again', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  sealArchive(folder.dataDir);
  await folder.archive.getState();
  folder.write(B, text('乙'));
  await folder.update();
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙', '甲']);
});
