import { after, type TestContext } from 'node:test';

/**
 * A context for what all tests of a file share: what is to be done at its end is done after the last of them, the last one first.
 * To be called where the file is loaded.
 */
export const contextOfFile = (): TestContext => lastFirst({ after });

/**
 * The context of a test in which what is to be done at its end is done the last one first, where Node begins with the first one. One
 * that fails keeps no other from being done.
 */
export function lastFirst(context: { after(cleanup: () => unknown): void }): TestContext {
  const cleanups = new AsyncDisposableStack();
  context.after(() => cleanups.disposeAsync());
  const add = (cleanup: () => unknown): void =>
    cleanups.defer(async () => {
      await cleanup();
    });
  return { after: add } as unknown as TestContext;
}
