import { hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isNeverPublished, mayLeadTo, placeWithin } from '../locate-within.ts';

/** An open file of the content folder. Whoever has it closes `handle`. */
export interface ContentFile {
  handle: FileHandle;
  /** Relative to the content folder. */
  path: string;
  /** Bytes. */
  size: number;
  /** Last change of the bytes, in milliseconds since 1970. */
  modified: number;
  /** Strong: made of all that the file system changes when it writes other bytes. */
  etag: string;
}

/** A link is not followed at the end of the path, since it would be new; a pipe is not waited for. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** What the system says of a path that leads to no file, or to none that may be read. */
const MISSING = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENXIO', 'EACCES'];

/**
 * Opens a file of the content folder; `undefined` where there is none, or where a link leads out of the folder or to a hidden file.
 * @param path of a file that the index knows, relative to the content folder
 * @throws where the system fails otherwise
 */
export async function openContentFile(contentDir: string, path: string): Promise<ContentFile | undefined> {
  try {
    const root = await realpath(/* turbopackIgnore: true */ contentDir);
    const real = await realpath(join(/* turbopackIgnore: true */ root, path));
    const place = placeWithin(root, real);
    return place !== undefined && mayLeadTo(path, place, isNeverPublished) ? await openFile(real, path) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING.includes(String(error.code))) return undefined;
    throw error;
  }
}

async function openFile(real: string, path: string): Promise<ContentFile | undefined> {
  const handle = await open(/* turbopackIgnore: true */ real, FLAGS);
  try {
    const stat = await handle.stat();
    if (stat.isFile()) {
      const { size, mtimeMs: modified, ctimeMs: changed, ino } = stat;
      const etag = `"${[size, modified, changed, ino].map((value) => Math.round(value * 1000).toString(36)).join('-')}"`;
      return { handle, path, size, modified, etag };
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

/**
 * Name of a copy of a file that travels with a built application. Its own name may begin with a dot, and Next's tracer passes over
 * such names.
 */
export const copyNameOf = (path: string): string => hash('sha256', path);

/** Opens a copy. @param folder that holds the copies */
export async function openCopy(folder: string, path: string): Promise<ContentFile | undefined> {
  const file = await openContentFile(folder, copyNameOf(path));
  return file && { ...file, path };
}
