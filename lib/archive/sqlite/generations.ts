/**
 * Where the index lies. DATA_DIR holds one SQLite file for each generation (an index made from nothing) and the file
 * `current`, which names the one in use. A new generation is built beside the old one and put in place by a rename, so
 * readers see either whole index, and a killed run leaves the last whole one.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POINTER = 'current';
const NEXT_POINTER = 'current.next';
const SEALED = 'sealed';
const GENERATION = /^index-[\da-z]+\.sqlite$/;
const BELONGS_TO_GENERATION = /^index-[\da-z]+\.sqlite(?:-wal|-shm|-journal)?$/;

/** Name for a new generation's file. Sorts by age. */
export function newGeneration(now: Date): string {
  const random = Math.floor(Math.random() * 36 ** 4);
  return `index-${now.getTime().toString(36)}${random.toString(36).padStart(4, '0')}.sqlite`;
}

/** The index in use. */
export interface CurrentIndex {
  path: string;
  /** True for an index that nobody writes any more: one file, without a log beside it. */
  isSealed: boolean;
}

/** The index in use; `undefined` where there is none. */
export function currentIndex(dataDir: string): CurrentIndex | undefined {
  const pointer = readPointer(dataDir);
  return pointer && { path: join(/* turbopackIgnore: true */ dataDir, pointer.generation), isSealed: pointer.isSealed };
}

function readPointer(dataDir: string): { generation: string; isSealed: boolean } | undefined {
  let text: string;
  try {
    text = readFileSync(join(/* turbopackIgnore: true */ dataDir, POINTER), 'utf8').trim();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const [generation = '', state] = text.split(' ');
  return GENERATION.test(generation) ? { generation, isSealed: state === SEALED } : undefined;
}

/** Changes whenever another generation is put in place; `undefined` where there is none. Costs one `stat`. */
export function pointerStamp(dataDir: string): string | undefined {
  const stat = statSync(join(/* turbopackIgnore: true */ dataDir, POINTER), { throwIfNoEntry: false });
  return stat && `${stat.ino}-${stat.mtimeMs}`;
}

/** Puts a generation in place, in one step. */
export function switchTo(dataDir: string, generation: string, isSealed = false): void {
  const next = join(dataDir, NEXT_POINTER);
  writeFileSync(next, isSealed ? `${generation} ${SEALED}\n` : `${generation}\n`, { flush: true });
  renameSync(next, join(dataDir, POINTER));
}

/** Deletes every generation but the one in use: earlier ones, and what runs left that were killed or failed. */
export function deleteOtherGenerations(dataDir: string): void {
  const current = readPointer(dataDir)?.generation;
  for (const name of readdirSync(dataDir)) {
    const isOther = BELONGS_TO_GENERATION.test(name) && !(current && name.startsWith(current));
    if (isOther || name === NEXT_POINTER) rmSync(join(dataDir, name), { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
