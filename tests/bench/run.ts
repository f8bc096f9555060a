/**
 * `npm run bench`: the figures of the portal on synthetic archives, as a table.
 *
 *   npm run bench -- [--posts 1000,100000] [--folder .data/bench] [--against hugo,jekyll,eleventy] [--requests 20000]
 *
 * Archives are made once in --folder and used again. Other generators must be installed; each gets the same files.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import { pathHref } from '../../lib/addresses.ts';
import { ArchiveReader } from '../../lib/archive/reader.ts';
import { writeArchive } from './generate.ts';
import { memoryOf, quantile, runMeasured, type Served, startServing } from './measure.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '1000,100000' },
    folder: { type: 'string', default: '.data/bench' },
    against: { type: 'string', default: '' },
    requests: { type: 'string', default: '20000' },
  },
});
const sizes = values.posts.split(',').map(Number);
const requestCount = Number(values.requests);
const folder = resolve(values.folder);

/** Where nginx listens while it is measured. */
const NGINX_PORT = 18_080;

interface Row {
  posts: number;
  figure: string;
  value: string;
  budget: string;
  met: boolean | undefined;
}
const rows: Row[] = [];

function report(
  posts: number,
  figure: string,
  value: number,
  unit: string,
  limit?: { most?: number; least?: number },
): void {
  const budget =
    limit?.most !== undefined
      ? `≤ ${limit.most} ${unit}`
      : limit?.least !== undefined
        ? `≥ ${limit.least} ${unit}`
        : '';
  const met = limit && (limit.most !== undefined ? value <= limit.most : value >= (limit.least ?? 0));
  const row = { posts, figure, value: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`, budget, met };
  rows.push(row);
  console.error(`${posts} posts, ${figure}: ${row.value} ${budget}`);
}

const environmentOf = (posts: number): NodeJS.ProcessEnv => ({
  ...process.env,
  CONTENT_DIR: join(folder, `content-${posts}`),
  DATA_DIR: join(folder, `index-${posts}`),
  SITE_URL: 'https://finews.example',
});

async function benchIndexing(posts: number): Promise<void> {
  const environment = environmentOf(posts);
  const index = (...options: string[]) =>
    runMeasured(process.execPath, ['bin/finews.ts', 'index', ...options], environment);
  const full = await index('--full');
  const limits = posts >= 1_000_000 ? [720, 1_536] : [60, 1_024];
  report(posts, 'index from nothing', full.seconds, 's', { most: limits[0] ?? 0 });
  report(posts, 'index from nothing, memory', full.megabytes, 'MB', { most: limits[1] ?? 0 });
  const again = await index();
  report(posts, 'index, nothing changed', again.seconds, 's', posts <= 100_000 ? { most: 3 } : undefined);
}

/** Asks as a browser does, at little cost of its own. @throws for another status than 200 */
function ask(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      answer.resume().on('end', resolve);
    }).on('error', reject);
  });
}

/** Load by distinct addresses, each asked for once. */
async function rateOf(served: Served, paths: readonly string[], connections = 8): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const started = performance.now();
  const queue = paths.values();
  const work = async (): Promise<void> => {
    for (const path of queue) await ask(agent, served.url + path);
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return (paths.length * 1000) / (performance.now() - started);
}

async function listPaths(posts: number, count: number): Promise<string[]> {
  const archive = new ArchiveReader(String(environmentOf(posts).DATA_DIR));
  const entries = (await archive.listSitemapEntries(1)) ?? [];
  archive.close();
  const step = Math.max(1, Math.floor(entries.length / count));
  return entries
    .filter((_, i) => i % step === 0)
    .slice(0, count)
    .map(({ url }) => pathHref(url));
}

let rateAtFirst: number | undefined;

async function benchServing(posts: number): Promise<void> {
  const served = await startServing(environmentOf(posts), 1);
  try {
    const paths = await listPaths(posts, 3_000);
    await rateOf(served, paths.slice(0, 300));
    const rate = await rateOf(served, paths.slice(300));
    report(posts, 'distinct articles, one Next worker', rate, '/s', { least: 200 });
    rateAtFirst ??= rate;
    if (rate !== rateAtFirst) report(posts, `… against ${sizes[0]} posts`, rate / rateAtFirst, '×', { least: 0.8 });
    await benchPaging(posts, served);
    await benchCache(posts, served, paths[0] ?? '/');
    await benchPublishing(posts, served);
    await benchMemory(posts, served, paths);
  } finally {
    await served.stop();
  }
}

/** Requests a second for one address: by wrk where it is installed, else by a client in JavaScript, which is slower. */
async function loadOf(url: string): Promise<number> {
  const wrk = spawnSync('wrk', ['-t1', '-c50', '-d5s', '-H', 'Accept-Encoding: gzip', url], { encoding: 'utf8' });
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(wrk.stdout ?? '')?.[1];
  if (rate !== undefined) return Number(rate);
  const options = { url, connections: 50, duration: 5, headers: { 'accept-encoding': 'gzip' } };
  return (await autocannon(options)).requests.average;
}

/** An answer from the front's cache, against nginx and the same bytes in a file where it is installed. */
async function benchCache(posts: number, served: Served, path: string): Promise<void> {
  const rate = await loadOf(served.url + path);
  report(posts, 'one address from the front’s cache', rate, '/s');
  if (spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status !== 0) {
    console.error('nginx is not installed: left out');
    return;
  }
  const root = join(folder, 'nginx');
  mkdirSync(root, { recursive: true });
  const page = await fetch(served.url + path, { headers: { 'accept-encoding': 'identity' } });
  writeFileSync(join(root, 'page.html'), gzipSync(Buffer.from(await page.arrayBuffer())));
  writeFileSync(
    join(root, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${root}/nginx.pid; error_log /dev/null;
events { worker_connections 1024; }
http { access_log off; sendfile on; keepalive_requests 1000000; types { text/html html; }
  server { listen 127.0.0.1:${NGINX_PORT}; root ${root}; add_header Content-Encoding gzip; } }`,
  );
  const nginx = spawn('nginx', ['-p', root, '-c', join(root, 'nginx.conf')], { stdio: 'ignore' });
  try {
    const address = `http://127.0.0.1:${NGINX_PORT}/page.html`;
    while (!(await fetch(address).catch(() => undefined))) await sleep(50);
    report(posts, '… against nginx and the same bytes as a file', rate / (await loadOf(address)), '×', { least: 0.5 });
  } finally {
    nginx.kill();
    await once(nginx, 'exit');
  }
}

