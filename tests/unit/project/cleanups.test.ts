/** What tests start is ended and removed, whatever fails. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startPortal } from '../../support/portal.ts';
import { lastFirst } from '../../support/servers/context-of-file.ts';

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
