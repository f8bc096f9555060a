import assert from 'node:assert/strict';
import test from 'node:test';
import { POST_A as A, POST_B as B, text } from '../../support/archive-posts.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

test('gives an address to the first of two files and names both in the report', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { permalink: '/same' }),
    [B]: text('乙', { permalink: '/same' }),
  });
  const { problems } = await folder.update();
  assert.deepEqual(
    problems.map(({ path, message }) => [path, message.includes(A)]),
    [[B, true]],
  );
});

test('gives an address to the file that comes first by name, even if it comes later in time', async (context) => {
  const folder = new PortalFolder(context, { [B]: text('乙', { permalink: '/same' }) });
  await folder.update();
  folder.write(A, text('甲', { permalink: '/same' }));
  await folder.update();
  assert.equal((await folder.archive.getArticle('/same'))?.title, '甲');
});

test('passes an address on when the file that had it goes', async (context) => {
  const folder = new PortalFolder(context, {
    [A]: text('甲', { permalink: '/same' }),
    [B]: text('乙', { permalink: '/same' }),
  });
  await folder.update();
  folder.remove(A);
  const report = await folder.update();
  assert.deepEqual([(await folder.archive.getArticle('/same'))?.title, report.errors], ['乙', 0]);
});

const C = '_posts/2022-03-03-c.md';
const same = (title: string): string => text(title, { permalink: '/same' });
/** Path of each problem, and the file that its message names. */
const named = ({ problems }: { problems: { path: string; message: string }[] }): string[][] =>
  problems.map(({ path, message }) => [path, /same address as (\S+):/.exec(message)?.[1] ?? '']);

test('names both files when one that comes first by path takes the address of another', async (context) => {
  const folder = new PortalFolder(context, { [B]: same('乙') });
  await folder.update();
  folder.write(A, same('甲'));
  assert.deepEqual(named(await folder.update({ paths: [A] })), [[B, A]]);
});

test('names both files when a file comes whose address another has', async (context) => {
  const folder = new PortalFolder(context, { [A]: same('甲') });
  await folder.update();
  folder.write(B, same('乙'));
  assert.deepEqual(named(await folder.update({ paths: [B] })), [[B, A]]);
});

test('names both files in a look at the whole folder', async (context) => {
  const folder = new PortalFolder(context, { [B]: same('乙') });
  await folder.update();
  folder.write(A, same('甲'));
  assert.deepEqual(named(await folder.update()), [[B, A]]);
});

test('names both files where the index is made from nothing', async (context) => {
  const folder = new PortalFolder(context, { [A]: same('甲'), [B]: same('乙') });
  assert.deepEqual(named(await folder.update({ full: true })), [[B, A]]);
});

test('names the new owner to all who claim an address when it changes hands', async (context) => {
  const folder = new PortalFolder(context, { [A]: same('甲'), [B]: same('乙'), [C]: same('丙') });
  await folder.update();
  folder.remove(A);
  assert.deepEqual(named(await folder.update({ paths: [A] })), [[C, B]]);
});

test('gives an address to the next claimant where the first has become bad', async (context) => {
  const folder = new PortalFolder(context, { [A]: same('甲'), [B]: same('乙'), [C]: same('丙') });
  await folder.update();
  folder.remove(A);
  folder.write(B, postText({ title: '[乙' }));
  await folder.update({ paths: [A] });
  assert.equal((await folder.archive.getArticle('/same'))?.title, '丙');
});

test('makes the same index in every order of arrival', async (context) => {
  const files: Record<string, string> = { [A]: same('甲'), [B]: same('乙'), [C]: same('丙') };
  const owners: (string | undefined)[] = [];
  for (const order of [
    [A, B, C],
    [C, B, A],
    [B, C, A],
    [C, A, B],
  ]) {
    const folder = new PortalFolder(context);
    for (const path of order) {
      folder.write(path, files[path] ?? '');
      await folder.update({ paths: [path] });
    }
    owners.push((await folder.archive.getArticle('/same'))?.title);
  }
  assert.deepEqual(owners, ['甲', '甲', '甲', '甲']);
});
