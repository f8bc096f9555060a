import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';
import { until } from '../../support/wait.ts';

const FILES = {
  // With other settings the same posts would have other addresses.
  '_config.yml': 'permalink: /news/:title\n',
  '_posts/2022-03-01-a.md': postText({ title: '甲' }),
};

for (const [name, isThere] of [
  ['is missing', false],
  ['is empty', true],
] as const) {
  describe(`when the portal starts and the content folder ${name}`, () => {
    const context = contextOfFile();
    const folder = new PortalFolder(context, FILES);
    let portal: Portal;

    before(async () => {
      await folder.update();
      rmSync(folder.contentDir, { recursive: true });
      if (isThere) mkdirSync(folder.contentDir);
      portal = await startPortal(folder.contentDir, folder.environment);
      context.after(() => portal.stop());
    });

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
      for (const [path, text] of Object.entries(FILES)) folder.write(path, text);
      folder.write('_posts/2022-03-02-b.md', postText({ title: '乙' }));
      await until('the article of the folder that returned', async () => (await statusOf('/news/b')) === 200);
      assert.equal(await statusOf('/news/a'), 200);
    });

    test('watches it again', async () => {
      await until('“again” in the output', () => portal.output().includes('again'));
      folder.write('_posts/2022-03-03-c.md', postText({ title: '丙' }));
      await until('the article of a new file', async () => (await statusOf('/news/c')) === 200);
    });
  });
}
