import { escapePath, findOwnAddress, TRADITIONAL_PREFIX } from '../../addresses.ts';
import type { Collection } from '../jekyll/collections.ts';
import { checkAddress } from './permalink.ts';

/**
 * The address of a file that is published as it is (`Jekyll::StaticFile`): a decoded absolute path.
 * @param path of the file, relative to the content folder
 * @param collection in whose folder the file lies
 * @returns the address, or why the file cannot have it
 */
export function readStaticAddress(path: string, collection?: Collection): { path: string } | { reason: string } {
  return checkAddress(escapePath(fillIn(path, collection)), isTaken);
}

function fillIn(path: string, collection: Collection | undefined): string {
  const ending = /(?<=[^/])\.[^./]+$/.exec(path)?.[0] ?? '';
  const bare = path.slice(0, path.length - ending.length).replace(/\.+$/, '');
  if (!collection) return `/${bare}${ending}`;
  const values = [
    ['collection', collection.label],
    ['path', bare.slice(collection.folder.length)],
    ['output_ext', ''],
    ['name', bare.slice(bare.lastIndexOf('/') + 1)],
    ['title', ''],
  ] as const;
  const filled = values.reduce((text, [name, value]) => text.replaceAll(`:${name}`, () => value), collection.permalink);
  return `/${filled}`.replaceAll('..', '/').replaceAll('./', '').replace(/\/+/g, '/').replace(/\/$/, '') + ending;
}

/** True for an address at which the portal itself answers. Below the folders of its pages a file may lie where no page is. */
function isTaken(path: string): boolean {
  const own = findOwnAddress(path);
  if (!own || own.yields) return false;
  return !(own.kind === 'page' && own.isFolder && own.path !== path && own.path !== TRADITIONAL_PREFIX);
}
