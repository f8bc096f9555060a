import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { openArchive } from '../../../../lib/archive/index.ts';
import { POST_A as A, text } from '../../../support/archive-posts.ts';
import { PortalFolder } from '../../../support/portal-folder.ts';
import { freePort } from '../../../support/servers/free-port.ts';

/** What `finews index` says with a database. */
async function indexInto(folder: PortalFolder, change: (url: URL) => unknown): Promise<string> {
  const url = new URL(folder.database?.url ?? '');
  await change(url);
  const { status, stderr } = spawnSync(process.execPath, ['bin/finews.mjs', 'index'], {
    encoding: 'utf8',
    env: { ...process.env, CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir, DATABASE_URL: url.href },
  });
  return `${status} ${stderr.replace(url.host, 'host')}`;
}

for (const [name, change, line] of [
  [
    'nobody listens',
    async (url: URL) => {
      url.port = String(await freePort());
    },
    'postgres://host/there: no server answers there; start it, or mend DATABASE_URL',
  ],
  [
    'the password is wrong',
    (url: URL) => {
      url.password = 'wrong';
    },
    'postgres://host/there: the password or the user is wrong; mend DATABASE_URL',
  ],
  ['there is no such database', () => {}, 'postgres://host/there: there is no such database; create it'],
  [
    'the address is none',
    (url: URL) => {
      url.pathname = '';
    },
    'DATABASE_URL: expected an address such as postgres://user:password@host:5432/finews',
  ],
] as const) {
  test(`says in one line that ${name}`, async (context) => {
    const folder = new PortalFolder(context, { [A]: text('甲') });
    const said = await indexInto(folder, (url) => {
      url.pathname = '/there';
      return change(url);
    });
    assert.equal(said, `1 finews: ${line}\n`);
  });
}

for (const script of ['bin/dev.ts', 'bin/build.ts']) {
  test(`ends ${script} with one line where nobody listens`, async (context) => {
    const folder = new PortalFolder(context, { [A]: text('甲') });
    const databaseUrl = `postgres://127.0.0.1:${await freePort()}/there`;
    const { status, stderr } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { ...process.env, CONTENT_DIR: folder.contentDir, DATA_DIR: folder.dataDir, DATABASE_URL: databaseUrl },
    });
    const line = `finews: ${databaseUrl}: no server answers there; start it, or mend DATABASE_URL\n`;
    assert.deepEqual([status, stderr], [1, line]);
  });
}

test('says to readers of an empty database how to fill it', async (context) => {
  const folder = new PortalFolder(context);
  await folder.database?.create();
  await assert.rejects(folder.archive.getState(), /holds no archive; run: node bin\/finews\.mjs index$/);
});

test('says to readers that another version has made the archive', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  await folder.query("UPDATE meta SET value = '1 x' WHERE key = 'settings'");
  await assert.rejects(folder.archive.getState(), /was made by another version of finews/);
});

test('says that the tables are of a newer version, and leaves them alone', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  await folder.query("INSERT INTO finews_migrations (name, run_on) VALUES ('999_future', now())");
  context.after(() => folder.query("DELETE FROM finews_migrations WHERE name = '999_future'"));
  await assert.rejects(folder.update(), { message: /tables of a newer finews \(999_future\); update this one/ });
});

test('serves again when the server has ended its connections', async (context) => {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
  const archive = openArchive(folder.location);
  context.after(() => archive.close());
  await archive.getState();
  await folder.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  assert.equal((await archive.getArticle('/ribao/2022/03/01/a.html'))?.title, '甲');
});
