import {
  defineScalarTag,
  loadAll,
  mergeTag,
  NOT_RESOLVED,
  realMapTag,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';
import { ContentError, type ContentWarning } from '../errors.ts';
import { FOREIGN_TAGS } from './foreign-tags.ts';
import { indentQuotedLines } from './quoted-lines.ts';
import { explainYamlError } from './yaml-errors.ts';

/** An unquoted scalar with a type other than text. A plain object, so that a structured clone for a worker keeps it. */
export interface TypedScalar {
  readonly type: 'boolean' | 'timestamp';
  /** As it is written. */
  readonly text: string;
}

/** Numbers stay text as written. Mappings are maps, so that no key can reach a prototype. */
export type YamlValue = string | null | TypedScalar | readonly YamlValue[] | ReadonlyMap<YamlValue, YamlValue>;

/** More than a post needs, and far fewer than an alias bomb. */
const MAX_ALIASES = 20;
const MAX_DEPTH = 20;
const MAX_MERGED_KEYS = 1000;

const NULL = /^(?:~|null)?$/i;
const BOOLEAN = /^(?:true|yes|on|false|no|off)$/i;
/** Psych takes a time without seconds for text. */
const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;

function typedScalarTag(type: TypedScalar['type'], name: string, pattern: RegExp, firstCharacters: string) {
  return defineScalarTag(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    implicitFirstChars: [...firstCharacters],
    resolve: (text) => (pattern.test(text) ? { type, text } : NOT_RESOLVED),
    identify: () => false,
  });
}

const nullTag = defineScalarTag('tag:yaml.org,2002:null', {
  implicit: true,
  implicitFirstChars: ['', '~', 'n', 'N'],
  resolve: (text) => (NULL.test(text) ? null : NOT_RESOLVED),
  identify: () => false,
});

/** YAML 1.1 as Psych (Ruby's parser, used by Jekyll) reads it, except for numbers. */
const SCHEMA = new Schema([
  strTag,
  seqTag,
  realMapTag,
  mergeTag,
  nullTag,
  typedScalarTag('boolean', 'bool', BOOLEAN, 'tTyYoOfFnN'),
  typedScalarTag('timestamp', 'timestamp', TIMESTAMP, '0123456789'),
  ...FOREIGN_TAGS,
]);

/**
 * Reads the first document of a YAML text. Of duplicate keys the last one counts, as in Jekyll, with a warning.
 * @param firstLine line of the file on which the text begins
 * @returns no value for a text without a document
 * @throws {ContentError} for invalid YAML, with line, column and remedy
 */
export function parseYaml(text: string, firstLine = 1): { value?: YamlValue; warnings: ContentWarning[] } {
  try {
    return { ...load(text, false), warnings: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const mended = readIndented(text, firstLine);
    if (mended) return mended;
    if (error.reason !== 'duplicated mapping key') throw explainYamlError(text, error, firstLine);
    const line = firstLine + (error.mark?.line ?? 0);
    const warning = { line, message: 'the key on this line stands twice: the last one counts; remove the other' };
    return { ...loadWithRepeatedKeys(text, firstLine), warnings: [warning] };
  }
}

/** The same with the lines of quoted values indented; `undefined` where that is no YAML either. */
function readIndented(text: string, firstLine: number): ReturnType<typeof parseYaml> | undefined {
  const indented = indentQuotedLines(text);
  if (indented === text) return undefined;
  try {
    return parseYaml(indented, firstLine);
  } catch (error) {
    if (error instanceof ContentError) return undefined;
    throw error;
  }
}

function loadWithRepeatedKeys(text: string, firstLine: number): { value?: YamlValue } {
  try {
    return load(text, true);
  } catch (error) {
    throw error instanceof YAMLException ? explainYamlError(text, error, firstLine) : error;
  }
}

function load(text: string, mayRepeatKeys: boolean): { value?: YamlValue } {
  const [value] = loadAll(text, {
    schema: SCHEMA,
    json: mayRepeatKeys,
    maxAliases: MAX_ALIASES,
    maxDepth: MAX_DEPTH,
    maxTotalMergeKeys: MAX_MERGED_KEYS,
  });
  return value === undefined ? {} : { value: value as YamlValue };
}
