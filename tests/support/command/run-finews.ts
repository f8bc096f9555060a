import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { within } from '../wait.ts';

export interface CommandResult {
  /** Exit status. */
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the command `finews` to its end, without a terminal.
 * @param environment beside that of the test's own process
 * @param cwd a folder with `bin/finews.mjs`
 */
export async function runFinews(
  args: readonly string[],
  environment: Record<string, string> = {},
  cwd = '.',
): Promise<CommandResult> {
  const child = spawn(process.execPath, ['bin/finews.mjs', ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const streams = [child.stdout, child.stderr].map(async (stream) => {
    let text = '';
    for await (const chunk of stream) text += chunk;
    return text;
  });
  const [code] = await within(`the end of finews ${args.join(' ')}`, once(child, 'exit'));
  const [stdout = '', stderr = ''] = await Promise.all(streams);
  return { code, stdout, stderr };
}
