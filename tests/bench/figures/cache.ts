import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import { listArticleAddresses } from '../addresses.ts';
import type { BenchArchive } from '../bench-archive.ts';
import type { Served } from '../measure.ts';
import type { Report } from '../report.ts';

/** Where nginx listens while it is measured. */
const NGINX_PORT = 18_080;

/**
 * An answer from the front's cache, against nginx and the same bytes in a file where it is installed.
 * @param folder where nginx's files are written
 */
export async function benchCache(
  { posts, location }: BenchArchive,
  served: Served,
  report: Report,
  folder: string,
): Promise<void> {
  const [path = '/'] = await listArticleAddresses(location, 1);
  const rate = await loadOf(served.url + path);
  report.add(posts, 'one address from the front’s cache', rate, '/s');
  if (spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status !== 0) {
    console.error('nginx is not installed: left out');
    return;
  }
  const page = await fetch(served.url + path, { headers: { 'accept-encoding': 'identity' } });
  const nginxRate = await loadOfNginx(folder, gzipSync(Buffer.from(await page.arrayBuffer())));
  report.add(posts, '… against nginx and the same bytes as a file', rate / nginxRate, '×', { least: 0.5 });
}

/** Requests a second for one address: by wrk where it is installed, else by a client in JavaScript, which is slower. */
async function loadOf(url: string): Promise<number> {
  const wrk = spawnSync('wrk', ['-t1', '-c50', '-d5s', '-H', 'Accept-Encoding: gzip', url], { encoding: 'utf8' });
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(wrk.stdout ?? '')?.[1];
  if (rate !== undefined) return Number(rate);
  const options = { url, connections: 50, duration: 5, headers: { 'accept-encoding': 'gzip' } };
  return (await autocannon(options)).requests.average;
}

/** The same of nginx, which sends a compressed page from a file. */
async function loadOfNginx(folder: string, page: Uint8Array): Promise<number> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'page.html'), page);
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http { access_log off; sendfile on; keepalive_requests 1000000; types { text/html html; }
  server { listen 127.0.0.1:${NGINX_PORT}; root ${folder}; add_header Content-Encoding gzip; } }`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  try {
    const address = `http://127.0.0.1:${NGINX_PORT}/page.html`;
    while (!(await fetch(address).catch(() => undefined))) await sleep(50);
    return await loadOf(address);
  } finally {
    nginx.kill();
    await once(nginx, 'exit');
  }
}
