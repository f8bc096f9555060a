/** `deploy/nginx.conf` before a server, with other ports. Needs nginx. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { MAX_HEAD_BYTES } from '../../../lib/front/headers.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { until } from '../../support/wait.ts';

const withoutNginx = spawnSync('nginx', ['-v']).status === 0 ? false : 'nginx is not installed';
const folder = mkdtempSync(join(tmpdir(), 'finews-nginx-'));
const TEXT = '正文。'.repeat(1_000);
const received: { message: IncomingMessage; connection: unknown }[] = [];
let upstream: Server;
let nginx: ChildProcess;
let port: number;

/** A whole configuration around the one of `deploy/`, with ports of the test's own. */
function writeConfiguration(upstreamPort: number): string {
  const own = readFileSync('deploy/nginx.conf', 'utf8')
    .replace('server 127.0.0.1:3000;', `server 127.0.0.1:${upstreamPort};`)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen [::]:80;', '');
  const file = join(folder, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    file,
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http { access_log off; gzip on; ${paths.join(' ')}
${own} }`,
  );
  return file;
}

before(async () => {
  if (withoutNginx) return;
  mkdirSync(join(folder, 'logs'));
  upstream = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (message, response) => {
    received.push({ message, connection: message.socket });
    const body = gzipSync(TEXT);
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip', 'content-length': body.length });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  port = await freePort();
  const file = writeConfiguration((upstream.address() as AddressInfo).port);
  nginx = spawn('nginx', ['-p', folder, '-c', file], { stdio: 'inherit' });
  await until('nginx', async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) !== undefined);
});
after(async () => {
  if (nginx) {
    nginx.kill('SIGTERM');
    await once(nginx, 'exit');
    upstream.closeAllConnections();
    upstream.close();
  }
  rmSync(folder, { recursive: true });
});

/** The answer through nginx, as bytes. */
async function ask(path: string, headers: Record<string, string> = {}) {
  const request = httpRequest({ host: '127.0.0.1', port, path, headers, agent: false }).end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) };
}

test('the configuration is one that nginx takes', { skip: withoutNginx }, () => {
  const { status, stderr } = spawnSync('nginx', ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('an answer comes through as finews has compressed it', { skip: withoutNginx }, async () => {
  const answer = await ask('/', { 'accept-encoding': 'gzip' });
  assert.deepEqual([answer.encoding, answer.body.equals(gzipSync(TEXT))], ['gzip', true]);
});

test('the last address of X-Forwarded-For is the client’s, whatever it sends itself', {
  skip: withoutNginx,
}, async () => {
  await ask('/', { 'x-forwarded-for': '203.0.113.7' });
  assert.equal(received.at(-1)?.message.headers['x-forwarded-for'], '203.0.113.7, 127.0.0.1');
});

test('the host that was asked for comes through', { skip: withoutNginx }, async () => {
  await ask('/', { host: 'news.example.com' });
  assert.equal(received.at(-1)?.message.headers.host, 'news.example.com');
});

test('requests share a connection to finews', { skip: withoutNginx }, async () => {
  await ask('/');
  await ask('/');
  assert.equal(received.at(-1)?.connection, received.at(-2)?.connection);
});

test('a search of 10,000 characters comes through', { skip: withoutNginx }, async () => {
  const path = `/search?q=${encodeURIComponent('港'.repeat(10_000))}`;
  assert.deepEqual([(await ask(path)).status, received.at(-1)?.message.url], [200, path]);
});
