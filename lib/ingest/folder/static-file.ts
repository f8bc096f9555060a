import { hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type Problem, readStaticAddress } from '../../content/index.ts';
import type { Picture } from '../../pictures/index.ts';
import {
  FIRST_BYTES,
  isDrawingName,
  isPictureName,
  MAX_PIXELS,
  MORE_BYTES,
  readPicture,
} from '../../pictures/read-picture.ts';
import type { FoundFile } from './content-folder.ts';

/** What became of a file that is served as it is. Without an address it is not, and the problem says why. */
export interface StaticReading {
  kind: 'static';
  address: string | undefined;
  /** Width and height, where it is a picture. */
  picture: Picture | undefined;
  problem: Problem | undefined;
}

/** The first bytes of a file: a static file may be large, and is never read whole. @throws what the system says */
export function readHead(path: string, length: number): Uint8Array {
  const head = Buffer.alloc(length);
  const descriptor = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

/** Equal for a file with the same size, times and inode. */
export const digestOfStamp = ({ stamp: { size, modified, changed, inode } }: FoundFile): string =>
  hash('sha256', `${size} ${modified} ${changed} ${inode}`, 'base64');

/**
 * Reads where a static file is served, and of a picture its size.
 * @param path where it lies on the disk
 * @throws what the system says
 */
export function readStatic(file: FoundFile, path: string): StaticReading {
  const read = readStaticAddress(file.path, file.collection);
  if (!('path' in read)) {
    const message = `the address made of its name ${read.reason}; the file is not served`;
    return { kind: 'static', address: undefined, picture: undefined, problem: warning(file, message) };
  }
  const picture = isPictureName(file.path) ? findPicture(path, file.stamp.size) : undefined;
  return { kind: 'static', address: read.path, picture, problem: judge(file, picture) };
}

function findPicture(path: string, size: number): Picture | undefined {
  const picture = readPicture(readHead(path, FIRST_BYTES));
  return picture ?? (size > FIRST_BYTES ? readPicture(readHead(path, MORE_BYTES)) : undefined);
}

function judge(file: FoundFile, picture: Picture | undefined): Problem | undefined {
  if (!isPictureName(file.path) || isDrawingName(file.path)) return undefined;
  if (!picture) {
    return warning(file, 'found no picture in the file, expected one of the type of its name; save it anew');
  }
  const { width, height } = picture;
  if (width * height <= MAX_PIXELS) return undefined;
  const found = `a picture of ${width} × ${height} pixels`;
  return warning(file, `found ${found}, expected at most ${MAX_PIXELS / 2 ** 20} megapixels; it is sent as it is`);
}

const warning = ({ path }: FoundFile, message: string): Problem => ({ path, line: 1, severity: 'warning', message });
