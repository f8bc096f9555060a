import { sizeOf } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Expression, FilterMarkup, ValueMarkup } from './ruby/expression.ts';
import { isNil, leadingInteger, Range, toInteger } from './ruby/values.ts';
import type { RubyContext } from './session.ts';

/** What a filter is charged beside the values that it looks at. */
const UNITS_PER_FILTER = 20;

/** The value of an expression. */
export function evaluate(expression: Expression, context: RubyContext): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'range':
      return new Range(rangeEnd(evaluate(expression.first, context)), rangeEnd(evaluate(expression.last, context)));
    case 'lookup': {
      const { name, steps } = expression;
      let value = context.find(typeof name === 'object' ? evaluate(name, context) : name);
      for (const { key, isCommand } of steps) {
        value = context.member(value, typeof key === 'string' ? key : evaluate(key, context), isCommand);
      }
      return value;
    }
  }
}

function rangeEnd(value: unknown): number {
  if (isNil(value)) return 0;
  return typeof value === 'string' ? leadingInteger(value) : toInteger(value);
}

/** The value of an expression after its filters. */
export function evaluateValue({ input, filters }: ValueMarkup, context: RubyContext): unknown {
  return filters.reduce((value, filter) => applyFilter(filter, value, context), evaluate(input, context));
}

function applyFilter(markup: FilterMarkup, input: unknown, context: RubyContext): unknown {
  const filter = context.filters.get(markup.name);
  // Null, so that an argument that is nil is told from one that is missing.
  const args = markup.args.map((arg) => evaluate(arg, context) ?? null);
  if (markup.named.length > 0) args.push(new Map(markup.named.map(([name, arg]) => [name, evaluate(arg, context)])));
  // Jekyll passes over filters that it does not know (`strict_filters: false`).
  if (!filter) return input;
  if (args.length < filter.min || args.length > filter.max) {
    throw new Refusal(`the filter “${markup.name}” does not take ${args.length} arguments`, `give it ${arity(filter)}`);
  }
  const { budget } = context.session;
  budget.work(args.reduce<number>((sum, arg) => sum + sizeOf(arg), UNITS_PER_FILTER + sizeOf(input)));
  const result = filter.run(input, args, context);
  if (result !== input) budget.memory(typeof result === 'string' || Array.isArray(result) ? result.length : 1);
  return result;
}

const arity = ({ min, max }: { min: number; max: number }): string => (min === max ? `${min}` : `${min} to ${max}`);
