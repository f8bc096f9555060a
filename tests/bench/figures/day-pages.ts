import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { archiveHref, storyHref } from '../../../lib/addresses.ts';
import { openArchive } from '../../../lib/archive/index.ts';
import { stockHref, stocksHref } from '../../../lib/stocks/index.ts';
import type { AnswerTimes } from '../answer-times.ts';
import type { BenchArchive } from '../bench-archive.ts';
import { quantile, runMeasured } from '../measure.ts';
import type { Report } from '../report.ts';

const INDEX = ['bin/finews.mjs', 'index'];
/** Sources that tell one story: the texts of a synthetic archive are no copies of each other. */
const STORY_SOURCES = 6;
const STORY = Array.from({ length: 400 }, (_, i) => String.fromCharCode(0x4e00 + 7 * i)).join('');

/** Pages that show what days were about: how long a worker takes for each, every time as if nobody had asked for it before. */
export async function benchDayPages(archive: BenchArchive, report: Report): Promise<void> {
  for (let n = 0; n < STORY_SOURCES; n++) archive.publish(n, { category: `bench${n}`, tag: `基准${n}`, text: STORY });
  await runMeasured(process.execPath, INDEX, archive.environment);
  try {
    await benchPages(archive, report);
  } finally {
    archive.unpublish();
    await runMeasured(process.execPath, INDEX, archive.environment);
  }
}

async function benchPages(archive: BenchArchive, report: Report): Promise<void> {
  const addresses = await listPages(archive);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['tests/bench/answer-times.ts', ...Object.values(addresses)],
    { env: archive.environment },
  );
  const times = JSON.parse(stdout) as Record<string, AnswerTimes>;
  for (const [name, address] of Object.entries(addresses)) {
    const { first = Number.NaN, later = [] } = times[address] ?? {};
    report.add(archive.posts, `${name}: median`, quantile(later, 0.5), 'ms');
    report.add(archive.posts, '… p95', quantile(later, 0.95), 'ms');
    report.add(archive.posts, '… first answer of a process', first, 'ms');
  }
}

/** Addresses by what they are. What the archive does not have is left out, and said. */
async function listPages({ location }: BenchArchive): Promise<Record<string, string>> {
  const archive = openArchive(location);
  try {
    const [latest] = (await archive.listArticles({ kind: 'latest' }, 1))?.articles ?? [];
    const [story] = await archive.listLeadingStories(1, 1);
    const stocks = (await archive.listStocks({ page: 1 }))?.stocks ?? [];
    const [stock] = stocks.toSorted((a, b) => b.count - a.count);
    if (!stock) console.error('no article names a stock: pages of stocks are left out');
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
