import { existsSync, globSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Of a server that was never promoted. */
const FIRST_TIMELINE = 1;

/** Folder of a server's data in the folder that is its own. */
export const dataOf = (folder: string): string => join(folder, 'data');

/** Folder of data that are not whole, and are made again. */
export const unfinishedDataOf = (folder: string): string => `${dataOf(folder)}.unfinished`;

/** Whether a server was made in this folder. What is made under another name first is whole as soon as it has this one. */
export const hasData = (folder: string): boolean => existsSync(join(dataOf(folder), 'PG_VERSION'));

/** Whether a server follows another one. PostgreSQL removes the file when it is promoted. */
export const isStandbyData = (folder: string): boolean => existsSync(join(dataOf(folder), 'standby.signal'));

/** Number of the promotions that a server knows of, and one: each of them leaves a file with the next number, in hexadecimal. */
export function timelineOf(folder: string): number {
  const files = globSync('*.history', { cwd: join(dataOf(folder), 'pg_wal') });
  return Math.max(FIRST_TIMELINE, ...files.map((file) => Number.parseInt(basename(file, '.history'), 16)));
}

/**
 * Which of two servers is the primary, by what PostgreSQL keeps on the disk. Of two that follow nobody, one was promoted after the
 * other had gone.
 * @throws where there are data, but none of a primary, or of two between which nothing decides
 */
export function choosePrimary<Server extends { folder: string }>(servers: readonly [Server, Server]): [Server, Server] {
  const [first, second] = servers;
  const made = servers.filter(({ folder }) => hasData(folder));
  if (made.length === 0) return [first, second];
  const [one, other] = made.filter(({ folder }) => !isStandbyData(folder));
  const advice = 'move both folders away, and a new archive is made of the content';
  if (!one) {
    throw new Error(`${made.map(({ folder }) => folder).join(' and ')}: found a standby and no primary; ${advice}`);
  }
  const difference = other ? timelineOf(one.folder) - timelineOf(other.folder) : 1;
  if (difference === 0) {
    const found = `${first.folder} and ${second.folder}: found two primaries of one timeline`;
    throw new Error(`${found}; move the folder of the one away that was not written last`);
  }
  const primary = difference > 0 ? one : other;
  return primary === first ? [first, second] : [second, first];
}

/**
 * Makes room for a copy of the primary's data, in the folder of a server that does not run. What a standby has is a copy too, and goes;
 * the data of a former primary are kept under another name.
 * @returns the folder that they are in; `undefined` where there are none
 */
export function clearForCopy(folder: string): string | undefined {
  if (!hasData(folder)) return undefined;
  if (isStandbyData(folder)) {
    // Under their own name a half of them would be taken for a primary's.
    const unfinished = unfinishedDataOf(folder);
    rmSync(unfinished, { recursive: true, force: true });
    renameSync(dataOf(folder), unfinished);
    rmSync(unfinished, { recursive: true });
    return undefined;
  }
  const kept = join(folder, `data-until-${new Date().toISOString().replaceAll(':', '')}`);
  renameSync(dataOf(folder), kept);
  return kept;
}
