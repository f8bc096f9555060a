import { defineScalarTag, realMapTag, seqTag } from 'js-yaml';

/** Text in base64, as importers of other systems write titles that are not ASCII. */
const binaryTag = (tagName: string) =>
  defineScalarTag(tagName, {
    resolve: (text) => Buffer.from(text, 'base64').toString(),
    identify: () => false,
  });

/**
 * Tags of other programs, such as `!ruby/object:Post`: what they stand before is read as if they were not there, as Jekyll reads it.
 * Global tags that are none of YAML's own, such as `!!js/function`, stay mistakes.
 */
export const FOREIGN_TAGS = [
  binaryTag('!binary'),
  binaryTag('tag:yaml.org,2002:binary'),
  defineScalarTag('!', { matchByTagPrefix: true, resolve: (text) => text, identify: () => false }),
  { ...seqTag, tagName: '!', matchByTagPrefix: true },
  { ...realMapTag, tagName: '!', matchByTagPrefix: true },
];
