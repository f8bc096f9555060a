import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { Client } from 'pg';
import { SCHEMA } from '../../../../lib/archive/sqlite/schema.ts';
import { POST_A as A, text, titles } from '../../../support/archive-posts.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';
import { until, within } from '../../../support/wait.ts';

const MIGRATIONS = 'lib/archive/postgres/migrations';

/** Makes a database what the first version has left. */
const AS_FIRST = `DROP SCHEMA public CASCADE; CREATE SCHEMA public;
  ${readFileSync(`${MIGRATIONS}/001_archive.sql`, 'utf8')};
  CREATE TABLE finews_migrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
  INSERT INTO finews_migrations (name, run_on) VALUES ('001_archive', now())`;

/** Kept in another form by each store. */
const OWN = /^(?:sqlite_|search_|head$|finews_)/;

test('has the tables of the other store, with the same columns in the same order', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const rows = await folder.query(
    `SELECT table_name AS name, string_agg(column_name, ' ' ORDER BY ordinal_position) AS columns
     FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name ORDER BY table_name`,
  );
  const db = new DatabaseSync(':memory:');
  db.exec(SCHEMA);
  const expected = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => {
      const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).all(String(name));
      return { name, columns: columns.map((column) => column.name).join(' ') };
    });
  db.close();
  const own = ({ name }: { name?: unknown }) => !OWN.test(String(name));
  assert.deepEqual(rows.filter(own), expected.filter(own));
});

test('keeps texts with characters that the database refuses', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('"a\\ud800b\\\\N"', { permalink: '/a' }) });
  await folder.update();
  const before = titles(await folder.archive.listArticles({ kind: 'latest' }, 1));
  // In place, and not by COPY.
  folder.write(A, text('"b\\ud800"', { permalink: '/a' }));
  await folder.update();
  const after = titles(await folder.archive.listArticles({ kind: 'latest' }, 1));
  assert.deepEqual([before, after], [['a\ufffdb\\N'], ['b\ufffd']]);
});

test('knows nothing at an address with such a character', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  assert.equal(await folder.archive.getArticle('/a\0\ud800'), undefined);
});

test('lets readers go on while it waits to change tables that others use, and changes them then', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  await folder.query(AS_FIRST);
  const dump = new Client({ connectionString: folder.database?.url });
  await dump.connect();
  await dump.query('BEGIN; LOCK articles IN ACCESS SHARE MODE');
  const update = folder.update();
  try {
    const waiting = `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE datname = current_database() AND NOT granted`;
    await until('a migration to wait', async () => (await folder.query(waiting)).length > 0);
    await within('a reader', folder.query('SELECT count(*) FROM articles'));
  } finally {
    await dump.end();
  }
  await update;
  assert.deepEqual(titles(await folder.archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
});
