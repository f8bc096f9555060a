/**
 * Generations of the index. DATA_DIR holds one SQLite file for each generation (an index made from nothing) and the file
 * `current`, which names the one in use. A new generation is built beside the one in use and put in place by a rename. So
 * readers see one whole index or the other, and a killed run leaves the last whole one.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const POINTER = 'current';
const NEXT_POINTER = 'current.next';
const SEALED = 'sealed';
const GENERATION = /^index-[\da-z]+\.sqlite$/;
const FILE_OF_GENERATION = /^index-[\da-z]+\.sqlite(?:-wal|-shm|-journal)?$/;

export interface Generation {
  /** The SQLite file. */
  path: string;
  /** True for a single file that nobody writes: it has no write-ahead log and may lie on a read-only file system. */
  isSealed: boolean;
}

/** A new generation's file, which does not exist yet. Names sort by age. */
export function newGeneration(dataDir: string, now: Date): Generation {
  const random = Math.floor(Math.random() * 36 ** 4);
  const name = `index-${now.getTime().toString(36)}${random.toString(36).padStart(4, '0')}.sqlite`;
  return { path: join(dataDir, name), isSealed: false };
}

/** The generation in use; `undefined` where there is none. */
export function currentGeneration(dataDir: string): Generation | undefined {
  let text: string;
  try {
    text = readFileSync(join(/* turbopackIgnore: true */ dataDir, POINTER), 'utf8').trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const [name = '', state] = text.split(' ');
  if (!GENERATION.test(name)) return undefined;
  return { path: join(/* turbopackIgnore: true */ dataDir, name), isSealed: state === SEALED };
}

/** Changes whenever another generation is put in place; `undefined` where there is none. Costs one `stat`. */
export function pointerStamp(dataDir: string): string | undefined {
  const stat = statSync(join(/* turbopackIgnore: true */ dataDir, POINTER), { throwIfNoEntry: false });
  return stat && `${stat.ino}-${stat.mtimeMs}`;
}

/** Puts a generation in place, in one step. */
export function switchTo(dataDir: string, { path, isSealed }: Generation): void {
  const next = join(dataDir, NEXT_POINTER);
  writeFileSync(next, isSealed ? `${basename(path)} ${SEALED}\n` : `${basename(path)}\n`, { flush: true });
  renameSync(next, join(dataDir, POINTER));
}

/** Deletes every generation but the one in use: earlier ones, and what killed or failed runs left. */
export function deleteOtherGenerations(dataDir: string): void {
  const current = currentGeneration(dataDir);
  for (const name of readdirSync(dataDir)) {
    const isOther = FILE_OF_GENERATION.test(name) && !(current && name.startsWith(basename(current.path)));
    if (isOther || name === NEXT_POINTER) rmSync(join(dataDir, name), { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
