import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'finews-tests-';

/** The folder for temporary files of the run of a process. */
const folderOf = (parent: string, pid: number): string => join(parent, `${PREFIX}${pid}`);

/**
 * Makes the folder for temporary files of this run, which is named by its process, and removes what runs have left that were killed.
 * @param parent of the folders of all runs
 */
export function makeTemporaryFolder(parent = tmpdir()): string {
  for (const name of readdirSync(parent)) {
    const pid = Number(name.slice(PREFIX.length));
    // In a container, the next process often has the number of the one that was killed.
    const isLeft = pid === process.pid || (pid > 0 && !isAlive(pid));
    if (name.startsWith(PREFIX) && isLeft) removeTemporaryFolder(folderOf(parent, pid));
  }
  const folder = folderOf(parent, process.pid);
  // Servers that run as another user have folders in it.
  mkdirSync(folder, { mode: 0o755 });
  return folder;
}

/** Removes a folder, after the disks that tests have mounted in it. What is in use stays: a later run removes it. */
export function removeTemporaryFolder(folder: string): void {
  for (const mounted of listMounts(folder)) spawnSync('umount', [mounted]);
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Folders below one that a disk is mounted on, as Linux tells of them. */
function listMounts(folder: string): string[] {
  const file = '/proc/self/mounts';
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
}
