import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { SCHEMA } from '../../../../lib/archive/sqlite/schema.ts';
import { POST_A as A, text, titles } from '../../../support/archive-posts.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';

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
