/**
 * `npm test`: builds what is stale, runs every test (or those below the given folders and files), and ends with
 * `N passed, N failed`. Tests run in processes of their own, two at a time.
 */
import { globSync, statSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildIfStale } from '../bin/application.ts';
import { unpackBrowser } from './support/browser/browser.ts';

const CONCURRENCY = 2;
/** Ends a test that waits for what does not come, in milliseconds; no test is a matter of speed. */
const LIMIT = 10 * 60_000;

const given = process.argv.slice(2);
const files = (given.length > 0 ? given : ['tests'])
  .flatMap((path) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.test.ts`) : [path]))
  .sort();

await buildIfStale();
await unpackBrowser();
const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({
  files,
  concurrency: CONCURRENCY,
  timeout: LIMIT,
  execArgv: ['--disable-warning=ExperimentalWarning'],
});
stream.on('test:pass', ({ details, skip }) => {
  if (details.type !== 'suite') counts[skip === undefined ? 'passed' : 'skipped']++;
});
stream.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') counts.failed++;
});

const output = stream.compose(spec);
output.pipe(process.stdout, { end: false });
output.on('end', () => {
  const { passed, failed, skipped } = counts;
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
});
