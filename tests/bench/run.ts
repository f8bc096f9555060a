/**
 * `npm run bench`: the figures of the portal on synthetic archives, as a table.
 *
 *   npm run bench -- [--posts 1000,100000] [--folder .data/bench] [--requests 20000]
 *     [--against hugo,jekyll,eleventy,pagefind,unicode61,trigram,fts5] [--searches]
 *
 * --searches compares nothing but searches, on the index that an earlier run has left in --folder where there is one.
 * Archives are made once in --folder and used again. Other generators and Pagefind
 * (npm i --no-save pagefind) must be installed; each gets the same posts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import { buildIfStale } from '../../bin/application.ts';
import { openArchive } from '../../lib/archive/index.ts';
import { listArticleAddresses } from './addresses.ts';
import { measureBatch } from './batch.ts';
import { BATCH_FOLDER, writeArchive } from './generate.ts';
import { askAll, startLoad } from './load.ts';
import { quantile, runMeasured, type Served, startServing } from './measure.ts';
import { measureMemoryGrowth } from './memory.ts';
import { compareSearches, drawQueries } from './search.ts';
import { ENGINES } from './search-engines.ts';
import { compareWithFts5 } from './search-fts5.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '1000,100000' },
    folder: { type: 'string', default: '.data/bench' },
    against: { type: 'string', default: '' },
    requests: { type: 'string', default: '20000' },
    searches: { type: 'boolean', default: false },
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

const contentDirOf = (posts: number): string => join(folder, `content-${posts}`);
const dataDirOf = (posts: number): string => join(folder, `index-${posts}`);

const environmentOf = (posts: number): NodeJS.ProcessEnv => ({
  ...process.env,
  CONTENT_DIR: contentDirOf(posts),
  DATA_DIR: dataDirOf(posts),
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

/** Load by distinct addresses, each asked for once. @returns answers a second */
async function rateOf(served: Served, paths: readonly string[]): Promise<number> {
  const started = performance.now();
  const statuses = await askAll(
    paths.map((path) => served.url + path),
    8,
  );
  if (statuses.get(200) !== paths.length) throw new Error(`not every page is there: ${JSON.stringify([...statuses])}`);
  return (paths.length * 1000) / (performance.now() - started);
}

/** Articles that are asked for while their rate is measured, where there are so many. */
const DISTINCT_ARTICLES = 3_000;

let rateAtFirst: number | undefined;

