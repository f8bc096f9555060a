import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { updateArchive } from '../../../lib/ingest/index.ts';
import { readSite } from '../../../lib/site.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';

const root = mkdtempSync(join(tmpdir(), 'finews-missing-'));
const whole = join(root, 'whole');
const indexed = join(root, 'indexed');

before(async () => {
  mkdirSync(join(whole, '_posts'), { recursive: true });
  // With other settings the same posts would have other addresses.
  writeFileSync(join(whole, '_config.yml'), 'permalink: /news/:title\n');
  writeFileSync(join(whole, '_posts/2022-03-01-a.md'), postText({ title: '甲' }));
  await updateArchive(readSite({ CONTENT_DIR: whole, DATA_DIR: indexed }));
  writeFileSync(join(whole, '_posts/2022-03-02-b.md'), postText({ title: '乙' }));
});
after(() => rmSync(root, { recursive: true }));

for (const [name, isThere] of [
  ['is missing', false],
  ['is empty', true],
] as const) {
  describe(`when the portal starts and the content folder ${name}`, () => {
    const contentDir = join(root, name, 'content');
    let portal: Portal;

    before(async () => {
      const dataDir = join(root, name, 'data');
      cpSync(indexed, dataDir, { recursive: true });
      if (isThere) mkdirSync(contentDir);
      portal = await startPortal(contentDir, { DATA_DIR: dataDir });
    });
    after(() => portal?.stop());

    const statusOf = async (path: string): Promise<number> => (await fetch(portal.url + path)).status;

    test('serves the last good state', async () => {
      assert.equal(await statusOf('/news/a'), 200);
    });

    test('says so in one line', () => {
      const lines = portal
        .output()
        .split('\n')
        .filter((line) => line.includes('CONTENT_DIR'));
      assert.match(
        lines.join('\n'),
        /^finews: .*; the last good state is served; the content folder is scanned every 5 s$/,
      );
    });

    test('takes the folder up when it returns', async () => {
      cpSync(whole, contentDir, { recursive: true });
      await until('the article of the folder that returned', async () => (await statusOf('/news/b')) === 200);
      assert.equal(await statusOf('/news/a'), 200);
    });

    test('watches it again', async () => {
      await until('“again” in the output', () => portal.output().includes('again'));
      writeFileSync(join(contentDir, '_posts/2022-03-03-c.md'), postText({ title: '丙' }));
      await until('the article of a new file', async () => (await statusOf('/news/c')) === 200);
    });
  });
}
