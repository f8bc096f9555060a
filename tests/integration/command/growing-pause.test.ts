import assert from 'node:assert/strict';
import test from 'node:test';
import { GrowingPause } from '../../../bin/ingest/growing-pause.ts';

test('doubles the pause between attempts up to ten seconds', () => {
  const pauses = new GrowingPause();
  assert.deepEqual(
    Array.from({ length: 6 }, () => pauses.next()),
    [1_000, 2_000, 4_000, 8_000, 10_000, 10_000],
  );
});

test('begins with a short pause again after a reset', () => {
  const pauses = new GrowingPause();
  pauses.next();
  pauses.reset();
  assert.equal(pauses.next(), 1_000);
});
