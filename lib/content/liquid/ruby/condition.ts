import { Refusal } from '../refusal.ts';
import { type Expression, FRAGMENT, parseExpression, StrictParser, strictOrLax } from './expression.ts';
import { Moment } from './moment.ts';
import { stripSpace } from './text.ts';
import {
  compare,
  EmptyWord,
  hashHas,
  hashSize,
  isEqual,
  isHash,
  isNumeric,
  isTruthy,
  numberOf,
  Range,
  toText,
} from './values.ts';

/** Comparisons joined by `and` and `or`, which bind alike and from the right: `a or (b and c)`. */
export interface Condition {
  left: Expression;
  operator: string | undefined;
  right: Expression | undefined;
  relation?: 'and' | 'or';
  next?: Condition;
}

/** Reads what stands in `if`, `unless` and `elsif`. Throws a `Refusal` for what neither grammar takes. */
export function parseCondition(markup: string): Condition {
  return strictOrLax(
    () => parseStrictCondition(markup),
    () => laxCondition(markup),
  );
}

/** By the strict grammar alone, as `where_exp` reads. */
export function parseStrictCondition(markup: string): Condition {
  const parser = new StrictParser(markup);
  const comparisons = [strictComparison(parser)];
  const relations: ('and' | 'or')[] = [];
  for (;;) {
    const relation = parser.take('id', 'and') ?? parser.take('id', 'or');
    if (relation === undefined) break;
    relations.push(relation === 'and' ? 'and' : 'or');
    comparisons.push(strictComparison(parser));
  }
  parser.next('end');
  return chain(comparisons, relations);
}

function strictComparison(parser: StrictParser): Condition {
  const left = parseExpression(parser.expression());
  const operator = parser.take('comparison');
  return { left, operator, right: operator === undefined ? undefined : parseExpression(parser.expression()) };
}

const SPACE = '[ \\t\\r\\n\\f\\v]';
const JOINT = `\\b(?:${SPACE}?and${SPACE}?|${SPACE}?or${SPACE}?)\\b`;
const PARTS = new RegExp(`(?:${JOINT}|(?:${SPACE}*(?!${JOINT})(?:${FRAGMENT}|\\S+)${SPACE}*)+)`, 'g');
const COMPARISON = new RegExp(`(${FRAGMENT})${SPACE}*([=!<>a-z_]+)?${SPACE}*(${FRAGMENT})?`);

function laxCondition(markup: string): Condition {
  const parts = markup.match(PARTS) ?? [];
  const comparisons = parts.filter((_, index) => (parts.length - 1 - index) % 2 === 0).map(laxComparison);
  const relations = parts
    .filter((_, index) => (parts.length - 1 - index) % 2 === 1)
    .map((part) => {
      const relation = stripSpace(part);
      if (relation !== 'and' && relation !== 'or') throw invalidCondition(markup);
      return relation;
    });
  if (comparisons.length === 0 || comparisons.length !== relations.length + 1) throw invalidCondition(markup);
  return chain(comparisons, relations);
}

function laxComparison(part: string): Condition {
  const match = COMPARISON.exec(part);
  if (!match) throw invalidCondition(part);
  return { left: parseExpression(match[1]), operator: match[2], right: parseExpression(match[3]) };
}

const invalidCondition = (markup: string): Refusal =>
  new Refusal(`“${markup.trim()}” is not a condition`, 'write it as {% if page.title == "x" %}');

function chain(comparisons: readonly Condition[], relations: readonly ('and' | 'or')[]): Condition {
  return comparisons.reduceRight((next, comparison, index) => {
    const relation = relations[index];
    return relation === undefined ? comparison : { ...comparison, relation, next };
  });
}

/** The value of a condition: of its last comparison that counts. */
export function evaluateCondition(condition: Condition, evaluate: (expression: Expression) => unknown): unknown {
  let current = condition;
  for (;;) {
    const result = evaluateComparison(current, evaluate);
    const goesOn = current.relation === 'and' ? isTruthy(result) : current.relation === 'or' && !isTruthy(result);
    if (!goesOn || !current.next) return result;
    current = current.next;
  }
}

function evaluateComparison(
  { left, operator, right }: Condition,
  evaluate: (expression: Expression) => unknown,
): unknown {
  const leftValue = evaluate(left);
  if (operator === undefined) return leftValue;
  return compareBy(operator, leftValue, right && evaluate(right));
}

/** `left operator right`. Values without an order between them give nil where Ruby asks first, and are refused where it fails. */
export function compareBy(operator: string, left: unknown, right: unknown): unknown {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
    case '<>':
      return !isTruthy(equals(left, right));
    case 'contains':
      return contains(left, right);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(operator, left, right);
    default:
      throw new Refusal(`“${operator}” is not an operator`, 'use ==, !=, <, >, <=, >= or contains');
  }
}

function equals(left: unknown, right: unknown): unknown {
  if (left instanceof EmptyWord) return isEmpty(left, right);
  if (right instanceof EmptyWord) return isEmpty(right, left);
  return isEqual(left, right);
}

/** Plain Ruby knows `empty?` of texts and collections, and `blank?` of nothing. */
function isEmpty(word: EmptyWord, value: unknown): boolean | undefined {
  if (word.asks === 'blank') return undefined;
  if (typeof value === 'string') return value === '';
  if (Array.isArray(value)) return value.length === 0;
  return isHash(value) ? hashSize(value) === 0 : undefined;
}

function contains(left: unknown, right: unknown): boolean {
  if (!isTruthy(left) || !isTruthy(right)) return false;
  if (typeof left === 'string') return left.includes(toText(right));
  if (Array.isArray(left)) return left.some((item) => isEqual(item, right));
  if (left instanceof Range) return isNumeric(right) && numberOf(right) >= left.first && numberOf(right) <= left.last;
  return isHash(left) && hashHas(left, right);
}

const hasOrder = (value: unknown): boolean => isNumeric(value) || typeof value === 'string' || value instanceof Moment;

function ordered(operator: '<' | '>' | '<=' | '>=', left: unknown, right: unknown): boolean | undefined {
  if (!hasOrder(left) || !hasOrder(right)) return undefined;
  const order = compare(left, right);
  if (order === undefined) throw new Refusal('a text and a number cannot be compared', 'compare values of one type');
  switch (operator) {
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
  }
}
