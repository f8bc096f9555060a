import matter from 'gray-matter';
import {
  boolYaml11Tag,
  defineScalarTag,
  load,
  NOT_RESOLVED,
  nullYaml11Tag,
  realMapTag,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';
import { ContentError, quoteValue } from '../errors.ts';
import { YAML_TIMESTAMP, YamlTimestamp } from './dates.ts';

/** A post's text, cut in two. */
export interface SplitPost {
  /** Values by key; numbers stay the text that the file has. Empty for a file without front matter. */
  fields: Map<unknown, unknown>;
  /** The rest of the file, with `\n` line ends. */
  body: string;
  /** The YAML between the fences, and the line of the file on which it begins (from 1). */
  yaml: string;
  yamlLine: number;
  /** True where bytes before `---` made Jekyll take the whole file for a body. */
  hasLeadingBytes: boolean;
  warnings: string[];
}

/** More than any post has a use for; far fewer than an alias bomb needs. */
const MAX_ALIASES = 20;
const MAX_DEPTH = 20;

const timestampTag = defineScalarTag('tag:yaml.org,2002:timestamp', {
  implicit: true,
  implicitFirstChars: [...'0123456789'],
  resolve: (source) => (YAML_TIMESTAMP.test(source) ? new YamlTimestamp(source) : NOT_RESOLVED),
  identify: () => false,
});

/** YAML 1.1 as Jekyll reads it, but for numbers (`title: 1.10` stays `1.10`), and with maps that know no prototype. */
const SCHEMA = new Schema([strTag, seqTag, realMapTag, nullYaml11Tag, boolYaml11Tag, timestampTag]);

const OPENING = /^---[ \t]*\n/;
/** Jekyll's own expression (`YAML_FRONT_MATTER_REGEXP`), for text with `\n` line ends. */
const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?\n?)^(?:---|\.\.\.)[ \t]*$\n?/m;

/**
 * Cuts a file's text into front matter and body, as Jekyll 4.3 does. Bytes that Jekyll stumbled over (a byte order mark,
 * blank lines before the fence) are read as meant and warned of.
 * @throws {ContentError} for front matter that has no end, is not YAML, or is no mapping.
 */
export function splitFrontMatter(text: string): SplitPost {
  const warnings: string[] = [];
  const unix = text.replace(/\r\n?/g, '\n');
  const start = unix.search(/[^\s\ufeff]/);
  if (start < 0)
    throw new ContentError('the file holds nothing: expected front matter between two lines `---`, then text');
  const source = unix.slice(start);
  const skippedLines = unix.slice(0, start).split('\n').length - 1;
  const isFenced = source.startsWith('---');
  const hasLeadingBytes = isFenced && start > 0;
  if (isFenced && unix.startsWith('\ufeff')) warnings.push('begins with a byte order mark: save as UTF-8 without one');
  if (isFenced && skippedLines > 0) warnings.push('blank lines before the first `---`: remove them');
  if (!isFenced) {
    warnings.push('no front matter: the title and the date come from the file name, and the post has no category');
    return { fields: new Map(), body: unix, yaml: '', yamlLine: 1, hasLeadingBytes: false, warnings };
  }
  const yamlLine = skippedLines + 2;
  if (!OPENING.test(source)) {
    const found = source.split('\n', 1)[0];
    throw new ContentError(
      `front matter opened by ${quoteValue(found)}: expected \`---\` alone; front matter is YAML`,
      {
        line: yamlLine - 1,
        column: 4,
      },
    );
  }
  const match = FRONT_MATTER.exec(source);
  if (match?.index !== 0) {
    throw new ContentError('the front matter has no end: expected a second line `---` after its last field', {
      line: yamlLine - 1,
    });
  }
  const yaml = match[1] ?? '';
  const body = source.slice(match[0].length);
  // gray-matter gets the two parts in its own form, an engine of ours alone, and options: without them it would keep
  // every text for ever, and its built-in engines would run front matter that names JavaScript.
  let fields: unknown = new Map();
  const parse = (block: string): object => {
    fields = parseYaml(block, yamlLine);
    return {};
  };
  matter(`---\n${yaml}\n---\n`, { language: 'yaml', engines: { yaml: { parse }, javascript: refuse, json: refuse } });
  if (!(fields instanceof Map)) {
    throw new ContentError('the front matter is not a mapping: expected lines such as `title: …`', { line: yamlLine });
  }
  return { fields, body, yaml, yamlLine, hasLeadingBytes, warnings };
}

const refuse = {
  parse(): never {
    throw new ContentError('front matter in another language than YAML');
  },
};

/** YAML to plain values; positions in errors are lines of the file. */
function parseYaml(block: string, firstLine: number): unknown {
  try {
    // gray-matter hands the block over with the line feed that follows the opening fence.
    return (
      load(block.replace(/^\n/, ''), { schema: SCHEMA, maxAliases: MAX_ALIASES, maxDepth: MAX_DEPTH }) ?? new Map()
    );
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const mark = error.mark;
    throw new ContentError(`the front matter is not YAML: ${error.reason}; quote values that hold : # " [ { or a tab`, {
      line: firstLine + (mark?.line ?? 0),
      column: (mark?.column ?? 0) + 1,
    });
  }
}

/** Line of the file (from 1) on which a field of the front matter stands. */
export function lineOfField(post: SplitPost, field: string): number {
  const index = post.yaml.split('\n').findIndex((line) => line.replace(/^["']/, '').startsWith(field));
  return post.yamlLine + Math.max(index, 0);
}
