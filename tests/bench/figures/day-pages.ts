import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { archiveHref, storyHref } from '../../../lib/addresses.ts';
import { openArchive } from '../../../lib/archive/index.ts';
import { stockHref, stocksHref } from '../../../lib/stocks/index.ts';
import { postText } from '../../support/portal-folder.ts';
import type { AnswerTimes } from '../answer-times.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { BATCH_FOLDER } from '../generate.ts';
import { quantile, runMeasured } from '../measure.ts';
import type { Report } from '../report.ts';

const INDEX = ['bin/finews.mjs', 'index'];
/** What a synthetic archive does not have: articles of several sources that tell one story, and many that name stocks. */
const STORY_SOURCES = 6;
const STOCK_ARTICLES = 2_000;
const STOCKS = 30;

/** Pages that show what days were about: how long a worker takes for each, every time as if nobody had asked for it before. */
export async function benchDayPages(archive: BenchArchive, report: Report): Promise<void> {
  const folder = join(archive.contentDir, BATCH_FOLDER);
  mkdirSync(folder);
  for (let n = 0; n < STORY_SOURCES + STOCK_ARTICLES; n++) {
    writeFileSync(join(folder, `2026-11-20-day${n}.md`), n < STORY_SOURCES ? storyPost(n) : stockPost(n));
  }
  try {
    await runMeasured(process.execPath, INDEX, archive.environment);
    await benchPages(archive, report);
  } finally {
    rmSync(folder, { recursive: true });
    await runMeasured(process.execPath, INDEX, archive.environment);
  }
}

const storyPost = (n: number): string =>
  postText(
    { title: `基准${n}`, categories: `bench${n}`, tags: `基准${n}` },
    Array.from({ length: 400 }, (_, i) => String.fromCharCode(0x4e00 + 7 * i)).join(''),
  );

/** Each names the same stock and another one. */
const stockPost = (n: number): string =>
  postText(
    { title: `个股${n}`, categories: 'emnews', tags: '滚动新闻' },
    `[贵州茅台](stock:SH600519)与[公司${n % STOCKS}](stock:SZ${String(300_000 + (n % STOCKS))})。`,
  );

async function benchPages(archive: BenchArchive, report: Report): Promise<void> {
  const addresses = await listPages(archive);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['tests/bench/answer-times.ts', ...Object.values(addresses)],
    // As in the front's workers: React checks what it is given otherwise, which takes most of the time.
    { env: { ...archive.environment, NODE_ENV: 'production' } },
  );
  const times = JSON.parse(stdout) as Record<string, AnswerTimes>;
  for (const [name, address] of Object.entries(addresses)) {
    const { first = Number.NaN, later = [] } = times[address] ?? {};
    report.add(archive.posts, `${name}: median`, quantile(later, 0.5), 'ms');
    report.add(archive.posts, '… p95', quantile(later, 0.95), 'ms');
    report.add(archive.posts, '… first answer of a process', first, 'ms');
  }
}

/** Addresses by what they are. */
async function listPages({ location }: BenchArchive): Promise<Record<string, string>> {
  const archive = openArchive(location);
  try {
    const [latest] = (await archive.listArticles({ kind: 'latest' }, 1))?.articles ?? [];
    const [story] = await archive.listLeadingStories(1, 1);
    const stocks = (await archive.listStocks({ page: 1 }))?.stocks ?? [];
    const [stock] = stocks.toSorted((a, b) => b.count - a.count);
    const day = new Date(1000 * (latest?.publishedAt ?? 0)).toISOString().slice(0, 10);
    return {
      'home page': '/',
      'a day': archiveHref(day),
      archive: archiveHref(),
      'all categories': '/categories',
      ...(story && { 'a story': storyHref(story.id) }),
      ...(stock && { 'a stock': stockHref(stock.name), 'all stocks': stocksHref() }),
    };
  } finally {
    archive.close();
  }
}
