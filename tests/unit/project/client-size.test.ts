import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

/** All of the portal's own scripts together, in bytes as most readers get them. */
const BUDGET = 5 * 1024;

test('sends less than 5 KB of its own scripts', () => {
  const files = globSync('public/client/{finews,early}-*.js');
  assert.equal(files.length, 2);
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  assert(size < BUDGET, `${size} bytes`);
});
