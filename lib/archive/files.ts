/**
 * Where the index lies. DATA_DIR holds one SQLite file for each generation (an index made from nothing) and the file
 * `current`, which names the one in use. A new generation is built beside the old one and put in place by a rename, so
 * readers see either whole index, and a killed run leaves the last whole one.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POINTER = 'current';
const GENERATION = /^index-[\da-z]+\.sqlite$/;
const BELONGS_TO_GENERATION = /^index-[\da-z]+\.sqlite(?:-wal|-shm|-journal)?$/;

/** Name for a new generation's file. Sorts by age. */
export function newGeneration(now: Date): string {
  const random = Math.floor(Math.random() * 36 ** 4);
  return `index-${now.getTime().toString(36)}${random.toString(36).padStart(4, '0')}.sqlite`;
}

/** Path of the index in use; `undefined` where there is none. */
export function currentIndex(dataDir: string): string | undefined {
  const name = readPointer(dataDir);
  return name === undefined ? undefined : join(/* turbopackIgnore: true */ dataDir, name);
}

function readPointer(dataDir: string): string | undefined {
  let name: string;
  try {
    name = readFileSync(join(/* turbopackIgnore: true */ dataDir, POINTER), 'utf8').trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return GENERATION.test(name) ? name : undefined;
}

/** Changes whenever another generation is put in place; `undefined` where there is none. Costs one `stat`. */
export function pointerStamp(dataDir: string): string | undefined {
  const stat = statSync(join(/* turbopackIgnore: true */ dataDir, POINTER), { throwIfNoEntry: false });
  return stat && `${stat.ino}-${stat.mtimeMs}`;
}

/** Puts a generation in place, in one step. */
export function switchTo(dataDir: string, generation: string): void {
  const next = join(dataDir, `${POINTER}.next`);
  writeFileSync(next, `${generation}\n`, { flush: true });
  renameSync(next, join(dataDir, POINTER));
}

/** Deletes every generation but the one in use: earlier ones, and what killed runs left. */
export function deleteOtherGenerations(dataDir: string): void {
  const current = readPointer(dataDir);
  for (const name of readdirSync(dataDir)) {
    if (BELONGS_TO_GENERATION.test(name) && !(current && name.startsWith(current)))
      rmSync(join(dataDir, name), { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
