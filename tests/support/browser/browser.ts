import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const PACKAGE = resolve('node_modules/@sparticuz/chromium');
/** Removed with the packages; nothing but tests writes there. */
const CACHE = resolve('node_modules/.cache/finews');
/** The package unpacks into the system's temporary folder and takes whatever is there already, so it is given an empty one. */
const UNPACK = fileURLToPath(import.meta.resolve('./unpack-chromium.ts'));

/**
 * Unpacks the Chromium that comes as an npm package, where that was not done before, into a folder named by its version.
 * Any number of processes may do so at the same time: the folder appears whole, by a rename.
 * @returns path of the executable
 */
export async function unpackBrowser(cache = CACHE): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const folder = join(cache, `chromium-${version}`);
  const executable = join(folder, 'chromium');
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'unpacking-'));
  try {
    const env = { ...process.env, TMPDIR: staging };
    await promisify(execFile)(process.execPath, [UNPACK], { env });
    if (!existsSync(executable)) renameSync(staging, folder);
  } catch (error) {
    // Another process may have put its folder in place since the last look.
    if (!existsSync(executable)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return executable;
}

/** Starts that Chromium, without the package's own flags: `--single-process` dies with the first closed tab. */
export async function startBrowser(further: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await unpackBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
      ...further,
    ],
  });
}
