import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './application.ts';

/** The module that answers requests in the front's workers, made from `app/_lib/answer.tsx`. */
export const ANSWERS = join(ROOT, '.next', 'finews-answers.mjs');

/**
 * Bundles what answers requests without Next. To be called behind `next build`, whose stylesheets pages link to.
 * @param environment variables of the build that the code names
 * @throws if it cannot be built
 */
export async function buildAnswers(environment: Readonly<Record<string, string>>): Promise<void> {
  const stylesheets = globSync('static/**/*.css', { cwd: join(ROOT, '.next') }).map((file) => `/_next/${file}`);
  const variables = { ...environment, NODE_ENV: 'production', FINEWS_STYLESHEETS: JSON.stringify(stylesheets) };
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['app/_lib/answer.tsx'],
    outfile: ANSWERS,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    charset: 'utf8',
    logLevel: 'warning',
    define: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]),
    ),
  });
}
