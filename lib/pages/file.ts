import { findOwnAddress, pathHref } from '../addresses.ts';
import type { Archive } from '../archive/index.ts';
import type { FilePage, Redirect } from './page.ts';

/** Name of the file that a web server sends for a folder. Where it is no file of its own, it is another address of the folder. */
export const INDEX_FILE = 'index.html';

/** The static file at a decoded path, or in the folder at it. */
export async function readFile(archive: Archive, path: string): Promise<FilePage | undefined> {
  const file = await archive.getStaticFile(path.endsWith('/') ? path + INDEX_FILE : path);
  return file && { kind: 'file', file };
}

/** Where a decoded path without a file leads to: hosts of Jekyll sites show `/a/index.html` and `/a.html` at `/a`. */
export async function findFileRedirect(archive: Archive, path: string): Promise<Redirect | undefined> {
  if (path.endsWith('/')) return undefined;
  for (const [form, file] of [
    [`${path}/`, `${path}/${INDEX_FILE}`],
    [`${path}.html`, `${path}.html`],
  ] as const) {
    if (await archive.getStaticFile(file)) return { kind: 'redirect', location: pathHref(form) };
  }
  return undefined;
}

/** A file that goes before what the portal itself has at a decoded path, such as an icon. */
export async function readYieldedFile(archive: Archive, path: string): Promise<FilePage | undefined> {
  return findOwnAddress(path)?.yields ? readFile(archive, path) : undefined;
}
