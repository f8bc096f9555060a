import {
  boolYaml11Tag,
  defineScalarTag,
  floatYaml11Tag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  realMapTag,
  Schema,
  seqTag,
  strTag,
  timestampTag,
} from 'js-yaml';
import { FOREIGN_TAGS } from '../../front-matter/foreign-tags.ts';
import { indentQuotedLines } from '../../front-matter/quoted-lines.ts';
import { Float } from './values.ts';

/** `3.0` is no Integer in Ruby, and is written as `3.0`. */
const floatTag = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'+-.0123456789'],
  resolve: (text, ...rest) => {
    const value = floatYaml11Tag.resolve(text, ...rest);
    return typeof value === 'number' && Number.isInteger(value) ? new Float(value) : value;
  },
  identify: () => false,
});

/** `y` and `n` are texts in Ruby. */
const booleanTag = defineScalarTag('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'tTfFyYnNoO'],
  resolve: (text, ...rest) => (text.length === 1 ? NOT_RESOLVED : boolYaml11Tag.resolve(text, ...rest)),
  identify: () => false,
});

/** A day without a time stays text: filters read both alike, and it is written as it stands. */
const instantTag = defineScalarTag('tag:yaml.org,2002:timestamp', {
  implicit: true,
  implicitFirstChars: [...'0123456789'],
  resolve: (text, ...rest) => (text.includes(':') ? timestampTag.resolve(text, ...rest) : NOT_RESOLVED),
  identify: () => false,
});

const SCHEMA = new Schema([
  strTag,
  seqTag,
  realMapTag,
  mergeTag,
  nullYaml11Tag,
  booleanTag,
  intYaml11Tag,
  floatTag,
  instantTag,
  ...FOREIGN_TAGS,
]);

/**
 * The first document of a YAML text as values of templates, which know numbers and instants. Of duplicate keys the last one
 * counts.
 * @returns `undefined` for a text without a document
 * @throws YAMLException for what is no YAML, or has more aliases than people write
 */
export function parseTypedYaml(text: string): unknown {
  const options = { schema: SCHEMA, json: true, maxAliases: 100, maxDepth: 50, maxTotalMergeKeys: 10_000 };
  try {
    return loadAll(text, options)[0];
  } catch (error) {
    const indented = indentQuotedLines(text);
    if (indented === text) throw error;
    return loadAll(indented, options)[0];
  }
}
