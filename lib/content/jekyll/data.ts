import { YAMLException } from 'js-yaml';
import { ContentError, type Problem } from '../errors.ts';
import { parseTypedYaml } from '../liquid/index.ts';
import type { SiteFiles } from './site.ts';

/** Files of `_data` that are read. */
const DATA_FILE = /\.(?:ya?ml|json|csv|tsv)$/i;

/**
 * Values of a file of `_data`.
 * @throws {ContentError} with the line, where it is not of the format that its ending names
 */
function parseData(path: string, text: string): unknown {
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

/** `_data` of a site, each file read once. */
export class SiteData {
  readonly #files: Pick<SiteFiles, 'list'>;
  readonly #readText: (path: string) => string | undefined;
  readonly #values = new Map<string, unknown>();
  #entries: ReadonlyMap<string, string> | undefined;

  /** @param readText gives the text of a file */
  constructor(files: Pick<SiteFiles, 'list'>, readText: (path: string) => string | undefined) {
    this.#files = files;
    this.#readText = readText;
  }

  names(): readonly string[] {
    return [...this.#list().keys()];
  }

  /** What `_data` holds under a name. A file that is no data holds nothing: its own problem tells of it. */
  read(name: string): unknown {
    if (!this.#values.has(name)) {
      const entry = this.#list().get(name);
      this.#values.set(name, entry === undefined ? undefined : this.#readEntry(`_data/${entry}`));
    }
    return this.#values.get(name);
  }

  #list(): ReadonlyMap<string, string> {
    this.#entries ??= entriesOf(this.#files.list('_data'));
    return this.#entries;
  }

  #readEntry(path: string): unknown {
    if (path.endsWith('/')) {
      const entries = entriesOf(this.#files.list(path.slice(0, -1)));
      return new Map([...entries].map(([name, entry]) => [name, this.#readEntry(path + entry)]));
    }
    try {
      return parseData(path, this.#readText(path) ?? '');
    } catch (error) {
      if (error instanceof ContentError) return undefined;
      throw error;
    }
  }
}

/** Entries of a folder of `_data` by the names that templates know them by. */
function entriesOf(names: readonly string[]): Map<string, string> {
  const entries = names.filter((name) => name.endsWith('/') || DATA_FILE.test(name));
  return new Map(entries.map((entry) => [dataName(entry), entry]));
}

/**
 * The name by which templates know a file or folder of `_data`. Jekyll leaves out what is neither a letter, a digit, `_`, `-` nor a
 * space, and writes `_` for spaces.
 */
export const dataName = (entry: string): string =>
  entry
    .replace(DATA_FILE, '')
    .replace(/[^\p{L}\p{M}\p{N}_\s-]+/gu, '')
    .replace(/\s+/g, '_');

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
