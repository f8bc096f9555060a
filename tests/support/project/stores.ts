import { readFileSync } from 'node:fs';
import { listReferences, parseSource } from './sources.ts';

/** What an archive can be kept in. */
export type StoreName = 'SQLite' | 'PostgreSQL';

const BOTH: readonly StoreName[] = ['SQLite', 'PostgreSQL'];
/** What gives a test an archive, or a portal with one, in the store under test. */
const SETUP = /\bnew PortalFolder\(|(?<!\bfunction )\bstartPortal\(/;
/** How a test file that has an archive says, in the comment at its head, that it runs with one store, and why. */
const MARK = /^(?:\/\*\*| \*) @store (SQLite|PostgreSQL): \S/m;
/** Folders of test files that run with one store: what it alone has; what browsers do with pages, and how many bytes they have, where both give the same. */
const OF_ONE: Readonly<Record<string, StoreName>> = {
  'tests/integration/archive/sqlite/': 'SQLite',
  'tests/integration/archive/postgres/': 'PostgreSQL',
  'tests/browser/': 'SQLite',
  'tests/integration/weight/': 'SQLite',
};

/**
 * The stores that a test file runs with: both, where it or a file of the tests that it imports sets up an archive or a portal; the
 * first alone where it has none, and the one that the file or its folder names.
 */
export function storesOf(file: string): readonly StoreName[] {
  const named = namedStoreOf(file);
  if (named) return [named];
  return hasArchive(file) ? BOTH : ['SQLite'];
}

/** The store that a test file names in the comment at its head, or that is its folder's. */
export function namedStoreOf(file: string): StoreName | undefined {
  const folder = Object.keys(OF_ONE).find((path) => file.startsWith(path));
  if (folder !== undefined) return OF_ONE[folder];
  return MARK.exec(readFileSync(file, 'utf8'))?.[1] as StoreName | undefined;
}

/** Whether a test file sets up an archive or a portal, itself or by what it imports of the tests. */
export function hasArchive(file: string): boolean {
  const reached = new Set([file]);
  for (const path of reached) {
    const source = parseSource(path);
    if (SETUP.test(source.text)) return true;
    for (const { target, isTypeOnly } of listReferences(source)) {
      if (!isTypeOnly && target.startsWith('tests/') && target.endsWith('.ts')) reached.add(target);
    }
  }
  return false;
}
