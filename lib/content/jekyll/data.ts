import { YAMLException } from 'js-yaml';
import { ContentError, type Problem } from '../errors.ts';
import { parseTypedYaml } from '../liquid/index.ts';

/** Files of `_data` that are read. */
export const DATA_FILE = /\.(?:ya?ml|json|csv|tsv)$/i;

/**
 * Values of a file of `_data`.
 * @throws {ContentError} with the line, where it is not of the format that its ending names
 */
export function parseData(path: string, text: string): unknown {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (/\.[ct]sv$/i.test(path)) return parseTable(plain, path.toLowerCase().endsWith('.tsv') ? '\t' : ',');
  try {
    return path.toLowerCase().endsWith('.json') ? JSON.parse(plain) : parseTypedYaml(plain);
  } catch (error) {
    if (error instanceof YAMLException) {
      throw new ContentError(`not YAML: ${error.reason}`, { line: (error.mark?.line ?? 0) + 1 });
    }
    if (error instanceof SyntaxError) throw new ContentError(`not JSON: ${error.message}`);
    throw error;
  }
}

/** What is wrong with a file of `_data` or `_includes`; `undefined` where nothing is. */
export function checkData(path: string, bytes: Uint8Array): Problem | undefined {
  if (!path.startsWith('_data/') || !DATA_FILE.test(path)) return undefined;
  try {
    parseData(path, new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof ContentError) return error.toProblem(path);
    throw error;
  }
  return undefined;
}

/** Rows by the names of the first one. A quoted cell (RFC 4180) may hold separators, line ends and doubled quotation marks. */
function parseTable(text: string, separator: string): Map<string, string>[] {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\n][^${separator}\\n]*)?)(${separator}|\\n|$)`, 'y');
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new ContentError('a quotation mark within a cell: put the cell in quotation marks and double it');
    const [, quoted, bare = '', end] = match;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\n') rows.push([]);
  }
  const [names = [], ...others] = rows.filter((row) => row.length > 0);
  return others.map((row) => new Map(names.map((name, column) => [name, row[column] ?? ''])));
}
