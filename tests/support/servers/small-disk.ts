import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own that a test can fill. */
export interface SmallDisk {
  /** `skip` of a test that needs it: the reason, where none can be mounted here. */
  skip: string | false;
  /** Leaves so much room on it. */
  leaveRoom(bytes: number): void;
  /** Gives back what `leaveRoom` has taken. */
  makeRoom(): void;
  unmount(): void;
}

/** Mounts a disk in memory, which needs the rights of root. @param size as `mount` has it: `16m` */
export function mountSmallDisk(folder: string, size: string): SmallDisk {
  const filler = join(folder, 'filler');
  mkdirSync(folder, { recursive: true });
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { encoding: 'utf8' });
  const isMounted = mount.status === 0;
  return {
    skip: isMounted ? false : `no small disk can be mounted here: ${mount.error?.message ?? mount.stderr}`,
    leaveRoom(bytes) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
    makeRoom: () => rmSync(filler, { force: true }),
    unmount() {
      if (isMounted) spawnSync('umount', [folder]);
    },
  };
}
