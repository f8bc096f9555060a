import type { TestContext } from 'node:test';
import { Program } from '../../../deploy/cluster/program.ts';
import { until, within } from '../wait.ts';

/**
 * Starts `finews`, which is started again whenever it ends, and waits until it has printed some words. It ends with the test.
 * @param environment beside that of the test's own process
 */
export async function startFinews(
  context: TestContext,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  words: string,
): Promise<Program> {
  const program = new Program({
    command: process.execPath,
    args: ['bin/finews.mjs', ...args],
    environment: { ...process.env, ...environment },
    log: '/dev/null',
  });
  const name = `finews ${args.join(' ')}`;
  context.after(() => within(`the end of ${name}`, program.stop()));
  await until(`“${words}” from ${name}`, () => program.output.includes(words));
  return program;
}
