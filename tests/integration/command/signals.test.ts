/** What `finews serve` and `finews ingest` do with signals. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until, within } from '../../support/wait.ts';

const PAGE = '/ribao/2022/03/01/a.html';

interface Started extends Portal {
  contentDir: string;
  write(path: string, text: string): void;
}

async function start(context: TestContext, options: readonly string[] = []): Promise<Started> {
  const contentDir = mkdtempSync(join(tmpdir(), 'finews-signals-'));
  const write = (path: string, text: string): void => writeFileSync(join(contentDir, path), text);
  mkdirSync(join(contentDir, '_posts'));
  write('_config.yml', 'title: 旧名\n');
  write('_posts/2022-03-01-a.md', postText({ title: '甲', categories: 'ribao' }));
  const portal = await startPortal(contentDir, {}, 1, options);
  context.after(async () => {
    await portal.stop();
    rmSync(contentDir, { recursive: true, force: true });
  });
  return { ...portal, contentDir, write };
}

/** The process below another one that runs a script. */
function childOf(pid: number, script: string): number {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) => readFileSync(file, 'utf8').split(' '));
  const found = children
    .filter(Boolean)
    .find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(script));
  return Number(found ?? assert.fail(`no ${script}`));
}

/** Asks for a page that no worker answers as long as it is stopped. */
async function askStopped(context: TestContext, portal: Portal) {
  const worker = childOf(portal.pid, 'worker.ts');
  process.kill(worker, 'SIGSTOP');
  const go = (): void => {
    try {
      process.kill(worker, 'SIGCONT');
    } catch {
      // It has ended.
    }
  };
  context.after(go);
  const request = httpRequest(portal.url + PAGE, { agent: false, headers: { connection: 'keep-alive' } });
  const answered = once(request, 'response');
  answered.catch(() => {});
  request.on('error', () => {});
  request.end();
  // The front has the request once a later one is answered.
  await once(request, 'finish');
  await fetch(`${portal.url}/healthz`);
  return { go, answered };
}

/** A connection that has had an answer and stays open. */
async function openIdle(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  await within('an answer', once(socket, 'data'));
  return socket;
}

test('SIGTERM lets the request under way be answered, and ends with 0', async (context) => {
  const portal = await start(context);
  const { go, answered } = await askStopped(context, portal);
  process.kill(portal.pid, 'SIGTERM');
  await until('the drain', () => portal.output().includes('finews: stopping'));
  go();
  const [answer] = await within('the answer', answered);
  answer.resume();
  assert.deepEqual(
    [answer.statusCode, answer.headers.connection, await within('the end', portal.ended)],
    [200, 'close', 0],
  );
});

test('SIGTERM takes no further connection while it drains', async (context) => {
  const portal = await start(context);
  const { go, answered } = await askStopped(context, portal);
  process.kill(portal.pid, 'SIGTERM');
  await until('the drain', () => portal.output().includes('finews: stopping'));
  await assert.rejects(fetch(`${portal.url}/healthz`));
  go();
  await answered;
});

test('SIGTERM closes connections that are kept alive', async (context) => {
  const portal = await start(context);
  const socket = await openIdle(portal.url);
  const closed = once(socket, 'close');
  process.kill(portal.pid, 'SIGTERM');
  await within('the end of the connection', closed);
  assert.equal(await within('the end', portal.ended), 0);
});

test('a second SIGTERM ends at once, whatever is under way', async (context) => {
  const portal = await start(context);
  await askStopped(context, portal);
  let isEnded = false;
  void portal.ended.then(() => {
    isEnded = true;
  });
  await until('the end', () => {
    if (!isEnded) process.kill(portal.pid, 'SIGTERM');
    return isEnded;
  });
  assert.equal(await portal.ended, 143);
});

test('SIGHUP reads _config.yml again, and says what has changed and what needs a restart', async (context) => {
  const portal = await start(context);
  portal.write('_config.yml', 'title: 新名\ndisclaimer: 仅供测试\n');
  process.kill(portal.pid, 'SIGHUP');
  await until('the message', () => portal.output().includes('were read again'));
  await until('the new title', async () => (await (await fetch(portal.url)).text()).includes('新名'));
  assert.match(
    portal.output(),
    /finews: the settings of _config\.yml were read again, changed: disclaimer, title; PORT, HOST, .* need a restart\n/,
  );
});

test('SIGHUP applies what decides about the articles', async (context) => {
  const portal = await start(context);
  portal.write('_config.yml', 'permalink: /p/:title.html\n');
  process.kill(portal.pid, 'SIGHUP');
  await until('the new address', async () => (await fetch(`${portal.url}/p/a.html`)).status === 200);
  assert.equal((await fetch(portal.url + PAGE)).status, 404);
});

test('SIGHUP with a wrong setting changes nothing, and says what is wrong', async (context) => {
  const portal = await start(context);
  portal.write('_config.yml', 'title: 新名\ntimezone: Mars\n');
  process.kill(portal.pid, 'SIGHUP');
  await until('the message', () => portal.output().includes('the settings stay as they are'));
  portal.write('_posts/2022-03-02-b.md', postText({ title: '乙', categories: 'ribao' }));
  await until('the article', async () => (await fetch(`${portal.url}/ribao/2022/03/02/b.html`)).status === 200);
  assert.deepEqual(
    [
      /_config\.yml: timezone: found .*Mars/.test(portal.output()),
      (await (await fetch(portal.url)).text()).includes('旧名'),
    ],
    [true, true],
  );
});

test('a change of _config.yml alone does nothing before SIGHUP', async (context) => {
  const portal = await start(context);
  portal.write('_config.yml', 'title: 新名\n');
  portal.write('_posts/2022-03-02-b.md', postText({ title: '乙', categories: 'ribao' }));
  await until('the article', async () => (await fetch(`${portal.url}/ribao/2022/03/02/b.html`)).status === 200);
  assert.match(await (await fetch(portal.url)).text(), /旧名/);
});

test('finews ingest reloads by SIGHUP, serves figures without workers, and ends with 0 by SIGTERM', async (context) => {
  const contentDir = mkdtempSync(join(tmpdir(), 'finews-signals-'));
  context.after(() => rmSync(contentDir, { recursive: true, force: true }));
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, '_posts', '2022-03-01-a.md'), postText({ title: '甲' }));
  const child = spawn(process.execPath, ['bin/finews.mjs', 'ingest'], {
    env: { ...process.env, CONTENT_DIR: contentDir, DATA_DIR: join(contentDir, '.data'), METRICS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  context.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data;
    });
  await until('the figures', () => output.includes('/metrics'));
  const figures = await (await fetch(/http:\S+\/metrics/.exec(output)?.[0] ?? '')).text();
  child.kill('SIGHUP');
  await until('the reload', () => output.includes('were read again'));
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await within('the end', exit);
  assert.deepEqual(
    [figures.includes('finews_articles 1\n'), figures.includes('finews_workers'), code],
    [true, false, 0],
  );
});
