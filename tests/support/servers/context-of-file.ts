import { after, type TestContext } from 'node:test';

/**
 * A context for what all tests of a file share: what is to be done at its end is done after the last of them, the last one first.
 * To be called where the file is loaded.
 */
export function contextOfFile(): TestContext {
  const cleanups: (() => unknown)[] = [];
  after(async () => {
    for (const cleanup of cleanups) await cleanup();
  });
  return { after: (cleanup: () => unknown) => cleanups.unshift(cleanup) } as unknown as TestContext;
}
