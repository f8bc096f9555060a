import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import { openArchive } from '../../../../lib/archive/index.ts';
import { openStore } from '../../../../lib/archive/open-store.ts';
import { queryOf } from '../../../support/archive/query-of.ts';
import { POST_A as A, text } from '../../../support/archive-posts.ts';
import { runFinews } from '../../../support/command/run-finews.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';

/** An archive, and the address of its database for a role that may only read. */
async function publishFor(context: TestContext): Promise<{ folder: PortalFolder; readersUrl: string; role: string }> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const role = `reader_${randomBytes(6).toString('hex')}`;
  await folder.query(
    `CREATE ROLE ${role} LOGIN PASSWORD 'reader'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
  );
  context.after(() => folder.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
  const url = new URL(folder.database?.url ?? '');
  url.username = role;
  url.password = 'reader';
  return { folder, readersUrl: url.href, role };
}

test('needs no right but to read for pages and searches', async (context) => {
  const { folder, readersUrl } = await publishFor(context);
  const archive = openArchive({ dataDir: `${folder.dataDir}-node`, databaseUrl: readersUrl });
  try {
    const article = await archive.getArticle('/ribao/2022/03/01/a.html');
    const { total } = await archive.search(queryOf('甲'), { order: 'date', limit: 5 });
    assert.deepEqual([article?.title, total], ['甲', 1]);
  } finally {
    archive.close();
  }
});

test('says to one who may only read that a right is missing', async (context) => {
  const { folder, readersUrl } = await publishFor(context);
  const store = openStore({ dataDir: folder.dataDir, databaseUrl: readersUrl, timezone: 'Asia/Shanghai' });
  const update = store.update({ fingerprint: '', isFull: false, now: new Date() }, async () => {});
  await assert.rejects(update, { name: 'ArchiveError', message: /the user lacks a right/ });
});

/** What the doctor says of the rights of a web node's role. */
async function judgeReader(folder: PortalFolder, readersUrl: string): Promise<string> {
  const environment = { CONTENT_DIR: 'none', DATA_DIR: `${folder.dataDir}-node`, DATABASE_URL: readersUrl };
  const { stdout } = await runFinews(['doctor', '--read-only'], environment);
  return /^(\w+ +rights) .*$/m.exec(stdout)?.[0] ?? '';
}

test('finds a role that may change rows too much for a web node', async (context) => {
  const { folder, readersUrl, role } = await publishFor(context);
  await folder.query(`GRANT INSERT ON articles TO ${role}`);
  assert.match(await judgeReader(folder, readersUrl), /^warning +rights .* may read and write \(articles\)/);
});

test('finds a role that may make tables as everybody may, as before PostgreSQL 15', async (context) => {
  const { folder, readersUrl } = await publishFor(context);
  await folder.query('GRANT CREATE ON SCHEMA public TO PUBLIC');
  context.after(() => folder.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC'));
  assert.match(
    await judgeReader(folder, readersUrl),
    /^warning +rights .* may read and not write, but make tables; run: REVOKE CREATE ON SCHEMA public FROM PUBLIC$/,
  );
});

test('finds a role that may not read one of the tables', async (context) => {
  const { folder, readersUrl, role } = await publishFor(context);
  await folder.query(`REVOKE SELECT ON articles FROM ${role}`);
  assert.match(
    await judgeReader(folder, readersUrl),
    /^error +rights .* may not read the table articles; grant SELECT/,
  );
});

test('passes over tables of others', async (context) => {
  const { folder, readersUrl, role } = await publishFor(context);
  const other = `${role}_other`;
  await folder.query(
    `CREATE ROLE ${other}; CREATE TABLE foreign_table (n int); ALTER TABLE foreign_table OWNER TO ${other}`,
  );
  context.after(() => folder.query(`DROP OWNED BY ${other}; DROP ROLE ${other}`));
  assert.match(await judgeReader(folder, readersUrl), /^ok +rights .* may read and not write$/);
});

test('finds a role that may only read right for a web node', async (context) => {
  const { folder, readersUrl } = await publishFor(context);
  assert.match(await judgeReader(folder, readersUrl), /^ok +rights .*may read and not write$/);
});

test('finds a role that may only read wrong for whoever writes', async (context) => {
  const { folder, readersUrl } = await publishFor(context);
  const environment = { CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir, DATABASE_URL: readersUrl };
  const { code, stdout } = await runFinews(['doctor'], environment);
  assert.deepEqual([code, /^error +rights .*may not make or change tables/m.test(stdout)], [1, true]);
});
