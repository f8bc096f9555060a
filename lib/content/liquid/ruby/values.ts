import { Refusal } from '../refusal.ts';
import { Moment } from './moment.ts';

/**
 * Values as Ruby's Liquid sees them. Strings, booleans, arrays, `Map` and plain objects stand for themselves; `null` and
 * `undefined` are nil. A number without a fraction is an Integer; a Float with no fraction is a `Float`, so that `7.0` stays `7.0`.
 */
export type RubyHash = Map<unknown, unknown> | Record<string, unknown>;

/** Ruby's Float, kept apart from Integer, which a JavaScript number cannot tell. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Ruby's Range of integers, both ends included. */
export class Range {
  readonly first: number;
  readonly last: number;

  constructor(first: number, last: number) {
    this.first = first;
    this.last = last;
  }

  get size(): number {
    return Math.max(0, this.last - this.first + 1);
  }
}

/** The words `empty` and `blank`: in a comparison they ask the other side; elsewhere they are the empty string. */
export class EmptyWord {
  readonly asks: 'empty' | 'blank';

  constructor(asks: 'empty' | 'blank') {
    this.asks = asks;
  }
}

/** A value with members of its own, such as `forloop`. */
export abstract class Drop {
  /** What an output writes of it. */
  readonly text: string = '';

  /** The value of a member, `undefined` where there is none. */
  abstract get(name: string): unknown;

  /** Its members in order, where it can be looped over. */
  entries(): [string, unknown][] | undefined {
    return undefined;
  }
}

export const isNil = (value: unknown): value is null | undefined => value === undefined || value === null;
export const isTruthy = (value: unknown): boolean => !isNil(value) && value !== false;
export const isNumeric = (value: unknown): value is number | Float =>
  typeof value === 'number' || value instanceof Float;
export const isInteger = (value: unknown): value is number => Number.isInteger(value);
export const numberOf = (value: number | Float): number => (typeof value === 'number' ? value : value.value);

/** A result of arithmetic: Float where one of the operands was. */
export const numeric = (value: number, isFloat: boolean): number | Float => (isFloat ? new Float(value) : value);

export const isFloat = (value: unknown): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));

export function isHash(value: unknown): value is RubyHash {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Map) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A value handed in by the caller, in the forms used here: functions are called, dates become moments of the site's zone. */
export function settle(value: unknown, timezone: string): unknown {
  const settled: unknown = typeof value === 'function' ? value() : value;
  return settled instanceof Date ? new Moment(settled.getTime(), timezone) : settled;
}

/** The value under a key of a hash. Only its own keys are looked at, never what JavaScript objects inherit. */
export function hashGet(hash: RubyHash, key: unknown): unknown {
  if (hash instanceof Map) return hash.get(key);
  if (typeof key !== 'string' && !isInteger(key)) return undefined;
  return Object.hasOwn(hash, key) ? hash[key] : undefined;
}

export function hashHas(hash: RubyHash, key: unknown): boolean {
  if (hash instanceof Map) return hash.has(key);
  return (typeof key === 'string' || isInteger(key)) && Object.hasOwn(hash, key);
}

export function hashEntries(hash: RubyHash, timezone: string): [unknown, unknown][] {
  const entries = hash instanceof Map ? [...hash] : Object.entries(hash);
  return entries.map(([key, value]) => [key, settle(value, timezone)]);
}

/** Entries without those that would be computed, such as the documents before and after one, which never end. */
export function settledEntries(hash: RubyHash, timezone = 'UTC'): [unknown, unknown][] {
  const entries: [unknown, unknown][] = hash instanceof Map ? [...hash] : Object.entries(hash);
  return entries
    .filter(([, value]) => typeof value !== 'function')
    .map(([key, value]) => [key, settle(value, timezone)]);
}

export const hashSize = (hash: RubyHash): number => (hash instanceof Map ? hash.size : Object.keys(hash).length);

/** `Float#to_s`: 7.0, 1.0e+16, 1.0e-05. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    const sign = exponent.startsWith('-') ? '-' : '+';
    return `${digits.includes('.') ? digits : `${digits}.0`}e${sign}${exponent.slice(1).padStart(2, '0')}`;
  }
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** `to_s`. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isNil(value) || value instanceof EmptyWord) return '';
  if (value instanceof Drop) return value.text;
  return isDocument(value) ? toText(hashGet(value, 'content')) : inspect(value);
}

/** A post or page as the caller gives it: it is written as its content. */
export function isDocument(value: unknown): value is RubyHash {
  return isHash(value) && typeof hashGet(value, 'content') === 'string' && hashHas(value, 'url');
}

/** What an output tag writes: as `to_s`, but the items of an array follow each other. */
export function outputText(value: unknown): string {
  return Array.isArray(value) ? joinText(value, '') : toText(value);
}

