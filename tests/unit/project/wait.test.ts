import assert from 'node:assert/strict';
import test from 'node:test';
import { until, within } from '../../support/wait.ts';

test('ends a wait for an event that does not come, and names the event', async () => {
  const never = new Promise<void>(() => {});
  await assert.rejects(within('a prefetch', never, 5), /^Error: waited 0.005 s in vain for a prefetch$/);
});

test('ends a wait for a state that does not come, and names the state', async () => {
  await assert.rejects(
    until('status 404', () => false, 5),
    /^Error: waited 0.005 s in vain for status 404$/,
  );
});

test('ends a wait for a state where looking at it never ends', async () => {
  await assert.rejects(
    until('status 404', () => new Promise(() => {}), 5),
    /status 404/,
  );
});

test('gives what has come', async () => {
  assert.equal(await within('a number', Promise.resolve(7)), 7);
});
