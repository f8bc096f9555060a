/**
 * `npm test`: builds what is stale, runs every test (or those below the given folders and files), and ends with
 * `N passed, N failed`. Tests run in processes of their own, two at a time. Tests of the archive run twice: with the store in
 * SQLite, and with the one in PostgreSQL on a server that is started for them.
 */
import { globSync, readFileSync, statSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildIfStale } from '../bin/application.ts';
import { unpackBrowser } from './support/browser/browser.ts';
import { startPostgres, withoutPostgres } from './support/servers/postgres-server.ts';

const CONCURRENCY = 2;
/** Ends a test that waits for what does not come, in milliseconds; no test is a matter of speed. */
const LIMIT = 10 * 60_000;
/** Tests of what one store alone has. */
const OF_SQLITE = 'tests/integration/archive/sqlite/';
const OF_POSTGRES = 'tests/integration/archive/postgres/';

const given = process.argv.slice(2);
const files = (given.length > 0 ? given : ['tests'])
  .flatMap((path) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.test.ts`) : [path]))
  .sort();
/** Tests of any store: they have their archives from `PortalFolder`. */
const ofStores = files.filter(
  (file) =>
    file.startsWith(OF_POSTGRES) ||
    (!file.startsWith(OF_SQLITE) && readFileSync(file, 'utf8').includes('new PortalFolder(')),
);

const counts = { passed: 0, failed: 0, skipped: 0 };

/** Runs test files. @param environment of their processes, beside this one's */
async function runFiles(files: string[], environment: Record<string, string> = {}): Promise<void> {
  const stream = run({
    files,
    concurrency: CONCURRENCY,
    timeout: LIMIT,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...environment },
  });
  stream.on('test:pass', ({ details, skip }) => {
    if (details.type !== 'suite') counts[skip === undefined ? 'passed' : 'skipped']++;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') counts.failed++;
  });
  for await (const text of stream.compose(spec)) process.stdout.write(text);
}

/** Runs tests with their archives in PostgreSQL. */
async function runOnPostgres(files: string[]): Promise<void> {
  if (withoutPostgres !== false) {
    console.log(`\nskipped with PostgreSQL: ${files.length} test files, since ${withoutPostgres}`);
    return;
  }
  console.log('\nwith PostgreSQL:');
  const server = await startPostgres();
  try {
    await runFiles(files, { FINEWS_TEST_POSTGRES: server.url });
  } finally {
    await server.stop();
  }
}

await buildIfStale();
await unpackBrowser();
const ofEither = files.filter((file) => !file.startsWith(OF_POSTGRES));
if (ofEither.length > 0) await runFiles(ofEither);
if (ofStores.length > 0) await runOnPostgres(ofStores);
const { passed, failed, skipped } = counts;
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
