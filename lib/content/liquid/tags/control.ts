import type { Emitter } from 'liquidjs';
import { evaluate } from '../evaluate.ts';
import { sizeOf } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { type Condition, compareBy, evaluateCondition, parseCondition } from '../ruby/condition.ts';
import { type Expression, FRAGMENT, parseExpression } from '../ruby/expression.ts';
import { isTruthy } from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import type { Node, TagReader } from '../template.ts';
import { readBlock, settleBlank } from './block.ts';
import { node, renderNodes } from './values.ts';

function holds(condition: Condition, context: RubyContext): boolean {
  return isTruthy(evaluateCondition(condition, (expression) => operand(expression, context)));
}

/** The value of one side of a comparison, which looks at all of it. */
function operand(expression: Expression, context: RubyContext): unknown {
  const value = evaluate(expression, context);
  context.session.budget.work(sizeOf(value));
  return value;
}

interface Branch {
  test(context: RubyContext): boolean;
  nodes: Node[];
}

/** `if` and `unless`, which turns its first condition around. */
export const readIf: TagReader = (source, parser) => {
  const isUnless = source.name === 'unless';
  const condition = parseCondition(source.markup);
  const branches: Branch[] = [{ test: (context) => holds(condition, context) !== isUnless, nodes: [] }];
  const open = (test: Branch['test']): Node[] => {
    const nodes: Node[] = [];
    branches.push({ test, nodes });
    return nodes;
  };
  const body = readBlock(source, parser, {
    elsif: (markup) => {
      const alternative = parseCondition(markup);
      return open((context) => holds(alternative, context));
    },
    else: () => open(() => true),
  });
  const [first] = branches;
  first?.nodes.push(...body);
  const blank = settleBlank(branches.map(({ nodes }) => nodes));
  return node(source, blank, (context, emitter) => {
    const branch = branches.find(({ test }) => test(context));
    if (branch) renderNodes(branch.nodes, context, emitter);
  });
};

const WHEN = new RegExp(
  `(${FRAGMENT})(?:(?:[ \\t\\r\\n\\f\\v]+or[ \\t\\r\\n\\f\\v]+|[ \\t\\r\\n\\f\\v]*,[ \\t\\r\\n\\f\\v]*)(${FRAGMENT}[\\s\\S]*))?`,
);

/** The values of `when`, parted by commas or `or`. */
function readWhen(markup: string): Expression[] {
  const values: Expression[] = [];
  let rest: string | undefined = markup;
  while (rest !== undefined) {
    const match: RegExpExecArray | null = WHEN.exec(rest);
    if (!match) throw new Refusal('when needs a value', 'write it as {% when "x" %}');
    values.push(parseExpression(match[1]));
    rest = match[2];
  }
  return values;
}

/** Every value of every `when` that equals the case's writes its block; `else` comes where none has before it. */
export const readCase: TagReader = (source, parser) => {
  const markup = new RegExp(FRAGMENT).exec(source.markup)?.[0];
  if (markup === undefined) throw new Refusal('case needs a value', 'write it as {% case page.kind %}');
  const subject = parseExpression(markup);
  const branches: { values: Expression[] | undefined; nodes: Node[] }[] = [];
  const open = (values: Expression[] | undefined): Node[] => {
    const nodes: Node[] = [];
    branches.push({ values, nodes });
    return nodes;
  };
  // What stands before the first `when` is never written.
  const before = readBlock(source, parser, {
    when: (value) => open(readWhen(value)),
    else: () => open(undefined),
  });
  const blank = settleBlank([before, ...branches.map(({ nodes }) => nodes)]);
  return node(source, blank, (context: RubyContext, emitter: Emitter) => {
    let isHit = false;
    for (const { values, nodes } of branches) {
      if (!values && !isHit) renderNodes(nodes, context, emitter);
      for (const value of values ?? []) {
        if (!isTruthy(compareBy('==', operand(subject, context), operand(value, context)))) continue;
        isHit = true;
        renderNodes(nodes, context, emitter);
      }
    }
  });
};
