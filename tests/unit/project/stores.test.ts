/** Which stores test files run with. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { hasArchive, namedStoreOf, storesOf } from '../../support/project/stores.ts';

for (const [file, stores] of [
  ['tests/integration/archive/listings.test.ts', ['SQLite', 'PostgreSQL']],
  ['tests/integration/stories/served.test.ts', ['SQLite', 'PostgreSQL']],
  // Its portal is set up by files that it imports.
  ['tests/integration/pages/site.test.ts', ['SQLite', 'PostgreSQL']],
  ['tests/integration/archive/sqlite/generations.test.ts', ['SQLite']],
  ['tests/integration/archive/postgres/schema.test.ts', ['PostgreSQL']],
  // It says so.
  ['tests/integration/command/log.test.ts', ['SQLite']],
  ['tests/integration/editors/check.test.ts', ['SQLite']],
  ['tests/browser/settings.test.ts', ['SQLite']],
  ['tests/unit/search/find.test.ts', ['SQLite']],
] as const) {
  test(`runs ${file} with ${stores.join(' and ')}`, () => {
    assert.deepEqual(storesOf(file), stores);
  });
}

/** Opens an archive in the process of the test, or says to it which one. */
const OPENS = /\b(?:openArchive|openStore|updateArchive|getArchive)\(|\bprocess\.env\.DATA_DIR\b/;

test('every test that opens an archive has it from a setup that knows both stores, or says which store it is of', () => {
  const silent = globSync('tests/integration/**/*.test.ts').filter(
    (file) => OPENS.test(readFileSync(file, 'utf8')) && !hasArchive(file) && namedStoreOf(file) === undefined,
  );
  assert.deepEqual(silent, []);
});
