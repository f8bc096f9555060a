/** What a serverless platform gets: the traced output alone, with the index in it, without the checkout. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import test, { after, before } from 'node:test';
import { postText } from '../../support/portal-folder.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { within } from '../../support/wait.ts';

mkdirSync('.data', { recursive: true });
const root = mkdtempSync(resolve('.data/bundle-'));
const checkout = join(root, 'checkout');
const bundle = join(root, 'bundle');
const SOURCES = [
  'app',
  'bin',
  'client',
  'components',
  'lib',
  'public',
  'next.config.ts',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
];

/** A build from nothing on a busy machine, in milliseconds. */
const BUILD_LIMIT = 300_000;

let server: ChildProcess;
let url: string;
/** The files that the platform takes along with `proxy.ts`. */
let proxyTrace: string;

/** A copy that takes no room: the same files under other names. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

before(async () => {
  mkdirSync(join(checkout, 'content/_posts'), { recursive: true });
  for (const name of SOURCES) if (existsSync(name)) cpSync(name, join(checkout, name), { recursive: true });
  linkFolder('node_modules', join(checkout, 'node_modules'));
  writeFileSync(
    join(checkout, 'content/_posts/2022-03-01-a.md'),
    postText({ title: '甲', categories: 'ribao', tags: '日报新闻' }, '随行的正文。'),
  );
  mkdirSync(join(checkout, 'content/.well-known'));
  writeFileSync(join(checkout, 'content/_config.yml'), 'include: [.well-known]\n');
  writeFileSync(join(checkout, 'content/.well-known/security.txt'), 'Contact: a');
  writeFileSync(join(checkout, 'content/图 片.png'), 'PNG');
  const { CONTENT_DIR: _, DATA_DIR: __, ...environment } = process.env;
  const build = spawn(process.execPath, ['bin/build.ts'], {
    cwd: checkout,
    env: { ...environment, FINEWS_BUNDLE_INDEX: '1' },
    stdio: 'ignore',
  });
  assert.deepEqual(await within('the end of the build', once(build, 'exit'), BUILD_LIMIT), [0, null]);
  proxyTrace = readFileSync(join(checkout, '.next/server/middleware.js.nft.json'), 'utf8');
  renameSync(join(checkout, '.next/standalone'), bundle);
  renameSync(join(checkout, 'public'), join(bundle, 'public'));
  rmSync(checkout, { recursive: true });

  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = spawn(process.execPath, ['server.js'], {
    cwd: bundle,
    env: { ...environment, NODE_ENV: 'production', HOSTNAME: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { stdout } = server;
  assert(stdout);
  const isReady = async (): Promise<void> => {
    for await (const chunk of stdout) if (String(chunk).includes('Ready')) break;
  };
  await within('“Ready” in the output of the server', isReady());
});
after(async () => {
  if (server && server.exitCode === null) {
    server.kill();
    await within('the end of the server', once(server, 'exit'));
  }
  rmSync(root, { recursive: true, force: true });
});

test('serves an article from the traced output alone', async () => {
  const answer = await fetch(`${url}/ribao/2022/03/01/a.html`);
  assert.deepEqual([answer.status, (await answer.text()).includes('随行的正文。')], [200, true]);
});

test('sends pages of its own with a nonce for Next’s scripts and none for others', async () => {
  const policy = (await fetch(`${url}/`)).headers.get('content-security-policy') ?? '';
  assert.match(policy, /script-src 'self' 'nonce-[A-Za-z\d+/=]{20,}'; script-src-attr 'none'/);
});

test('sends the portal’s own script for a year, under a policy that needs no nonce on it', async () => {
  const page = await (await fetch(`${url}/`)).text();
  const [, path] = /<script type="module" src="([^"]*)"><\/script>/.exec(page) ?? [];
  const script = await fetch(url + path);
  assert.deepEqual(
    [script.headers.get('content-type'), script.headers.get('cache-control')],
    ['application/javascript; charset=UTF-8', 'public, max-age=31536000, immutable'],
  );
});

for (const [path, text] of [
  ['/.well-known/security.txt', 'Contact: a'],
  ['/%E5%9B%BE%20%E7%89%87.png', 'PNG'],
] as const) {
  test(`serves the file at ${path} from the traced output alone`, async () => {
    const answer = await fetch(url + path);
    assert.deepEqual([answer.status, await answer.text()], [200, text]);
  });
}

test('takes the index and every file along with proxy.ts, which sends files', () => {
  const names = proxyTrace.match(/(?<=\/\.data\/)(?:index-[\da-z]+\.sqlite"|files\/[\da-f]{64}")/g) ?? [];
  assert.deepEqual(names.map((name) => name.slice(0, 5)).sort(), ['files', 'files', 'index']);
});

test('takes neither content nor tests along', () => {
  assert.deepEqual(
    ['content', 'tests', 'docs'].filter((name) => existsSync(join(bundle, name))),
    [],
  );
});