async function benchServing(posts: number): Promise<void> {
  const served = await startServing(environmentOf(posts), 1);
  try {
    const paths = await listArticleAddresses(dataDirOf(posts), 2 * DISTINCT_ARTICLES);
    // A worker that has just started has yet to compile what it runs. Where there are few articles the same ones are asked for
    // again, once the front has dropped them.
    await rateOf(served, paths.slice(0, DISTINCT_ARTICLES));
    const { path } = publish(contentDirOf(posts), 0);
    while (!(await fetch(served.url + path)).ok) await sleep(10);
    const rate = await rateOf(served, paths.slice(-DISTINCT_ARTICLES));
    removePublished(contentDirOf(posts));
    while ((await fetch(served.url + path)).ok) await sleep(10);
    report(posts, 'distinct articles, one Next worker', rate, '/s', { least: 200 });
    rateAtFirst ??= rate;
    if (rate !== rateAtFirst) report(posts, `… against ${sizes[0]} posts`, rate / rateAtFirst, '×', { least: 0.8 });
    await benchPaging(posts, served);
    await benchSearch(posts, served);
    await benchSurroundings(posts);
    await benchCache(posts, served, paths[0] ?? '/');
    await benchPublishing(posts, served);
    await benchBatch(posts, served);
    await benchMemory(posts, served);
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

/** Files that are published one after another. */
const PUBLISHED = 40;
const publishedFile = (contentDir: string, i: number): string => join(contentDir, '_posts', `2026-11-21-bench${i}.md`);

function removePublished(contentDir: string): void {
  for (let i = 0; i < PUBLISHED; i++) rmSync(publishedFile(contentDir, i), { force: true });
}

/** Takes away what a run that was broken off has left: it would be newer than what is published next. */
function removeLeftovers(contentDir: string): void {
  removePublished(contentDir);
  rmSync(join(contentDir, BATCH_FOLDER), { recursive: true, force: true });
}

/** Writes the n-th of them. @returns its title, and the address of its article */
function publish(contentDir: string, n: number): { title: string; path: string } {
  const title = `基准第${n}条`;
  const second = String(n).padStart(2, '0');
  writeFileSync(
    publishedFile(contentDir, n),
    `---\ntitle: ${title}\ndate: 2026-11-21 08:00:${second} +0800\ncategories: emnews\ntags: 滚动新闻\n---\n正文。\n`,
  );
  return { title, path: `/emnews/2026/11/21/bench${n}.html` };
}

/** From a file written until article, home page, listing and feed show it, at 50 requests a second beside. */
async function benchPublishing(posts: number, served: Served): Promise<void> {
  const contentDir = contentDirOf(posts);
  const paths = await listArticleAddresses(dataDirOf(posts), 1_000);
  const load = startLoad(
    paths.map((path) => served.url + path),
    50,
  );
  const times: number[] = [];
  for (let i = 0; i < PUBLISHED; i++) {
    const { title, path } = publish(contentDir, i);
    const started = performance.now();
    const shows = [path, '/', '/category/emnews.html', '/feed/emnews.xml', `/search?q=${encodeURIComponent(title)}`];
    // The address, since a search page repeats what was looked for.
    for (const page of shows) {
      while (!(await (await fetch(served.url + page)).text()).includes(path)) await sleep(10);
    }
    times.push((performance.now() - started) / 1000);
  }
  const meanwhile = await load.stop();
  removePublished(contentDir);
  report(posts, 'file written until every page shows it, p95', quantile(times, 0.95), 's', { most: 1 });
  report(posts, '… a reader’s request meanwhile, p99', quantile(meanwhile, 0.99), 'ms');
}

/** Searches one after another, each for something else, so that none comes from the front's cache. */
async function benchSearch(posts: number, served: Served): Promise<void> {
  const times: number[] = [];
  for (const query of drawQueries(dataDirOf(posts), 500)) {
    const started = performance.now();
    await (await fetch(`${served.url}/search?q=${encodeURIComponent(query)}`)).arrayBuffer();
    times.push(performance.now() - started);
  }
  // The first ones find a worker that has only just started.
  const warm = times.slice(50);
  report(posts, 'search page, median', quantile(warm, 0.5), 'ms');
  report(posts, 'search page, p95', quantile(warm, 0.95), 'ms', { most: posts > 100_000 ? 100 : 50 });
}

/** What an article's page says of other articles, asked of the index itself. */
async function benchSurroundings(posts: number): Promise<void> {
  const archive = openArchive(dataDirOf(posts));
  const times: number[] = [];
  for (const path of await listArticleAddresses(dataDirOf(posts), 600)) {
    const started = performance.now();
    await archive.getSurroundings(decodeURIComponent(path), { copies: 10, related: 6 });
    times.push(performance.now() - started);
  }
  archive.close();
  report(posts, 'copies and related articles, p95', quantile(times.slice(100), 0.95), 'ms', { most: 5 });
}

/** A pull that brings 5,000 posts, at 50 requests a second beside. */
async function benchBatch(posts: number, served: Served): Promise<void> {
  const addresses = await listArticleAddresses(dataDirOf(posts), 1_000);
  const { seconds, slowestRequest } = await measureBatch(served, contentDirOf(posts), addresses);
  report(
    posts,
    '5,000 files written until pages show the last',
    seconds,
    's',
    posts <= 100_000 ? { most: 15 } : undefined,
  );
  report(posts, '… a reader’s request meanwhile, the slowest', slowestRequest, 'ms', { most: 500 });
}

/** A tenth of them fills the front's cache. */
const LEAST_REQUESTS_OF_MEMORY = 100_000;

async function benchMemory(posts: number, served: Served): Promise<void> {
  const distinctCount = Math.floor(requestCount / 2);
  console.error(`memory: asking for ${distinctCount} distinct and as many mistyped addresses …`);
  for (const { script, megabytes, growth } of await measureMemoryGrowth(served, dataDirOf(posts), distinctCount)) {
    report(posts, `memory of ${script} after ${2 * distinctCount} addresses`, megabytes, 'MB');
    // After fewer, what may be kept is not all there yet.
    const limit = requestCount >= LEAST_REQUESTS_OF_MEMORY ? { most: 1.1 } : undefined;
    report(posts, '… against after a tenth of them', growth, '×', limit);
  }
}

const OTHERS: Record<
  string,
  { version: [string, string]; run: (content: string, out: string) => [string, string[]]; config: [string, string] }
> = {
  hugo: {
    version: ['hugo', 'version'],
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
    version: ['jekyll', '--version'],
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
    version: ['eleventy', '--version'],
    config: ['package.json', '{}\n'],
    run: (content, out) => ['eleventy', ['--quiet', `--input=${content}`, `--output=${join(out, 'public')}`]],
  },
};

async function benchOther(name: string, posts: number): Promise<void> {
  const other = OTHERS[name];
  if (!other || spawnSync(other.version[0], [other.version[1]], { stdio: 'ignore' }).status !== 0) {
    console.error(`${name} is not installed: left out`);
    return;
  }
  const out = join(folder, `${name}-${posts}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'layouts/_default'), { recursive: true });
  writeFileSync(join(out, other.config[0]), other.config[1]);
  for (const layout of ['single', 'list'])
    writeFileSync(join(out, `layouts/_default/${layout}.html`), '<h1>{{ .Title }}</h1>{{ .Content }}\n');
  const [command, args] = other.run(contentDirOf(posts), out);
  const { seconds, megabytes } = await runMeasured(command, args, process.env, out);
  rmSync(out, { recursive: true });
  report(posts, `${name}, the whole site`, seconds, 's');
  report(posts, `${name}, memory`, megabytes, 'MB');
}

async function benchSearches(posts: number, names: readonly string[]): Promise<void> {
  for (const { name, ...figures } of await compareSearches(dataDirOf(posts), join(folder, 'search'), names)) {
    report(posts, `search by ${name}: recall`, 100 * figures.recall, '%');
    report(posts, `search by ${name}: p95`, figures.p95, 'ms');
    report(posts, `search by ${name}: index`, figures.megabytes, 'MB');
    report(posts, `search by ${name}: to build`, figures.seconds, 's');
  }
}

/** An index from nothing, with its figures. */
async function makeIndex(posts: number): Promise<void> {
  const contentDir = contentDirOf(posts);
  if (!existsSync(contentDir)) {
    console.error(`making ${posts} posts in ${contentDir} …`);
    writeArchive(contentDir, posts);
  }
  removeLeftovers(contentDir);
  await benchIndexing(posts);
}

await buildIfStale();
for (const posts of sizes) {
  if (!values.searches || !existsSync(dataDirOf(posts))) await makeIndex(posts);
  if (!values.searches) await benchServing(posts);
  const others = values.against.split(',').filter(Boolean);
  const searches = others.filter((name) => name in ENGINES);
  for (const name of others) if (!searches.includes(name) && name !== 'fts5') await benchOther(name, posts);
  if (searches.length > 0) await benchSearches(posts, ['finews', ...searches]);
  if (others.includes('fts5')) {
    compareWithFts5(dataDirOf(posts), join(folder, 'search'), ({ name, value, unit }) =>
      report(posts, name, value, unit),
    );
  }
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
