import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { unpackBrowser } from '../../support/browser/browser.ts';

test('unpacks its own Chromium once, whatever lies in the temporary folder and however many ask', async (context) => {
  const root = mkdtempSync(join(tmpdir(), 'finews-browser-'));
  const { TMPDIR } = process.env;
  context.after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(root, { recursive: true });
  });
  const temporary = join(root, 'temporary');
  const cache = join(root, 'cache');
  mkdirSync(temporary);
  writeFileSync(join(temporary, 'chromium'), '#!/bin/sh\necho another version\n', { mode: 0o755 });
  process.env.TMPDIR = temporary;

  const [first, second] = await Promise.all([unpackBrowser(cache), unpackBrowser(cache)]);

  const [folder = '', ...others] = readdirSync(cache);
  assert.deepEqual([first, second, others], [join(cache, folder, 'chromium'), first, []]);
  const major = /^chromium-(\d+)\.\d+\.\d+$/.exec(folder)?.[1];
  assert.match(execFileSync(first, ['--version'], { encoding: 'utf8' }), new RegExp(`^Chromium ${major}\\.`));
});
