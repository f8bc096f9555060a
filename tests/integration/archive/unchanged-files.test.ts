import assert from 'node:assert/strict';
import { chmodSync, chownSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { POST_A as A, POST_B as B, text, titles } from '../../support/archive-posts.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

const WRITTEN = new Date('2026-01-01T00:00:00Z');
const secondsLater = (seconds: number) => ({ now: () => new Date(WRITTEN.getTime() + seconds * 1000) });

test('finds a change that came so soon after a look that the file kept its size and time', async (context) => {
  const folder = new PortalFolder(context);
  folder.write(A, text('甲'), WRITTEN);
  await folder.update(secondsLater(1));
  folder.write(A, text('乙'), WRITTEN);
  await folder.update(secondsLater(60));
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙']);
});

/** A clock so far ahead that every file is old. */
const later = { now: () => new Date(Date.now() + 60_000) };

/** How many files an update read. */
async function countRead(folder: PortalFolder): Promise<number> {
  let read = 0;
  await folder.update({
    ...later,
    onProgress: ({ phase, total }) => {
      if (phase === 'read') read = total;
    },
  });
  return read;
}

test('does not read a file that has the same size, times and inode', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲'), [B]: text('乙') });
  await folder.update(later);
  assert.equal(await countRead(folder), 0);
});

test('finds a change that kept the size and the modification time', async (context) => {
  const folder = new PortalFolder(context);
  folder.write(A, text('甲'), WRITTEN);
  await folder.update(later);
  folder.write(A, text('乙'), WRITTEN);
  await folder.update(later);
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙']);
});

test('finds a file in the place of another of the same size and modification time', async (context) => {
  const folder = new PortalFolder(context);
  folder.write(A, text('甲'), WRITTEN);
  folder.write('_hidden.md', text('乙'), WRITTEN);
  await folder.update(later);
  renameSync(join(folder.contentDir, '_hidden.md'), join(folder.contentDir, A));
  await folder.update(later);
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['乙']);
});

/** Runs with the rights of nobody, whom the system refuses what it would not refuse root. */
async function withoutRights<Result>(folder: PortalFolder, run: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return run();
  const nobody = 65_534;
  chownSync(dirname(folder.contentDir), nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

test('reads a file that could not be read again at the next look, though it has not changed', async (context) => {
  const folder = new PortalFolder(context);
  folder.write(A, text('甲'), WRITTEN);
  chmodSync(join(folder.contentDir, A), 0);
  await withoutRights(folder, () => folder.update(later));
  // Without root's rights the file's mode has to change.
  if (process.geteuid?.() !== 0) chmodSync(join(folder.contentDir, A), 0o600);
  await folder.update(later);
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});
