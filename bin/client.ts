import { globSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';
import { ROOT } from './application.ts';

const FOLDER = join(ROOT, 'public', 'client');
const OPTIONS = {
  absWorkingDir: ROOT,
  entryPoints: { finews: 'client/index.ts' },
  bundle: true,
  format: 'esm',
  // Older browsers show the page without it.
  target: 'es2022',
  charset: 'utf8',
  outdir: FOLDER,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles `client/` into `public/client/`, in place of the last build's script. The name carries a digest of the content, so
 * that browsers may keep it for a year.
 * @returns the script's address
 * @throws where it cannot be built
 */
export async function buildClient(): Promise<string> {
  for (const file of globSync('finews-*.js', { cwd: FOLDER })) rmSync(join(FOLDER, file));
  const { metafile } = await build({ ...OPTIONS, minify: true, entryNames: '[name]-[hash]', metafile: true });
  const [file = ''] = Object.keys(metafile.outputs);
  return `/client/${basename(file)}`;
}

/** The script of a development server: under one name, built again on each save until it is stopped. */
export async function watchClient(): Promise<{ address: string; stop(): Promise<void> }> {
  const builder = await context({ ...OPTIONS, entryNames: 'dev', sourcemap: 'inline' });
  await builder.watch();
  const stop = async (): Promise<void> => {
    await builder.dispose();
    rmSync(join(FOLDER, 'dev.js'), { force: true });
  };
  return { address: '/client/dev.js', stop };
}
