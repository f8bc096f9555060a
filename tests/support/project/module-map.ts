import { readFileSync } from 'node:fs';

/** A row of the table of folders in ARCHITECTURE.md. */
export interface Module {
  /** A folder, with a slash at its end, or a file. */
  path: string;
  /** Files by which others enter it, relative to its folder. */
  doors: readonly string[];
  /** Paths of modules that it may use. */
  uses: readonly string[];
  /** Paths of modules of which it may use types alone. */
  usesTypesOf: readonly string[];
}

const HEADING = /^\| *folder +\| *is +\| *entered by +\| *may use +\|$/;

/**
 * Reads the table. The cell “may use” names modules in code marks; what stands after “types of” is used for its types alone.
 * @throws where ARCHITECTURE.md has no such table
 */
export function readModuleMap(): Module[] {
  const lines = readFileSync('ARCHITECTURE.md', 'utf8').split('\n');
  const heading = lines.findIndex((line) => HEADING.test(line));
  if (heading < 0) throw new Error('ARCHITECTURE.md has no table “folder | is | entered by | may use”');
  const rows = lines.slice(heading + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((row) => {
    const [, folder = '', , doors = '', uses = ''] = row.split('|');
    const [values = '', types = ''] = uses.split('types of');
    return {
      path: listCode(folder)[0] ?? '',
      doors: listCode(doors),
      uses: listCode(values),
      usesTypesOf: listCode(types),
    };
  });
}

const listCode = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code);

/** The module that a file belongs to: of nested folders the innermost. */
export function moduleOf(map: readonly Module[], file: string): Module | undefined {
  return map
    .filter(({ path }) => (path.endsWith('/') ? file.startsWith(path) : file === path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
