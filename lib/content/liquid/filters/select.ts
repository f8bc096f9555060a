import { evaluate, evaluateValue } from '../evaluate.ts';
import { countMembers } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { evaluateCondition, parseStrictCondition } from '../ruby/condition.ts';
import { NotStrict, parseValue } from '../ruby/expression.ts';
import {
  compare,
  Drop,
  EmptyWord,
  Float,
  inspect,
  isHash,
  isNil,
  isTruthy,
  joinText,
  leadingFloat,
  leadingInteger,
  Range,
  toText,
} from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import { property } from './arrays.ts';
import { type Filter, filter } from './filter.ts';

/** What looking at one item of a list costs. */
const UNITS_PER_ITEM = 50;

/** Items that Jekyll's filters select from: of a hash its values. `undefined` for what is no collection. */
function selectable(input: unknown, context: RubyContext): readonly unknown[] | undefined {
  if (!Array.isArray(input) && !isHash(input) && !(input instanceof Range) && !(input instanceof Drop))
    return undefined;
  const items = context.items(input) ?? [];
  context.session.budget.work(items.length * UNITS_PER_ITEM);
  return isHash(input) ? items.map((pair) => (pair as [unknown, unknown])[1]) : items;
}

/** A property of an item by its path; texts that look like numbers are numbers. */
function itemProperty(item: unknown, path: unknown, context: RubyContext): unknown {
  const keys = toText(path).split('.');
  const value =
    keys.length < 2
      ? property(item, toText(path), context)
      : keys.reduce<unknown>((object, key) => (hasProperties(object) ? property(object, key, context) : false), item);
  const text = toText(value);
  if (/^\s*-?\d+\s*$/.test(text)) return leadingInteger(text);
  if (/^\s*-?(?:\d+\.?\d*|\.\d+)\s*$/.test(text)) return new Float(leadingFloat(text));
  return value;
}

const hasProperties = (value: unknown): boolean => !isNil(value) && typeof value !== 'boolean';

/** `Array(value)`. */
function toItems(value: unknown, context: RubyContext): readonly unknown[] {
  if (isNil(value)) return [];
  return Array.isArray(value) || isHash(value) || value instanceof Range ? (context.items(value) ?? []) : [value];
}

function matches(value: unknown, target: unknown, context: RubyContext): boolean {
  if (isNil(target)) return isNil(value);
  if (target instanceof EmptyWord) return value === '' || joinText(toItems(value, context), '') === '';
  const text = toText(target);
  if (typeof value === 'string') return value === text;
  return toItems(value, context).some((item) => toText(item) === text);
}

/** A filter by a property and its value; `pick` says what of the items is wanted. */
const byProperty = (pick: (items: readonly unknown[], test: (item: unknown) => boolean) => unknown): Filter =>
  filter(2, 2, (input, [path, target], context) => {
    const items = isTruthy(path) && !Array.isArray(target) && !isHash(target) ? selectable(input, context) : undefined;
    return items ? pick(items, (item) => matches(itemProperty(item, path, context), target, context)) : input;
  });

/** The same by a condition on a variable that holds the item. */
const byCondition = (pick: (items: readonly unknown[], test: (item: unknown) => boolean) => unknown): Filter =>
  filter(2, 2, (input, [variable, markup], context) => {
    const items = selectable(input, context);
    if (!items) return input;
    const condition = readCondition(toText(markup));
    return withVariable(toText(variable), context, (set) =>
      pick(items, (item) => {
        set(item);
        return isTruthy(evaluateCondition(condition, (expression) => evaluate(expression, context)));
      }),
    );
  });

function readCondition(markup: string): ReturnType<typeof parseStrictCondition> {
  try {
    return parseStrictCondition(markup);
  } catch (error) {
    if (!(error instanceof NotStrict)) throw error;
    throw new Refusal(`“${markup}” is not a condition`, 'write it as "item.title == \'x\'"');
  }
}

function withVariable<T>(name: string, context: RubyContext, run: (set: (value: unknown) => void) => T): T {
  const scope: Record<string, unknown> = Object.create(null);
  context.push(scope);
  try {
    return run((value) => {
      scope[name] = value;
    });
  } finally {
    context.pop();
  }
}

/** `{name, items, size}` for each value that the items give, in the order of its first item. */
function group(items: readonly unknown[], keyOf: (item: unknown) => unknown, context: RubyContext): unknown[] {
  context.session.budget.ordering(items.length);
  const groups = new Map<string, { name: unknown; items: unknown[] }>();
  for (const item of items) {
    const name = keyOf(item);
    const key = `${typeof name}:${inspect(name)}`;
    context.session.budget.work(key.length);
    const known = groups.get(key);
    if (known) known.items.push(item);
    else groups.set(key, { name, items: [item] });
  }
  return Array.from(groups.values(), ({ name, items: members }) =>
    countMembers({ name, items: members, size: members.length }),
  );
}

function sort(input: unknown, key: unknown, nils: unknown, context: RubyContext): unknown {
  const items = Array.isArray(input) || isHash(input) || input instanceof Range ? context.items(input) : undefined;
  if (!items) throw new Refusal('only a list can be sorted', 'give a list');
  context.session.budget.ordering(items.length);
  if (isNil(key)) return [...items].sort(compareStrictly);
  if (nils !== 'first' && nils !== 'last')
    throw new Refusal(`“${toText(nils)}” is no order of nils`, 'write "first" or "last"');
  const nilOrder = nils === 'first' ? -1 : 1;
  const keyed = items.map((item) => ({ key: itemProperty(item, key, context), item }));
  return keyed
    .sort((left, right) => {
      if (isNil(left.key) !== isNil(right.key)) return isNil(left.key) ? nilOrder : -nilOrder;
      return compare(left.key, right.key) ?? compareStrictly(toText(left.key), toText(right.key));
    })
    .map(({ item }) => item);
}

function compareStrictly(left: unknown, right: unknown): number {
  const order = compare(left, right);
  if (order === undefined) throw new Refusal('values of different types cannot be sorted', 'sort texts or numbers');
  return order;
}

export const selectFilters: Record<string, Filter> = {
  where: byProperty((items, test) => items.filter(test)),
  find: byProperty((items, test) => items.find(test)),
  where_exp: byCondition((items, test) => items.filter(test)),
  find_exp: byCondition((items, test) => items.find(test)),
  group_by: filter(1, 1, (input, [path], context) => {
    const items = isHash(input) ? context.items(input) : selectable(input, context);
    return items ? group(items, (item) => toText(itemProperty(item, path, context)), context) : input;
  }),
  group_by_exp: filter(2, 2, (input, [variable, markup], context) => {
    const items = isHash(input) ? context.items(input) : selectable(input, context);
    if (!items) return input;
    const value = parseValue(toText(markup));
    return withVariable(toText(variable), context, (set) =>
      group(
        items,
        (item) => {
          set(item);
          return evaluateValue(value, context);
        },
        context,
      ),
    );
  }),
  sort: filter(0, 2, (input, [key, nils = 'first'], context) => sort(input, key, nils, context)),
};
