/** What tests start is ended and removed, whatever fails. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'node:test';
import { startPortal } from '../../support/portal.ts';
import { makeTemporaryFolder } from '../../support/project/temporary-folder.ts';
import { lastFirst } from '../../support/servers/context-of-file.ts';
import { mountSmallDisk } from '../../support/servers/small-disk.ts';

test('ends what was started last first, and all of it where an end fails', async () => {
  const done: string[] = [];
  let end: () => unknown = () => {};
  const context = lastFirst({
    after: (cleanup) => {
      end = cleanup;
    },
  });
  context.after(() => done.push('first'));
  context.after(() => {
    throw new Error('second');
  });
  context.after(async () => done.push('third'));
  await assert.rejects(async () => end(), /second/);
  assert.deepEqual(done, ['third', 'first']);
});

test('leaves nothing of a portal that does not start', async (context) => {
  const temporary = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'finews-cleanups-'));
  context.after(() => {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    rmSync(folder, { recursive: true, force: true });
  });
  process.env.TMPDIR = folder;
  await assert.rejects(startPortal('content', {}, 1, ['--nothing']), /finews serve ended with 2/);
  assert.deepEqual(readdirSync(folder), []);
});

test('removes what a run of the tests has left that was killed, and nothing of one that is at work', async (context) => {
  const parent = mkdtempSync(join(tmpdir(), 'finews-runs-'));
  context.after(() => rmSync(parent, { recursive: true, force: true }));
  const killed = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  const atWork = `finews-tests-${process.ppid}`;
  for (const name of [`finews-tests-${killed.pid}`, atWork, 'finews-tests-of-another']) mkdirSync(join(parent, name));
  const disk = mountSmallDisk(join(parent, `finews-tests-${killed.pid}`, 'disk'), '1m');
  context.after(() => disk.unmount());
  const exit = once(killed, 'exit');
  killed.kill('SIGKILL');
  await exit;
  const own = makeTemporaryFolder(parent);
  assert.deepEqual(new Set(readdirSync(parent)), new Set([atWork, basename(own), 'finews-tests-of-another']));
});

test('begins with an empty folder where a run that was killed had the number of this one', (context) => {
  const parent = mkdtempSync(join(tmpdir(), 'finews-runs-'));
  context.after(() => rmSync(parent, { recursive: true, force: true }));
  mkdirSync(join(parent, `finews-tests-${process.pid}`, 'left'), { recursive: true });
  assert.deepEqual(readdirSync(makeTemporaryFolder(parent)), []);
});
