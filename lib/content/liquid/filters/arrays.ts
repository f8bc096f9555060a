import { Refusal } from '../refusal.ts';
import {
  compare,
  Drop,
  inspect,
  isHash,
  isInteger,
  isNil,
  isNumeric,
  isTruthy,
  joinText,
  numberOf,
  Range,
  toInteger,
  toText,
} from '../ruby/values.ts';
import { type RubyContext, sizeByRuby } from '../session.ts';
import { type Filter, filter } from './filter.ts';

/** The items that Liquid's own filters walk through: nested arrays are laid open, a hash or a text is one item, nil is none. */
function iterate(input: unknown, context: RubyContext): unknown[] {
  if (isNil(input)) return [];
  if (Array.isArray(input)) return [...(context.items(input) ?? [])].flat(Number.POSITIVE_INFINITY);
  if (input instanceof Range || input instanceof Drop) return [...(context.items(input) ?? [])];
  return [input];
}

/** False for what has no `[]` in Ruby: nil, true, false, Float and Time. */
const hasProperties = (item: unknown): boolean =>
  isHash(item) || item instanceof Drop || typeof item === 'string' || Array.isArray(item) || isInteger(item);

/** `item[key]`, as filters read it. Throws a `Refusal` where Ruby fails. */
export function property(item: unknown, key: unknown, context: RubyContext): unknown {
  if (isHash(item) || item instanceof Drop) return context.member(item, key, false);
  const index = isNumeric(key) ? Math.trunc(numberOf(key)) : undefined;
  if (typeof item === 'string') {
    if (typeof key === 'string') return item.includes(key) ? key : undefined;
    if (index !== undefined) return [...item].at(index);
  }
  if (Array.isArray(item) && index !== undefined) return item.at(index);
  if (isInteger(item) && index !== undefined) return index < 0 ? 0 : Math.floor(item / 2 ** index) & 1;
  throw new Refusal(`the items have no property “${toText(key)}”`, 'use the filter on a list of mappings');
}

/** Order with nil at the end. */
function compareNilLast(left: unknown, right: unknown): number {
  const order = compare(left, right);
  if (order !== undefined) return order;
  if (isNil(left)) return 1;
  if (isNil(right)) return -1;
  throw new Refusal('values of different types cannot be sorted', 'sort texts or numbers');
}

function compareNatural(left: unknown, right: unknown): number {
  if (isNil(left)) return 1;
  if (isNil(right)) return -1;
  const fold = (value: unknown): string => toText(value).replace(/[A-Z]/g, (char) => char.toLowerCase());
  return compareNilLast(fold(left), fold(right));
}

/** `uniq` tells 1 from 1.0 and from "1". */
const identity = (value: unknown): string => `${typeof value}:${inspect(value)}`;

function uniqBy(items: readonly unknown[], key: (item: unknown) => unknown, context: RubyContext): unknown[] {
  context.session.budget.ordering(items.length);
  const seen = new Set<string>();
  return items.filter((item) => {
    const name = identity(key(item));
    context.session.budget.work(name.length);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** An array without or with some items at an end; other values stay as they are. */
const onArray = (min: number, run: (items: unknown[], argument: unknown) => unknown): Filter =>
  filter(min, 1, (input, [argument]) => (Array.isArray(input) ? run(input, argument) : input));

function count(argument: unknown): number {
  const wanted = argument === undefined ? 1 : toInteger(argument);
  if (wanted < 0) throw new Refusal(`${wanted} items cannot be taken`, 'give a number from 0');
  return wanted;
}

function sentence(input: unknown, connector: unknown): string {
  const word = toText(connector);
  const length = isNil(input) || isNumeric(input) ? undefined : sizeByRuby(input);
  if (length === 0) return '';
  const at = (index: number): string => toText(Array.isArray(input) ? input[index] : toText(input).at(index));
  if (isHash(input) && length !== undefined && length <= 2) return length === 2 ? ` ${word} ` : '';
  if (length === 1) return at(0);
  if (length === 2) return `${at(0)} ${word} ${at(1)}`;
  if (!Array.isArray(input)) throw new Refusal('only a list makes a sentence', 'give a list');
  return `${joinText(input.slice(0, -1), ', ')}, ${word} ${toText(input.at(-1))}`;
}

/** Runs a filter by a property; items without properties at all make its result nil. */
function byKey(items: readonly unknown[], run: () => unknown): unknown {
  return items.every(hasProperties) ? run() : undefined;
}

export const arrayFilters: Record<string, Filter> = {
  size: filter(0, 0, (input) => sizeByRuby(input) ?? 0),
  first: filter(0, 0, (input, _, context) => (typeof input === 'string' ? undefined : context.items(input)?.[0])),
  last: filter(0, 0, (input, _, context) =>
    Array.isArray(input) || input instanceof Range ? context.items(input)?.at(-1) : undefined,
  ),
  join: filter(0, 1, (input, [glue = ' '], context) => {
    const items = iterate(input, context);
    const text = toText(glue);
    context.session.budget.memory(items.length * text.length);
    return joinText(items, text);
  }),
  sort_natural: filter(0, 1, (input, [key], context) => {
    const items = iterate(input, context);
    context.session.budget.ordering(items.length);
    if (isNil(key)) return items.sort(compareNatural);
    return byKey(items, () =>
      items.sort((left, right) => compareNatural(property(left, key, context), property(right, key, context))),
    );
  }),
  uniq: filter(0, 1, (input, [key], context) => {
    const items = iterate(input, context);
    if (isNil(key)) return uniqBy(items, (item) => item, context);
    if (items.length < 2) return items;
    return byKey(items, () => uniqBy(items, (item) => property(item, key, context), context));
  }),
  compact: filter(0, 1, (input, [key], context) => {
    const items = iterate(input, context);
    if (isNil(key)) return items.filter((item) => !isNil(item));
    return byKey(items, () => items.filter((item) => !isNil(property(item, key, context))));
  }),
  reverse: filter(0, 0, (input, _, context) => iterate(input, context).reverse()),
  map: filter(1, 1, (input, [key], context) =>
    iterate(input, context).map((item) => {
      if (key === 'to_liquid') return item;
      return hasProperties(item) ? property(item, key, context) : undefined;
    }),
  ),
  concat: filter(1, 1, (input, [other], context) => {
    if (!Array.isArray(other)) throw new Refusal('concat takes a list', 'give it a list');
    return [...iterate(input, context), ...other];
  }),
  push: onArray(1, (items, item) => [...items, item]),
  unshift: onArray(1, (items, item) => [item, ...items]),
  pop: onArray(0, (items, argument) => items.slice(0, Math.max(items.length - count(argument), 0))),
  shift: onArray(0, (items, argument) => items.slice(count(argument))),
  // Jekyll draws lots at each build. The same input gives the same page here: the first items are taken.
  sample: onArray(0, (items, argument) =>
    isNil(argument) || argument === 1 ? items[0] : items.slice(0, count(argument)),
  ),
  array_to_sentence_string: filter(0, 1, (input, [connector = 'and']) => sentence(input, connector)),
  default: filter(0, 2, (input, [value = '', options], context) => {
    const allowsFalse = isHash(options) && isTruthy(context.member(options, 'allow_false', false));
    const isMissing = allowsFalse ? isNil(input) : !isTruthy(input);
    return isMissing || sizeByRuby(input) === 0 ? value : input;
  }),
};
