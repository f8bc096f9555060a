import type { TypedScalar, YamlValue } from './yaml.ts';

/** Readings of YAML values that front matter and `_config.yml` share. Each returns `undefined` for a value of another shape. */

const TRUE = /^(?:true|yes|on)$/i;

export function isTyped(value: YamlValue | undefined, type: TypedScalar['type']): value is TypedScalar {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
}

/** A scalar as it is written. */
export function textOf(value: YamlValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
}

/** An unquoted `true`, `yes`, `on`, `false`, `no` or `off`. */
export function flagOf(value: YamlValue | undefined): boolean | undefined {
  return isTyped(value, 'boolean') ? TRUE.test(value.text) : undefined;
}

/** A text, or the one that a mapping has under a key: `author: {name: 甲}`, `image: {path: /a.png}`. */
export function textOrMember(value: YamlValue | undefined, key: string): string | undefined {
  return textOf(value instanceof Map ? value.get(key) : value);
}

/** A value without types of YAML: objects for mappings, whose keys are text; scalars other than booleans as they are written. */
export function toPlainValue(value: YamlValue | undefined): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, member]) => [textOf(key) ?? '', toPlainValue(member)]));
  }
  if (Array.isArray(value)) return value.map((item: YamlValue) => toPlainValue(item));
  return flagOf(value) ?? textOf(value);
}
