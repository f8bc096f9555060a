import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test, { before } from 'node:test';
import { type Portal, startPortal } from '../../../support/portal.ts';
import { PortalFolder, postText } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';
import { until } from '../../../support/wait.ts';

const context = contextOfFile();
let folder: PortalFolder;
let portal: Portal;

before(async () => {
  folder = new PortalFolder(context, { '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'ribao' }) });
  await folder.database?.create();
  portal = await startPortal(folder.contentDir, folder.environment);
  context.after(() => portal.stop());
});

const textOf = async (path: string): Promise<string> => (await fetch(portal.url + path)).text();

test('serves an archive in PostgreSQL', async () => {
  assert.match(await textOf('/ribao/2022/03/01/a.html'), /<h1[^>]*>甲<\/h1>/);
});

test('shows a new file on the pages, in the feed and to searches', async () => {
  const paths = ['/', '/category/ribao.html', '/feed.xml', '/search?q=%E4%B9%99', '/ribao/2022/03/02/b.html'];
  for (const path of paths) await textOf(path);
  folder.write('_posts/2022-03-02-b.md', postText({ title: '乙', categories: 'ribao' }));
  for (const path of paths) await until(`乙 at ${path}`, async () => (await textOf(path)).includes('>乙<'));
});

test('shows on a node without a content folder what another node publishes', async (context) => {
  const node = await startPortal('none', { DATABASE_URL: folder.database?.url ?? '' }, 1, ['--read-only']);
  context.after(() => node.stop());
  folder.write('_posts/2022-03-04-d.md', postText({ title: '丁', categories: 'ribao' }));
  const search = `${node.url}/search?q=${encodeURIComponent('丁')}`;
  await until('丁 to be found', async () => (await (await fetch(search)).text()).includes('/2022/03/04/d.html'));
});

test('goes on serving and publishing when the server has ended all connections', async () => {
  await folder.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  assert.match(await textOf('/ribao/2022/03/01/a.html'), /甲/);
  folder.write('_posts/2022-03-03-c.md', postText({ title: '丙', categories: 'ribao' }));
  await until('丙 on the home page', async () => (await textOf('/')).includes('丙'));
});

/** Prints how many connections nobody uses when nothing keeps the process any more. */
const IDLE = `
  import { Connections } from './lib/archive/postgres/servers/connections.ts';
  const connections = new Connections(process.env.DATABASE_URL, { max: 1 });
  const { client } = await connections.ask('SELECT 1');
  client.release();
  process.once('beforeExit', () => console.log(connections.pool.idleCount));
`;

test('keeps no process from its end by a connection that nobody uses', () => {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', IDLE], {
    encoding: 'utf8',
    env: { ...process.env, ...folder.environment },
  });
  assert.equal(stdout, '1\n');
});
