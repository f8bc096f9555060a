import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';

const root = mkdtempSync(join(tmpdir(), 'finews-watch-'));
const contentDir = join(root, 'content');
let portal: Portal;

function write(path: string, text: string): void {
  const file = join(contentDir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const statusOf = async (path: string): Promise<number> =>
  (await fetch(portal.url + path, { redirect: 'manual' })).status;

const waitFor = (path: string, status: number): Promise<void> =>
  until(`status ${status} of ${path}`, async () => (await statusOf(path)) === status);

/** Waits until the portal has printed a text. */
const waitForOutput = (text: string): Promise<void> =>
  until(`“${text}” in the output`, () => portal.output().includes(text));

before(async () => {
  write('_posts/2022-03-01-a.md', postText({ title: '甲' }));
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(root, { recursive: true });
});

test('shows an article that a file brings, and shows it no more when the file goes', async () => {
  write('_posts/2022-03-02-b.md', postText({ title: '乙' }));
  await waitFor('/2022/03/02/b.html', 200);
  rmSync(join(contentDir, '_posts/2022-03-02-b.md'));
  await waitFor('/2022/03/02/b.html', 410);
});

test('follows a file that is renamed', async () => {
  write('_posts/2022-03-03-c.md', postText({ title: '丙' }));
  await waitFor('/2022/03/03/c.html', 200);
  renameSync(join(contentDir, '_posts/2022-03-03-c.md'), join(contentDir, '_posts/2022-03-03-d.md'));
  await waitFor('/2022/03/03/d.html', 200);
  assert.equal(await statusOf('/2022/03/03/c.html'), 410);
});

test('shows what a folder brings that is moved in whole', async () => {
  mkdirSync(join(root, 'elsewhere'));
  writeFileSync(join(root, 'elsewhere/2022-03-05-e.md'), postText({ title: '戊' }));
  renameSync(join(root, 'elsewhere'), join(contentDir, '_posts/moved'));
  await waitFor('/2022/03/05/e.html', 200);
});

test('follows folders within a new folder', async () => {
  write('_posts/2022/03/2022-03-05-i.md', postText({ title: '壬' }));
  await waitFor('/2022/03/05/i.html', 200);
  write('_posts/2022/03/2022-03-05-j.md', postText({ title: '癸' }));
  await waitFor('/2022/03/05/j.html', 200);
});

test('publishes a post at its time, without an event', async () => {
  const soon = new Date(Date.now() + 1_500).toISOString().replace('T', ' ').slice(0, 19);
  write('_posts/2022-03-06-f.md', postText({ title: '己', date: `${soon} +0000`, permalink: '/soon' }));
  await waitFor('/soon', 200);
});

test('serves the last good state while the content folder is gone, and goes on when it is back', async () => {
  renameSync(contentDir, join(root, 'away'));
  await waitForOutput('cannot be read');
  assert.equal(await statusOf('/2022/03/01/a.html'), 200);
  renameSync(join(root, 'away'), contentDir);
  write('_posts/2022-03-07-g.md', postText({ title: '庚' }));
  await waitFor('/2022/03/07/g.html', 200);
  await waitForOutput('again');
  write('_posts/2022-03-08-h.md', postText({ title: '辛' }));
  await waitFor('/2022/03/08/h.html', 200);
});
