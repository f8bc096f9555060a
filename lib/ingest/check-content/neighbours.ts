import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedAddress, PageFacts } from './facts.ts';
import type { KnownAddresses } from './known-addresses.ts';

const pathsOf = (addresses: readonly NamedAddress[]): string[] => addresses.flatMap(({ path }) => path ?? []);

const DATE = /^\d{4}-\d{1,2}-\d{1,2}-/;
const INDEX = /^(?:index\.[^.]*)?$/;

/** A name without date and ending; the name of the folder for an index. Folders of a hundred thousand files are gone through with it. */
function stemOf(folder: string, name: string): string {
  const plain = INDEX.test(name) ? folder.slice(folder.lastIndexOf('/') + 1) : name;
  const end = plain.lastIndexOf('.');
  return plain
    .slice(0, end < 0 ? plain.length : end)
    .replace(DATE, '')
    .toLowerCase();
}

/**
 * Tells the files that may have the addresses which some posts or pages have or link to, as far as their names tell: addresses are
 * made of names.
 */
export function toNeighbourTest(pages: readonly PageFacts[]): (folder: string, name: string) => boolean {
  const stems = pages
    .flatMap(({ path, url, links, media }) => [path, url, ...pathsOf([...links, ...media])])
    .map((path) => {
      const slash = path.lastIndexOf('/');
      return stemOf(path.slice(0, Math.max(0, slash)), path.slice(slash + 1));
    });
  const wanted = new Set(stems);
  return (folder, name) => wanted.has(stemOf(folder, name));
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
