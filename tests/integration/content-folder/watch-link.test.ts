import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';

const root = mkdtempSync(join(tmpdir(), 'finews-link-'));
const link = join(root, 'current');
let portal: Portal;

function write(release: string, name: string): void {
  mkdirSync(join(root, release, '_posts'), { recursive: true });
  writeFileSync(join(root, release, '_posts', `2022-03-01-${name}.md`), postText({ title: name }));
}

/** Lets the link lead to a release, in one step, as deployments do. */
function switchTo(release: string): void {
  symlinkSync(join(root, release), `${link}.next`);
  renameSync(`${link}.next`, link);
}

const waitFor = (name: string, status: number): Promise<void> =>
  until(
    `status ${status} of ${name}`,
    async () => (await fetch(`${portal.url}/2022/03/01/${name}.html`)).status === status,
  );

before(async () => {
  write('release-1', 'first');
  write('release-2', 'second');
  switchTo('release-1');
  portal = await startPortal(link);
});
after(async () => {
  await portal?.stop();
  rmSync(root, { recursive: true });
});

test('watches the folder behind a link', async () => {
  write('release-1', 'added');
  await waitFor('added', 200);
});

test('shows another release when the link is switched, and watches that one', async () => {
  switchTo('release-2');
  await waitFor('second', 200);
  await waitFor('first', 410);
  write('release-2', 'later');
  await waitFor('later', 200);
});

test('does so without scanning the folder every few seconds', () => {
  assert.doesNotMatch(portal.output(), /scanned every/);
});