async function benchPaging(posts: number, served: Served): Promise<void> {
  const pages = Math.floor((posts * 0.27) / 50);
  if (pages < 50) return;
  const last = Math.min(600, pages);
  const timeOf = async (page: number): Promise<number> => {
    const started = performance.now();
    await (await fetch(`${served.url}/category/emnews${page === 1 ? '.html' : `/${page}`}`)).arrayBuffer();
    return performance.now() - started;
  };
  const near: number[] = [];
  const far: number[] = [];
  // Each page is asked for once, so that none comes from the cache; in turn, so that both meet the same machine.
  for (let i = 1; i <= 20; i++) {
    near.push(await timeOf(i));
    far.push(await timeOf(last - 20 + i));
  }
  report(posts, `page ${last} of a listing against page 1`, quantile(far, 0.5) / quantile(near, 0.5), '×', {
    most: 1.2,
  });
}

/** From a file written until article, home page, listing and feed show it, at 50 requests a second beside. */
async function benchPublishing(posts: number, served: Served): Promise<void> {
  const contentDir = String(environmentOf(posts).CONTENT_DIR);
  const paths = await listPaths(posts, 1_000);
  let isOver = false;
  const slowest: number[] = [];
  const load = (async () => {
    for (let i = 0; !isOver; i++) {
      const started = performance.now();
      const path = paths[i % paths.length] ?? '/';
      void fetch(served.url + path).then(async (answer) => {
        await answer.arrayBuffer();
        slowest.push(performance.now() - started);
      });
      await sleep(20);
    }
  })();
  const times: number[] = [];
  const written: string[] = [];
  for (let i = 0; i < 40; i++) {
    const name = `2026-11-21-bench${i}.md`;
    const title = `基准第${i}条`;
    const file = join(contentDir, '_posts', name);
    written.push(file);
    const second = String(i).padStart(2, '0');
    writeFileSync(
      file,
      `---\ntitle: ${title}\ndate: 2026-11-21 08:00:${second} +0800\ncategories: emnews\ntags: 滚动新闻\n---\n正文。\n`,
    );
    const started = performance.now();
    const shows = [
      `/emnews/2026/11/21/bench${i}.html`,
      '/',
      '/category/emnews.html',
      '/feed/emnews.xml',
      `/search?q=${encodeURIComponent(title)}`,
    ];
    for (const path of shows) {
      while (!(await (await fetch(served.url + path)).text()).includes(title)) await sleep(10);
    }
    times.push((performance.now() - started) / 1000);
  }
  isOver = true;
  await load;
  for (const file of written) rmSync(file);
  report(posts, 'file written until every page shows it, p95', quantile(times, 0.95), 's', { most: 1 });
  report(posts, '… a reader’s request meanwhile, p99', quantile(slowest, 0.99), 'ms');
}

