/**
 * `npm run lighthouse`: scores of the sample content's pages by Lighthouse with its mobile profile, medians of five runs, as a
 * table. Lighthouse must be installed (npm i --no-save lighthouse).
 *
 *   npm run lighthouse -- [--runs 5] [--content content] [--pages home,story]
 *
 * --pages: names of `SAMPLE_PAGES`; all by default.
 */
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../bin/application.ts';
import { startBrowser } from '../support/browser/browser.ts';
import { startPortal } from '../support/portal.ts';
import { SAMPLE_PAGES } from '../support/sample-pages.ts';
import { quantile } from './measure.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
/** Metrics that the performance score is made of, beside it. */
const METRICS = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'] as const;
/** Where the browser listens while it is measured. */
const DEBUGGING_PORT = 19_222;

interface LighthouseResult {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { score: number | null; scoreDisplayMode: string; title: string; numericValue?: number }>;
}
type Lighthouse = (url: string, flags: object) => Promise<{ lhr: LighthouseResult } | undefined>;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    content: { type: 'string', default: 'content' },
    pages: { type: 'string', default: '' },
  },
});

// A name that the compiler does not look for: it is no dependency.
const name = 'lighthouse';
const lighthouse: Lighthouse | undefined = await import(name).then(
  (module: { default: Lighthouse }) => module.default,
  () => undefined,
);
if (!lighthouse) {
  console.error('Lighthouse is not installed: npm i --no-save lighthouse');
  process.exit(1);
}

await buildIfStale();
const portal = await startPortal(values.content);
const browser = await startBrowser([`--remote-debugging-port=${DEBUGGING_PORT}`]);
const lines: string[] = [];
const pages = values.pages.split(',').filter(Boolean);
for (const [page, path] of Object.entries(SAMPLE_PAGES)) {
  if (pages.length > 0 && !pages.includes(page)) continue;
  const results: LighthouseResult[] = [];
  for (let i = 0; i < Number(values.runs); i++) {
    const flags = { port: DEBUGGING_PORT, onlyCategories: [...CATEGORIES], logLevel: 'error' };
    const result = await lighthouse(portal.url + path, flags);
    if (result) results.push(result.lhr);
  }
  const median = (figureOf: (result: LighthouseResult) => number): number => quantile(results.map(figureOf), 0.5);
  const scores = CATEGORIES.map((category) => median((result) => 100 * (result.categories[category]?.score ?? 0)));
  const metrics = METRICS.map((metric) => median((result) => result.audits[metric]?.numericValue ?? 0));
  lines.push([page.padEnd(12), ...[...scores, ...metrics].map((value) => formatFigure(value).padStart(8))].join(' '));
  for (const { score, scoreDisplayMode, title } of Object.values(results[0]?.audits ?? {})) {
    const isFailed = score !== null && score < 0.9 && ['binary', 'metricSavings'].includes(scoreDisplayMode);
    if (isFailed) console.error(`${page}: ${title}`);
  }
}
await browser.close();
await portal.stop();
console.log(
  `${''.padEnd(12)} ${['perf.', 'access.', 'practice', 'SEO', 'LCP ms', 'TBT ms', 'CLS'].map((title) => title.padStart(8)).join(' ')}`,
);
console.log(lines.join('\n'));

function formatFigure(value: number): string {
  return Number.isInteger(value) || value > 1 ? value.toFixed(0) : value.toFixed(3);
}
