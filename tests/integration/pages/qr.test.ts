import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';

/** The longest path of Han characters whose address fits into a QR code here, and a longer one. */
const FITTING = `/${'长'.repeat(255)}`;
const TOO_LONG = `/${'长'.repeat(258)}`;

const contentDir = mkdtempSync(join(tmpdir(), 'finews-qr-'));
let portal: Portal;
before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  for (const [i, permalink] of [FITTING, TOO_LONG].entries()) {
    writeFileSync(join(contentDir, '_posts', `2022-04-0${i + 1}-x.md`), postText({ title: '长', permalink }));
  }
  portal = await startPortal(contentDir, { SITE_URL: 'https://news.example' });
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const ask = (path: string): Promise<Response> => fetch(`${portal.url}/api/qr?path=${encodeURIComponent(path)}`);

test('makes a code for articles alone', async () => {
  const answers = await Promise.all([FITTING, '/nowhere', '//evil.example/', ''].map(ask));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 404, 404, 404],
  );
});

test('makes no code for an address that is too long for one', async () => {
  assert.equal((await ask(TOO_LONG)).status, 404);
});

for (const [path, isShown] of [
  [FITTING, true],
  [TOO_LONG, false],
] as const) {
  test(`shows ${isShown ? 'the code' : 'no code'} of an address of ${path.length - 1} characters`, async () => {
    const page = await (await fetch(portal.url + encodeURI(path))).text();
    assert.deepEqual([page.includes('copy-link'), page.includes('src="/api/qr?')], [true, isShown]);
  });
}
