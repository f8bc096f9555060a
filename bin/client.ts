import { globSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';
import { ROOT } from './application.ts';

const FOLDER = join(ROOT, 'public', 'client');
const OPTIONS = {
  absWorkingDir: ROOT,
  entryPoints: { finews: 'client/index.ts', early: 'client/early.ts' },
  bundle: true,
  format: 'iife',
  // Older browsers show the page without them.
  target: 'es2022',
  charset: 'utf8',
  outdir: FOLDER,
  logLevel: 'warning',
} satisfies BuildOptions;

type Script = keyof typeof OPTIONS.entryPoints;

/** Where the build and the development server learn the addresses of the portal's own scripts: Next writes the values into the code. */
const VARIABLES: Readonly<Record<Script, string>> = {
  finews: 'NEXT_PUBLIC_CLIENT_SCRIPT',
  early: 'NEXT_PUBLIC_EARLY_SCRIPT',
};

/**
 * Bundles `client/` into `public/client/`, in place of the last build's scripts. The names carry a digest of the content, so
 * that browsers may keep them for a year.
 * @returns the scripts' addresses, by the names of the variables that hold them
 * @throws where they cannot be built
 */
export async function buildClient(): Promise<Record<string, string>> {
  for (const file of globSync('{finews,early}-*.js', { cwd: FOLDER })) rmSync(join(FOLDER, file));
  const { metafile } = await build({ ...OPTIONS, minify: true, entryNames: '[name]-[hash]', metafile: true });
  const files = Object.keys(metafile.outputs).map((file) => basename(file));
  return toEnvironment((script) => files.find((file) => file.startsWith(`${script}-`)) ?? '');
}

/** The scripts of a development server: under one name each, built again on each save until it is stopped. */
export async function watchClient(): Promise<{ addresses: Record<string, string>; stop(): Promise<void> }> {
  const builder = await context({ ...OPTIONS, entryNames: 'dev-[name]', sourcemap: 'inline' });
  await builder.watch();
  const stop = async (): Promise<void> => {
    await builder.dispose();
    for (const file of globSync('dev-*.js', { cwd: FOLDER })) rmSync(join(FOLDER, file));
  };
  return { addresses: toEnvironment((script) => `dev-${script}.js`), stop };
}

function toEnvironment(fileOf: (script: Script) => string): Record<string, string> {
  const scripts = Object.keys(VARIABLES) as Script[];
  return Object.fromEntries(scripts.map((script) => [VARIABLES[script], `/client/${fileOf(script)}`]));
}
