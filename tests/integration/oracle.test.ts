import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { after, before } from 'node:test';
import { promisify } from 'node:util';
import { type Portal, startPortal } from '../support/portal.ts';
import { SHARED, withoutShared } from '../support/shared.ts';

let portal: Portal;
before(async () => {
  if (!withoutShared) portal = await startPortal(`${SHARED}/corpus/real`);
});
after(() => portal?.stop());

test('publishes the real archive as Jekyll did', { skip: withoutShared }, async () => {
  const compare = promisify(execFile)(process.execPath, [
    `${SHARED}/oracle/compare.mjs`,
    `${SHARED}/corpus/expected.jsonl`,
    portal.url,
  ]);
  const { stdout } = await compare.catch((error: { stdout: string }) => error);
  assert.equal(stdout, '149 passed, 0 failed\n');
});