/** `Array#join`: nested arrays are joined by the same text. */
export function joinText(items: readonly unknown[], glue: string): string {
  return items.map((item) => (Array.isArray(item) ? joinText(item, glue) : toText(item))).join(glue);
}

/** `inspect`. */
export function inspect(value: unknown): string {
  if (isNil(value)) return 'nil';
  if (typeof value === 'string') return inspectString(value);
  if (typeof value === 'boolean') return String(value);
  if (isNumeric(value)) return isFloat(value) ? floatText(numberOf(value)) : integerText(numberOf(value));
  if (value instanceof Moment) return value.toString();
  if (value instanceof Range) return `${value.first}..${value.last}`;
  if (Array.isArray(value)) return `[${value.map(inspect).join(', ')}]`;
  if (isDocument(value)) {
    return `#<Jekyll::Document ${toText(hashGet(value, 'path'))} collection=${toText(hashGet(value, 'collection'))}>`;
  }
  if (isHash(value)) {
    return `{${settledEntries(value)
      .map(([key, member]) => `${inspect(key)}=>${inspect(member)}`)
      .join(', ')}}`;
  }
  return '';
}

const integerText = (value: number): string => BigInt(value).toString();

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '#': '\\#',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\f': '\\f',
  '\v': '\\v',
  '\b': '\\b',
  '\u0007': '\\a',
  '\u001b': '\\e',
};

function inspectString(text: string): string {
  const escaped = text.replace(
    /["\\\p{Cc}\p{Zl}\p{Zp}]|#(?=[{$@])/gu,
    (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** `String#to_i`: the integer at the beginning, else 0. */
export function leadingInteger(text: string): number {
  const match = /^\s*[-+]?\d+(?:_\d+)*/.exec(text);
  return match ? Number(match[0].replaceAll('_', '')) : 0;
}

/** `String#to_f`: the number at the beginning, else 0. */
export function leadingFloat(text: string): number {
  const match = /^\s*[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/.exec(text);
  return match ? Number(match[0]) : 0;
}

/** `Liquid::Utils.to_number`: what arithmetic filters make of an operand. */
export function toNumber(value: unknown): number | Float {
  if (isNumeric(value)) return value;
  if (typeof value !== 'string') return 0;
  return /^-?\d+\.\d+$/.test(value.trim()) ? new Float(Number(value)) : leadingInteger(value);
}

/** `Liquid::Utils.to_integer`: refuses what is not an integer as a whole. */
export function toInteger(value: unknown): number {
  if (isInteger(value)) return value;
  const text = value instanceof Float ? 'a Float' : toText(value).trim();
  if (!/^[-+]?\d+(?:_\d+)*$/.test(text))
    throw new Refusal(`“${toText(value)}” is not an integer`, 'give a whole number');
  return Number(text.replaceAll('_', ''));
}

/** `==`. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right || (isNil(left) && isNil(right))) return true;
  if (isNumeric(left) && isNumeric(right)) return numberOf(left) === numberOf(right);
  if (left instanceof Moment && right instanceof Moment) return left.epochMs === right.epochMs;
  if (left instanceof Range && right instanceof Range) return left.first === right.first && left.last === right.last;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (isHash(left) && isHash(right)) {
    const entries = hashEntries(left, 'UTC');
    return (
      entries.length === hashSize(right) &&
      entries.every(([key, value]) => hashHas(right, key) && isEqual(value, hashGet(right, key)))
    );
  }
  return false;
}

/** `<=>`: negative, 0 or positive; `undefined` for values that have no order between them. */
export function compare(left: unknown, right: unknown): number | undefined {
  if (isNumeric(left) && isNumeric(right)) return Math.sign(numberOf(left) - numberOf(right));
  if (typeof left === 'string' && typeof right === 'string') return compareStrings(left, right);
  if (left instanceof Moment && right instanceof Moment) return Math.sign(left.epochMs - right.epochMs);
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.min(left.length, right.length); index++) {
      const order = compare(left[index], right[index]);
      if (order !== 0) return order;
    }
    return Math.sign(left.length - right.length);
  }
  return isEqual(left, right) ? 0 : undefined;
}

/** By code points, as Ruby compares the bytes of UTF-8; JavaScript compares UTF-16. */
function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  let index = 0;
  while (left.charCodeAt(index) === right.charCodeAt(index)) index++;
  const a = left.charCodeAt(index);
  const b = right.charCodeAt(index);
  if (Number.isNaN(a)) return -1;
  if (Number.isNaN(b)) return 1;
  const isSurrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;
  if (isSurrogate(a) !== isSurrogate(b)) return isSurrogate(a) ? 1 : -1;
  return a < b ? -1 : 1;
}
