/**
 * `npm test`: builds what is stale, runs every test (or those below the given folders and files), and ends with
 * `N passed, N failed`. Tests run in processes of their own, two at a time. Tests that have an archive or a portal run twice: with the
 * store in SQLite, and with the one in PostgreSQL on a server that is started for them (`storesOf` says which). Temporary files of
 * all of them are in one folder, which the next run removes where this one is killed.
 */
import { globSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildIfStale } from '../bin/application.ts';
import { unpackBrowser } from './support/browser/browser.ts';
import { type StoreName, storesOf } from './support/project/stores.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from './support/project/temporary-folder.ts';
import { startPostgres, withoutPostgres } from './support/servers/postgres-server.ts';

const CONCURRENCY = 2;
/** Ends a test that waits for what does not come, in milliseconds; no test is a matter of speed. */
const LIMIT = 10 * 60_000;
/** Test files that take longest; they begin first, so that none is left to run alone. */
const LONGEST = [
  'tests/integration/kept/kept-answers.test.ts',
  'tests/browser/accessibility.test.ts',
  'tests/unit/linear-time.test.ts',
  'tests/integration/archive/sqlite/killed.test.ts',
  'tests/integration/archive/marks.test.ts',
  'tests/integration/cluster/kills.test.ts',
  'tests/integration/search.test.ts',
  'tests/integration/mix/archive.test.ts',
  'tests/integration/stories/any-order.test.ts',
];

/** A test file, and the store that it runs with. */
interface Job {
  file: string;
  store: StoreName;
}

// A name that leads nowhere would go unnoticed.
for (const file of LONGEST) statSync(file);

const given = process.argv.slice(2);
const files = (given.length > 0 ? given : ['tests'])
  .flatMap((path) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.test.ts`) : [path]))
  .map((path) => relative('.', path))
  .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));

function rankOf(file: string): number {
  const rank = LONGEST.indexOf(file);
  return rank < 0 ? LONGEST.length : rank;
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const reporter = new spec();
reporter.pipe(process.stdout);

/** Runs a test file, and reports its tests together when it is done. */
async function runJob({ file, store }: Job, postgresUrl: string | undefined): Promise<void> {
  const started = performance.now();
  const stream = run({
    files: [file],
    timeout: LIMIT,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {
      ...process.env,
      // Without it, each process strips the types of the files that it loads, and compiles them.
      NODE_COMPILE_CACHE: resolve('node_modules/.cache/compiled'),
      ...(store === 'PostgreSQL' && { FINEWS_TEST_POSTGRES: postgresUrl }),
    },
  });
  stream.on('test:pass', ({ details, skip }) => {
    if (details.type !== 'suite') counts[skip === undefined ? 'passed' : 'skipped']++;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') counts.failed++;
  });
  const events: TestEvent[] = [];
  for await (const event of stream) events.push(event);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\n${file}${store === 'SQLite' ? '' : `, with ${store}`}, ${seconds} s:`);
  for (const event of events) if (!isTotal(event)) reporter.write(event);
}

/** What `run` tells of a test, or of all that it ran. */
interface TestEvent {
  type: string;
  data: { file?: string | undefined };
}

/** Whether an event counts what `run` ran, which is one file alone. */
const isTotal = ({ type, data }: TestEvent): boolean =>
  data.file === undefined && (type === 'test:diagnostic' || type === 'test:summary');

/** Runs jobs in their order, some at a time. */
async function runJobs(jobs: readonly Job[], postgresUrl: string | undefined): Promise<void> {
  const waiting = jobs.values();
  const runNext = async (): Promise<void> => {
    for (const job of waiting) await runJob(job, postgresUrl);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, runNext));
}

await buildIfStale();
await unpackBrowser();
const temporary = makeTemporaryFolder();
process.once('exit', () => removeTemporaryFolder(temporary));
process.env.TMPDIR = temporary;
const listed = files.flatMap((file): Job[] => storesOf(file).map((store) => ({ file, store })));
const jobs = withoutPostgres === false ? listed : listed.filter(({ store }) => store === 'SQLite');
const server = jobs.some(({ store }) => store === 'PostgreSQL') ? await startPostgres() : undefined;
try {
  await runJobs(jobs, server?.url);
} finally {
  await server?.stop();
}
// With it, the reporter shows once more what has failed.
await finished(reporter.end({ type: 'test:summary', data: {} }));
const { passed, failed, skipped } = counts;
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
if (jobs.length < listed.length) {
  console.log(`\nskipped with PostgreSQL: ${listed.length - jobs.length} test files, since ${withoutPostgres}`);
}
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
