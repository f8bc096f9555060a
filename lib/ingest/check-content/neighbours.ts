import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageFacts } from './facts.ts';
import type { KnownAddresses } from './known-addresses.ts';

const DATE = /^\d{4}-\d{1,2}-\d{1,2}-/;
const FOLDER = /\/(?:index\.html)?$/;

/** A path or an address without folders, date and ending. Folders of a hundred thousand files are gone through with it. */
function stemOf(path: string): string {
  const plain = path.endsWith('/') || path.endsWith('/index.html') ? path.replace(FOLDER, '') : path;
  const name = plain.slice(plain.lastIndexOf('/') + 1);
  const end = name.lastIndexOf('.');
  return name
    .slice(0, end < 0 ? name.length : end)
    .replace(DATE, '')
    .toLowerCase();
}

/**
 * Files that may have the addresses which some posts or pages have or link to, as far as their names tell: addresses are made of names.
 * @param paths of all posts, and of what may be pages
 */
export function listByName(pages: readonly PageFacts[], paths: readonly string[]): string[] {
  const wanted = new Set(
    pages.flatMap(({ path, url, links }) => [path, url, ...links.map((link) => link.path)]).map(stemOf),
  );
  return paths.filter((path) => wanted.has(stemOf(path)));
}

/**
 * Files whose bytes hold the last name of an address that some posts or pages link to and that is not known: its owner says it in
 * `permalink`, `slug` or `redirect_from`. Reads every file, but only where a link seems to lead nowhere.
 * @param paths of all posts, and of what may be pages
 */
export function listByMention(
  pages: readonly PageFacts[],
  paths: readonly string[],
  addresses: KnownAddresses,
  contentDir: string,
): string[] {
  const unknown = pages.flatMap(({ links }) => links).filter(({ path }) => !addresses.has(path));
  if (unknown.length === 0) return [];
  const stems = unknown.map(({ path }) => path.replace(/\/(?:index\.html)?$/, '').replace(/^.*\/|\.[^.]*$/g, ''));
  const texts = [...new Set(stems.flatMap((stem) => [stem, encodeURI(stem.toWellFormed())]))];
  return paths.filter((path) => {
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
