import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../lib/log.ts';

export const ROOT = join(import.meta.dirname, '..');
const STAMP = join(ROOT, '.next', 'finews-built');
/** What the built application is made of. */
const SOURCES = [
  '{app,components,client,lib,public}/**/*',
  '{bin/{client,answers}.ts,next.config.ts,postcss.config.mjs,proxy.ts,package-lock.json,tsconfig.json}',
];
/** What a development server leaves among them while it runs. */
const NOT_SOURCES = ['public/client/dev-*.js'];

/** Digest of the application's sources. */
function digestSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(SOURCES, { cwd: ROOT, exclude: NOT_SOURCES }).sort()) {
    if (statSync(join(ROOT, file)).isFile())
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** True where there is a whole build, be it of these sources or of earlier ones. */
export const isBuilt = (): boolean => existsSync(join(ROOT, '.next', 'BUILD_ID'));

/** Builds the application where its sources have changed since the last build. @throws where the build fails */
export async function buildIfStale(): Promise<void> {
  const digest = digestSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  await build();
}

/** Builds the application. @throws where the build fails */
export async function build(): Promise<void> {
  log({ level: 'info', event: 'build-started', message: 'building the application …' });
  const started = performance.now();
  // Serving needs no bundler.
  const { buildClient } = await import('./client.ts');
  const { buildAnswers } = await import('./answers.ts');
  const environment = await buildClient();
  await runNode(['node_modules/next/dist/bin/next', 'build'], environment);
  await buildAnswers(environment);
  writeFileSync(STAMP, digestSources());
  const seconds = Math.round((performance.now() - started) / 1000);
  log({ level: 'info', event: 'built', message: `built in ${seconds} s`, fields: { seconds } });
}

/** Runs this Node with arguments, in the project's folder. @throws where it does not end with 0 */
export async function runNode(args: string[], environment: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['inherit', 2, 2],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment },
  });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${signal ?? code}`);
}
