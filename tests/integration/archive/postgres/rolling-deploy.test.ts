/** Nodes of this version while a newer one has migrated the tables and writes. */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { SCHEMA_VERSION } from '../../../../lib/archive/sqlite/schema.ts';
import { type Portal, startPortal } from '../../../support/portal.ts';
import { PortalFolder, postText } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';

const PATHS = [
  '/',
  '/ribao/2022/03/01/a.html',
  '/category/ribao.html',
  '/search?q=%E7%94%B2',
  '/feed.xml',
  '/archive/2022',
];
const READERS = 4;

const context = contextOfFile();
let folder: PortalFolder;
let portal: Portal;

before(async () => {
  folder = new PortalFolder(context, { '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'ribao' }) });
  await folder.update();
  portal = await startPortal('none', { DATABASE_URL: folder.database?.url ?? '' }, 1, ['--read-only']);
  // Databases of tests are used again.
  context.after(() =>
    folder.query(
      "ALTER TABLE articles DROP COLUMN IF EXISTS later; DROP TABLE IF EXISTS later; DELETE FROM finews_migrations WHERE name = '999_later'",
    ),
  );
  context.after(() => portal.stop());
});

/** What a newer version does: new tables and columns, all rows made anew, and the oldest version that can read them. */
const migrateAndRebuild = (readableSince: number): string => `BEGIN;
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE articles ADD COLUMN IF NOT EXISTS later text;
  CREATE TABLE IF NOT EXISTS later (id bigint PRIMARY KEY);
  DELETE FROM finews_migrations WHERE name = '999_later';
  INSERT INTO finews_migrations (name, run_on) VALUES ('999_later', now());
  UPDATE meta SET value = '${SCHEMA_VERSION + 1} x' WHERE key = 'settings';
  UPDATE meta SET value = '${readableSince}' WHERE key = 'readable_since';
  UPDATE articles SET later = 'x', title = title || '新';
  UPDATE head SET epoch = epoch + 1, nonce = 'newer', number = number + 1;
  INSERT INTO states SELECT number, epoch || ':' || nonce FROM head;
  INSERT INTO changes SELECT number, '*' FROM head;
  COMMIT`;

test('loses no request while a newer version migrates the tables and writes', async () => {
  const statuses: number[] = [];
  let isDone = false;
  const read = async (): Promise<void> => {
    for (let n = 0; !isDone || n < PATHS.length; n++)
      statuses.push((await fetch(portal.url + PATHS[n % PATHS.length])).status);
  };
  const readers = Array.from({ length: READERS }, read);
  for (let n = 0; n < 5; n++) await folder.query(migrateAndRebuild(SCHEMA_VERSION));
  isDone = true;
  await Promise.all(readers);
  assert.deepEqual([...new Set(statuses)], [200]);
});

test('shows what a newer version has written', async () => {
  assert.match(await (await fetch(`${portal.url}/ribao/2022/03/01/a.html`)).text(), /甲新/);
});

test('says so where a newer version has left nothing that this one can read', async () => {
  await folder.query(migrateAndRebuild(SCHEMA_VERSION + 1));
  await assert.rejects(folder.archive.getState(), /was made by another version of finews/);
});
