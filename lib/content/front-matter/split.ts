import matter from 'gray-matter';
import { ContentError, type ContentWarning, quoteValue } from '../errors.ts';
import { parseYaml, type YamlValue } from './yaml.ts';
import { findFullWidthColon } from './yaml-errors.ts';

/** A post's text, cut in two. */
export interface SplitPost {
  /** Values by key. Empty for a file without front matter. */
  fields: ReadonlyMap<YamlValue, YamlValue>;
  /** The rest of the file but for one empty line, with `\n` line ends, and the line of the file on which it begins (from 1). */
  body: string;
  bodyLine: number;
  /** The YAML between the fences, and the line of the file on which it begins (from 1). */
  yaml: string;
  yamlLine: number;
  /** True where bytes before `---` made Jekyll take the whole file for a body. */
  hasLeadingBytes: boolean;
  warnings: ContentWarning[];
}

/** gray-matter takes quadratic time for empty lines in a row. */
const MAX_EMPTY_LINES = 100;

const FENCE = /^(?:---|\.\.\.)[ \t]*$/;

/**
 * Splits a file's text into front matter and body, as Jekyll 4.3 does. A byte order mark or blank lines before the fence, with
 * which Jekyll sees no front matter, are skipped with a warning.
 * @throws {ContentError} for front matter that has no end, is not YAML, or is no mapping.
 */
export function splitFrontMatter(text: string): SplitPost {
  const unix = text.replace(/\r\n?/g, '\n');
  const start = unix.search(/[^\s\ufeff]/);
  if (start < 0) {
    throw new ContentError('the file holds nothing: expected front matter between two lines `---`, then text');
  }
  if (!unix.startsWith('---', start)) return withoutFrontMatter(unix);
  const warnings: ContentWarning[] = [];
  const skippedLines = unix.slice(0, start).split('\n').length - 1;
  if (unix.startsWith('\ufeff')) {
    warnings.push({ line: 1, message: 'begins with a byte order mark: save as UTF-8 without one' });
  }
  if (skippedLines > 0) warnings.push({ line: 1, message: 'blank lines before the first `---`: remove them' });
  const source = unix.endsWith('\n') ? unix.slice(start) : `${unix.slice(start)}\n`;
  const fenceLine = skippedLines + 1;
  checkOpening(source, fenceLine);
  const closing = findClosingFence(source, fenceLine);
  const fields = parseMatter(source, closing, fenceLine, warnings);
  const yaml = source.slice(source.indexOf('\n') + 1, closing.start);
  const bodyStart = source[closing.end] === '\n' ? closing.end + 1 : closing.end;
  return {
    fields,
    body: source.slice(bodyStart),
    bodyLine: fenceLine + source.slice(0, bodyStart).split('\n').length - 1,
    yaml,
    yamlLine: fenceLine + 1,
    hasLeadingBytes: start > 0,
    warnings,
  };
}

function withoutFrontMatter(body: string): SplitPost {
  const message = 'no front matter: the title and the date come from the file name, and the post has no category';
  const warnings = [{ line: 1, message }];
  return { fields: new Map(), body, bodyLine: 1, yaml: '', yamlLine: 1, hasLeadingBytes: false, warnings };
}

function checkOpening(source: string, line: number): void {
  const first = source.slice(0, source.indexOf('\n'));
  if (FENCE.test(first)) return;
  throw new ContentError(`front matter opened by ${quoteValue(first)}: expected \`---\` alone; front matter is YAML`, {
    line,
    column: 4,
  });
}

/** Offsets of the closing fence, a line `---` or `...` with its line feed. */
function findClosingFence(source: string, fenceLine: number): { start: number; end: number } {
  let line = fenceLine;
  let emptyLines = 0;
  let start = source.indexOf('\n') + 1;
  while (start < source.length) {
    line++;
    const end = source.indexOf('\n', start);
    const text = source.slice(start, end);
    if (FENCE.test(text)) return { start, end: end + 1 };
    emptyLines = text.trim() === '' ? emptyLines + 1 : 0;
    if (emptyLines > MAX_EMPTY_LINES) {
      throw new ContentError(`more than ${MAX_EMPTY_LINES} empty lines in a row in the front matter: remove them`, {
        line,
      });
    }
    start = end + 1;
  }
  throw new ContentError('the front matter has no end: expected a second line `---` after its last field', {
    line: fenceLine,
  });
}

/**
 * Parses with gray-matter. The built-in engines are replaced, because one of them evaluates JavaScript. Options are passed on
 * every call, because without them gray-matter caches every text for ever. gray-matter ends front matter at any line that
 * begins with `---`, Jekyll only at a line that is a fence: so that line is passed as the closing delimiter. The body is not handed
 * over, since gray-matter copies all that it is given.
 */
function parseMatter(
  source: string,
  closing: { start: number; end: number },
  fenceLine: number,
  warnings: ContentWarning[],
): ReadonlyMap<YamlValue, YamlValue> {
  const yaml = {
    parse(block: string): object {
      const parsed = parseYaml(block, fenceLine);
      warnings.push(...parsed.warnings);
      const fields = checkMapping(parsed.value, block, fenceLine);
      warnings.push(...findMisspeltKeys(fields, fenceLine));
      return fields;
    },
  };
  const { data } = matter(source.slice(0, closing.end), {
    language: 'yaml',
    delimiters: ['---', source.slice(closing.start, closing.end)],
    engines: { yaml, javascript: refuse, json: refuse },
  });
  const fields: unknown = data;
  return fields instanceof Map ? fields : new Map();
}

const refuse = {
  parse(): never {
    throw new ContentError('front matter in another language than YAML');
  },
};

function checkMapping(
  value: YamlValue | undefined,
  block: string,
  firstLine: number,
): ReadonlyMap<YamlValue, YamlValue> {
  if (value === undefined || value === null) return new Map();
  if (value instanceof Map) return value;
  const colon = findFullWidthColon(block);
  const before = block.slice(0, colon?.offset ?? 1);
  throw new ContentError(
    `the front matter is not a mapping: ${colon?.message ?? 'expected lines such as `title: …`'}`,
    {
      line: firstLine + before.split('\n').length - 1,
      ...(colon && { column: colon.offset - before.lastIndexOf('\n') }),
    },
  );
}

/** In `title：甲: 乙` YAML sees a field called `title：甲`. */
function findMisspeltKeys(fields: ReadonlyMap<YamlValue, YamlValue>, line: number): ContentWarning[] {
  const keys = [...fields.keys()].filter((key) => typeof key === 'string' && /^[\w-]+：/.test(key));
  return keys.map((key) => ({
    line,
    message: `the field ${quoteValue(key)} has a full-width colon: write \`: \` instead`,
  }));
}

/** Line of the file (from 1) on which a field of the front matter stands. */
export function lineOfField(post: SplitPost, field: string): number {
  const index = post.yaml.split('\n').findIndex((line) => {
    const key = line.replace(/^["']/, '');
    return key.startsWith(field) && /^["']?[ \t]*:/.test(key.slice(field.length));
  });
  return post.yamlLine + Math.max(index, 0);
}
