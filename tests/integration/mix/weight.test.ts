import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { randomFrom } from '../../support/random.ts';

const SOURCES = 2_000;
/** The form with all of them, whose names have nothing in common, compressed by gzip. */
const BUDGET = 48 * 1024;

const contentDir = mkdtempSync(join(tmpdir(), 'finews-mix-weight-'));
let portal: Portal;
before(async () => {
  mkdirSync(join(contentDir, 'category'));
  const random = randomFrom(2026);
  for (let i = 0; i < SOURCES; i++) {
    const title = Array.from({ length: 4 }, () => String.fromCharCode(0x4e00 + Math.floor(random() * 3_000))).join('');
    const name = Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
    writeFileSync(join(contentDir, 'category', `${name}.html`), postText({ layout: 'category', title }));
  }
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const readForm = async (): Promise<string> => (await fetch(`${portal.url}/mix`)).text();

test('has a checkbox for each source', async () => {
  assert.equal((await readForm()).split('type="checkbox"').length - 1, SOURCES);
});

test(`sends the form with ${SOURCES} sources in less than 48 KB`, async () => {
  const size = gzipSync(await readForm()).length;
  assert(size < BUDGET, `${size} bytes`);
});
