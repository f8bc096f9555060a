import type { Emitter, Template } from 'liquidjs';
import { toValueSync } from 'liquidjs';
import { evaluateValue } from '../evaluate.ts';
import { sizeOf } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { parseValue } from '../ruby/expression.ts';
import { outputText } from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import type { Node, TagReader, TagSource } from '../template.ts';
import { readBlock } from './block.ts';

/** Names that `assign` and `capture` write to. */
const VARIABLE = '(?:\\(?[\\w\\-.[\\]]\\)?)+';

/** A node that writes what a function gives. */
export function node(
  source: TagSource,
  blank: boolean,
  render: (context: RubyContext, emitter: Emitter) => void,
): Node {
  return { token: source.token, blank, render };
}

/** `{{ value }}`, and `{% echo value %}`. */
export const readOutput: TagReader = (source) => {
  const value = parseValue(source.markup);
  return node(source, false, (context, emitter) => {
    const result = evaluateValue(value, context);
    context.session.budget.work(sizeOf(result));
    emitter.write(outputText(result));
  });
};

export const readAssign: TagReader = (source) => {
  const match = new RegExp(`(${VARIABLE})[ \\t\\r\\n\\f\\v]*=[ \\t\\r\\n\\f\\v]*([\\s\\S]*)`).exec(source.markup);
  if (!match?.[1]) throw new Refusal('assign needs a name and a value', 'write it as {% assign name = value %}');
  const [, name, markup = ''] = match;
  const value = parseValue(markup);
  return node(source, true, (context) => {
    context.assign(name, evaluateValue(value, context));
  });
};

export const readCapture: TagReader = (source, parser) => {
  const name = new RegExp(VARIABLE).exec(source.markup)?.[0];
  if (name === undefined) throw new Refusal('capture needs a name', 'write it as {% capture name %}');
  const body = readBlock(source, parser);
  return node(source, true, (context) => {
    context.assign(name, renderToText(body, context));
  });
};

/** The result of nodes as a text of its own. */
export function renderToText(nodes: Template[], context: RubyContext): string {
  const { budget } = context.session;
  const emitter: Emitter = {
    buffer: '',
    write(text: string) {
      budget.memory(text.length);
      this.buffer += text;
    },
  };
  renderNodes(nodes, context, emitter);
  return emitter.buffer;
}

/** Writes the result of nodes. */
export function renderNodes(nodes: Template[], context: RubyContext, emitter: Emitter): void {
  toValueSync(context.renderer.renderTemplates(nodes, context, emitter));
}
