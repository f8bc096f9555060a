/** `npm run check`: formatting and lint, types, dead exports. Runs all of them, whatever the first one finds. */
import { runNode } from './application.ts';

const CHECKS: [name: string, args: string[]][] = [
  [
    'formatting and lint',
    [
      'node_modules/@biomejs/biome/bin/biome',
      'ci',
      '--error-on-warnings',
      process.stderr.isTTY ? '--colors=force' : '--colors=off',
    ],
  ],
  ['page types', ['node_modules/next/dist/bin/next', 'typegen']],
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['dead exports', ['node_modules/knip/bin/knip.js']],
];

const failed: string[] = [];
for (const [name, args] of CHECKS) {
  await runNode(args).catch(() => failed.push(name));
}
console.log(failed.length === 0 ? 'check: all fine' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