async function benchMemory(posts: number, served: Served, paths: readonly string[]): Promise<void> {
  const pid = served.child.pid ?? 0;
  const askAll = async (from: number, to: number): Promise<void> => {
    // Every second address is a mistyped one, and none comes twice.
    const asked = Array.from(
      { length: to - from },
      (_, i) => `${paths[(from + i) % paths.length]}${(from + i) % 2 ? `x${from + i}` : ''}`,
    );
    const queue = asked.values();
    const work = async (): Promise<void> => {
      for (const path of queue) await (await fetch(served.url + path)).arrayBuffer();
    };
    await Promise.all(Array.from({ length: 16 }, work));
  };
  await askAll(0, requestCount / 10);
  const early = memoryOf(pid);
  await askAll(requestCount / 10, requestCount);
  const late = memoryOf(pid);
  report(posts, `memory after ${requestCount} requests against after ${requestCount / 10}`, late / early, '×', {
    most: 1.1,
  });
}

const OTHERS: Record<
  string,
  { needs: string; run: (content: string, out: string) => [string, string[]]; config: [string, string] }
> = {
  hugo: {
    needs: 'hugo',
    config: [
      'hugo.toml',
      'baseURL = "https://finews.example/"\ntimeZone = "Asia/Shanghai"\n[markup.goldmark.renderer]\nunsafe = true\n',
    ],
    run: (content, out) => [
      'hugo',
      ['--quiet', '--source', out, '--contentDir', content, '--destination', join(out, 'public')],
    ],
  },
  jekyll: {
    needs: 'jekyll',
    config: ['_config.yml', 'timezone: Asia/Shanghai\n'],
    run: (content, out) => [
      'jekyll',
      [
        'build',
        '--quiet',
        '--source',
        content,
        '--destination',
        join(out, 'public'),
        '--config',
        join(out, '_config.yml'),
      ],
    ],
  },
  eleventy: {
    needs: 'eleventy',
    config: ['package.json', '{}\n'],
    run: (content, out) => ['eleventy', ['--quiet', `--input=${content}`, `--output=${join(out, 'public')}`]],
  },
};

async function benchOther(name: string, posts: number): Promise<void> {
  const other = OTHERS[name];
  if (!other || spawnSync(other.needs, ['--version'], { stdio: 'ignore' }).status !== 0) {
    console.error(`${name} is not installed: left out`);
    return;
  }
  const out = join(folder, `${name}-${posts}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'layouts/_default'), { recursive: true });
  writeFileSync(join(out, other.config[0]), other.config[1]);
  for (const layout of ['single', 'list'])
    writeFileSync(join(out, `layouts/_default/${layout}.html`), '<h1>{{ .Title }}</h1>{{ .Content }}\n');
  const [command, args] = other.run(String(environmentOf(posts).CONTENT_DIR), out);
  const { seconds, megabytes } = await runMeasured(command, args, process.env, out);
  rmSync(out, { recursive: true });
  report(posts, `${name}, the whole site`, seconds, 's');
  report(posts, `${name}, memory`, megabytes, 'MB');
}

for (const posts of sizes) {
  const contentDir = String(environmentOf(posts).CONTENT_DIR);
  if (!existsSync(contentDir)) {
    console.error(`making ${posts} posts in ${contentDir} …`);
    writeArchive(contentDir, posts);
  }
  await benchIndexing(posts);
  await benchServing(posts);
  for (const name of values.against.split(',').filter(Boolean)) await benchOther(name, posts);
}
const width = Math.max(...rows.map(({ figure }) => figure.length));
console.log(`\n${'posts'.padStart(9)}  ${'figure'.padEnd(width)}  ${'value'.padStart(12)}  ${'budget'.padStart(12)}`);
for (const { posts, figure, value, budget, met } of rows) {
  const verdict = met === undefined ? '' : met ? 'met' : 'NOT MET';
  console.log(
    `${String(posts).padStart(9)}  ${figure.padEnd(width)}  ${value.padStart(12)}  ${budget.padStart(12)}  ${verdict}`,
  );
}
process.exitCode = rows.some(({ met }) => met === false) ? 1 : 0;
