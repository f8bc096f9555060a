import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedAddress, PageFacts } from './facts.ts';
import type { KnownAddresses } from './known-addresses.ts';

const pathsOf = (addresses: readonly NamedAddress[]): string[] => addresses.flatMap(({ path }) => path ?? []);

const DATE = /^\d{4}-\d{1,2}-\d{1,2}-/;
const INDEX = /^(?:index\.[^.]*)?$/;

/** A path or an address without folders, date and ending. Folders of a hundred thousand files are gone through with it. */
function stemOf(path: string): string {
  const folder = Math.max(0, path.lastIndexOf('/'));
  const plain = INDEX.test(path.slice(path.lastIndexOf('/') + 1)) ? path.slice(0, folder) : path;
  const name = plain.slice(plain.lastIndexOf('/') + 1);
  const end = name.lastIndexOf('.');
  return name
    .slice(0, end < 0 ? name.length : end)
    .replace(DATE, '')
    .toLowerCase();
}

/**
 * Files that may have the addresses which some posts or pages have or link to, as far as their names tell: addresses are made of names.
 * @param paths of all files that may be published
 */
export function listByName(pages: readonly PageFacts[], paths: readonly string[]): string[] {
  const wanted = new Set(
    pages.flatMap(({ path, url, links, media }) => [path, url, ...pathsOf([...links, ...media])]).map(stemOf),
  );
  return paths.filter((path) => wanted.has(stemOf(path)));
}

/**
 * Files whose bytes hold the last name of an address that some posts or pages link to and that is not known: its owner says it in
 * `permalink`, `slug` or `redirect_from`. Reads every file, but only where a link seems to lead nowhere.
 * @param listPaths of all posts, and of what may be pages
 */
export function listByMention(
  pages: readonly PageFacts[],
  listPaths: () => readonly string[],
  addresses: KnownAddresses,
  contentDir: string,
): string[] {
  const unknown = pages.flatMap(({ links }) => pathsOf(links)).filter((path) => !addresses.has(path));
  if (unknown.length === 0) return [];
  const stems = unknown.map((path) => path.replace(/\/(?:index\.html)?$/, '').replace(/^.*\/|\.[^.]*$/g, ''));
  const texts = [...new Set(stems.flatMap((stem) => [stem, encodeURI(stem.toWellFormed())]))];
  return listPaths().filter((path) => {
    const bytes = readIfThere(join(contentDir, path));
    return bytes !== undefined && texts.some((text) => bytes.includes(text));
  });
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // A file that cannot be read has no address either; checking that file says why.
    return undefined;
  }
}
