import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { POST_A as A, text } from '../../support/archive-posts.ts';
import { type CommandResult, runFinews } from '../../support/command/run-finews.ts';
import { PortalFolder } from '../../support/portal-folder.ts';

/** Runs `finews doctor` on a folder. */
function examine(
  folder: PortalFolder,
  environment: Record<string, string> = {},
  options: readonly string[] = [],
): Promise<CommandResult> {
  return runFinews(['doctor', ...options], { ...folder.environment, ...environment });
}

/** Level and name of each check, where the level is one of these. */
const listChecks = (stdout: string, levels: RegExp): string[] =>
  stdout
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))
    .filter(([level = '']) => levels.test(level))
    .map(([level, rest = '']) => `${level} ${rest}`);

test('finds nothing wrong with a portal that works', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const { code, stdout } = await examine(folder);
  assert.deepEqual([code, listChecks(stdout, /error/)], [0, []]);
});

test('finds nothing wrong before the first run', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const { code, stdout } = await examine(folder);
  assert.deepEqual([code, /^ok +archive .*; the first run makes it$/m.test(stdout)], [0, true]);
});

test('finds that there is nothing to serve for a node that only reads', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const { code, stdout } = await examine(folder, {}, ['--read-only']);
  assert.deepEqual([code, /^error +archive .*; run: node bin\/finews\.mjs index$/m.test(stdout)], [1, true]);
});

test('needs no content folder for a node that only reads', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const { code } = await examine(folder, { CONTENT_DIR: 'none' }, ['--read-only']);
  assert.equal(code, 0);
});

test('finds a content folder that cannot be read', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const { code, stdout } = await examine(folder, { CONTENT_DIR: '/nowhere' });
  assert.deepEqual([code, /^error +content folder CONTENT_DIR: \/nowhere cannot be read/m.test(stdout)], [1, true]);
});

test('finds an empty content folder', async (context) => {
  const folder = new PortalFolder(context);
  await folder.database?.create();
  const { stdout } = await examine(folder);
  assert.match(stdout, /^error +content folder CONTENT_DIR: .* is empty; mount its disk/m);
});

test('finds a data folder that cannot be made', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const file = join(folder.contentDir, 'file');
  writeFileSync(file, '');
  const { code, stdout } = await examine(folder, { DATA_DIR: join(file, 'data') });
  assert.deepEqual([code, /^error +data folder +DATA_DIR: .* cannot be written/m.test(stdout)], [1, true]);
});

test('names a wrong setting and checks no more', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  const { code, stdout } = await examine(folder, { PORT: 'x' });
  assert.deepEqual(
    [code, stdout],
    [1, 'error   settings       PORT: found "x", expected a whole number from 0 to 65535\n'],
  );
});
