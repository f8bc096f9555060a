import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test, { after, before } from 'node:test';
import { runFinews } from '../../support/command/run-finews.ts';
import { postText } from '../../support/portal-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'finews-command-'));
const contentDir = join(root, 'content');

before(() => {
  mkdirSync(join(contentDir, '_posts'), { recursive: true });
  writeFileSync(join(contentDir, '_posts/2022-03-01-a.md'), postText({ title: '甲' }));
  writeFileSync(join(contentDir, '_posts/2022-03-02-b.md'), postText({ title: '乙', date: '昨天' }));
  writeFileSync(join(contentDir, 'a\n\u001b[31mb.png'), '');
});
after(() => rmSync(root, { recursive: true }));

const finews = (args: readonly string[], environment: Record<string, string> = {}, cwd = '.') =>
  runFinews(args, { CONTENT_DIR: contentDir, DATA_DIR: join(root, 'data'), ...environment }, cwd);

test('prints one JSON object and nothing else on standard output', async () => {
  const { stdout } = await finews(['index', '--full', '--json']);
  const { seconds, ...counts } = JSON.parse(stdout);
  assert.deepEqual(
    [counts, typeof seconds],
    [{ posts: 1, added: 1, changed: 0, removed: 0, skipped: 0, errors: 1 }, 'number'],
  );
});

test('reports a bad file as path, line and column, and succeeds all the same', async () => {
  const { code, stderr } = await finews(['index']);
  assert.match(stderr, /^_posts\/2022-03-02-b\.md:3:1: error: date: found “昨天”, expected .*2022-02-22/m);
  assert.equal(code, 0);
});

test('prints a name with control characters on one line, so that no terminal obeys them', async () => {
  const { stderr } = await finews(['index', '--full']);
  assert.match(stderr, /^a\\x0a\\x1b\[31mb\.png:1:1: warning: /m);
});

for (const [name, args, environment, code, message] of [
  ['an unknown option', ['index', '--fast'], {}, 2, /unknown option '--fast'/],
  ['a wrong port on the command line', ['serve', '--port', 'x'], {}, 2, /--port.*whole number from 0 to 65535/],
  [
    'a wrong port in the environment',
    ['serve'],
    { PORT: 'abc' },
    1,
    /^finews: PORT: found "abc", expected a whole number from 0 to 65535$/m,
  ],
  [
    'a content folder that is not there',
    ['index'],
    { CONTENT_DIR: '/nonexistent' },
    1,
    /^finews: CONTENT_DIR: content folder \/nonexistent: cannot be read/m,
  ],
  [
    'a content folder that is not there, without an index',
    ['serve'],
    { CONTENT_DIR: '/nonexistent', DATA_DIR: join(root, 'no-index') },
    1,
    /^finews: CONTENT_DIR: content folder \/nonexistent: cannot be read; the index stays as it is\n$/,
  ],
  [
    'an address that is not this machine’s',
    ['serve', '--port', '0', '--host', '192.0.2.1'],
    {},
    1,
    /^finews: HOST: 192\.0\.2\.1 is no address of this machine$/m,
  ],
] as const) {
  test(`stops at ${name} with a line that names it`, async () => {
    const result = await finews([...args], environment);
    assert.match(result.stderr, message);
    assert.equal(result.code, code);
  });
}

test('stops at a port in use with a line that names it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code, stderr } = await finews(['serve', '--port', String(port)]);
  holder.close();
  assert.match(stderr, new RegExp(`^finews: PORT: ${port} on 127\\.0\\.0\\.1 is in use; choose another$`, 'm'));
  assert.equal(code, 1);
});

test('does not serve before the application is built', async () => {
  const clone = join(root, 'clone');
  for (const folder of ['bin', 'lib']) cpSync(folder, join(clone, folder), { recursive: true });
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'));
  cpSync('package.json', join(clone, 'package.json'));
  const { code, stderr } = await finews(['serve', '--port', '0'], {}, clone);
  assert.deepEqual(
    [code, stderr],
    [1, 'finews: the application is not built: run npm run build, or npm start, which does both\n'],
  );
});
