import type { Emitter } from 'liquidjs';
import { evaluate } from '../evaluate.ts';
import { Refusal } from '../refusal.ts';
import { type Expression, FRAGMENT, NIL, parseExpression, StrictParser, strictOrLax } from '../ruby/expression.ts';
import { Drop, inspect, isNil, leadingInteger, outputText, toInteger, toText } from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import type { Node, TagReader } from '../template.ts';
import { readBlock, settleBlank } from './block.ts';
import { node, renderNodes, renderToText } from './values.ts';

interface Loop {
  variable: string;
  collection: Expression;
  /** By which `offset: continue` knows the loop. */
  name: string;
  isReversed: boolean;
  attributes: ReadonlyMap<string, string>;
}

const ATTRIBUTES = new RegExp(`(\\w[\\w-]*)[ \\t\\r\\n\\f\\v]*:[ \\t\\r\\n\\f\\v]*(${FRAGMENT})`, 'g');
const LOOP = new RegExp(
  `^([\\w-]+)[ \\t\\r\\n\\f\\v]+in[ \\t\\r\\n\\f\\v]+((?:${FRAGMENT})+)[ \\t\\r\\n\\f\\v]*(reversed)?`,
);

const readAttributes = (markup: string): Map<string, string> =>
  new Map(Array.from(markup.matchAll(ATTRIBUTES), ([, name = '', value = '']) => [name, value]));

function parseLoop(markup: string): Loop {
  return strictOrLax(
    () => strictLoop(new StrictParser(markup)),
    () => laxLoop(markup),
  );
}

function strictLoop(parser: StrictParser): Loop {
  const variable = parser.next('id');
  if (parser.take('id', 'in') === undefined) throw invalidLoop();
  const collection = parser.expression();
  const isReversed = parser.take('id', 'reversed') !== undefined;
  const attributes = new Map<string, string>();
  while (parser.looksAt('id') && parser.looksAt(':', 1)) {
    const name = parser.next('id');
    parser.next(':');
    attributes.set(name, parser.expression());
  }
  parser.next('end');
  return {
    variable,
    collection: parseExpression(collection),
    name: `${variable}-${collection}`,
    isReversed,
    attributes,
  };
}

function laxLoop(markup: string): Loop {
  const match = LOOP.exec(markup);
  if (!match) throw invalidLoop();
  const [, variable = '', collection = '', reversed] = match;
  return {
    variable,
    collection: parseExpression(collection),
    name: `${variable}-${collection}`,
    isReversed: reversed !== undefined,
    attributes: readAttributes(markup),
  };
}

const invalidLoop = (): Refusal =>
  new Refusal('a loop needs a name and a list', 'write it as {% for item in page.tags %}');

/** `forloop`. */
class ForLoop extends Drop {
  override readonly text = 'Liquid::ForloopDrop';
  readonly #name: string;
  readonly #length: number;
  readonly #parent: ForLoop | undefined;
  index = 0;

  constructor(name: string, length: number, parent: ForLoop | undefined) {
    super();
    this.#name = name;
    this.#length = length;
    this.#parent = parent;
  }

  override get(name: string): unknown {
    const { index } = this;
    const members: Record<string, unknown> = {
      name: this.#name,
      length: this.#length,
      parentloop: this.#parent,
      index: index + 1,
      index0: index,
      rindex: this.#length - index,
      rindex0: this.#length - index - 1,
      first: index === 0,
      last: index === this.#length - 1,
    };
    return Object.hasOwn(members, name) ? members[name] : undefined;
  }
}

/** The items that a loop runs over: a text is one item, what is no collection none. */
function itemsOf(value: unknown, from: number, limit: number | undefined, context: RubyContext): unknown[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  const items = context.items(value) ?? [];
  return items.slice(Math.max(from, 0), limit === undefined ? undefined : Math.max(from + limit, 0));
}

function segmentOf(loop: Loop, context: RubyContext): unknown[] {
  const continued = context.getRegister<Map<string, number>>('for', new Map());
  const read = (name: string): number | undefined => {
    const markup = loop.attributes.get(name);
    const value = markup === undefined ? undefined : evaluate(parseExpression(markup), context);
    return isNil(value) ? undefined : toInteger(value);
  };
  const isContinued = loop.attributes.get('offset') === 'continue';
  const from = isContinued ? (continued.get(loop.name) ?? 0) : (read('offset') ?? 0);
  const items = itemsOf(evaluate(loop.collection, context), from, read('limit'), context);
  continued.set(loop.name, from + items.length);
  return loop.isReversed ? items.reverse() : items;
}

export const readFor: TagReader = (source, parser) => {
  const loop = parseLoop(source.markup);
  const otherwise: Node[] = [];
  const body = readBlock(source, parser, { else: () => otherwise });
  const blank = settleBlank([body, otherwise]);
  return node(source, blank, (context, emitter) => {
    const items = segmentOf(loop, context);
    if (items.length === 0) renderNodes(otherwise, context, emitter);
    else runLoop(loop, items, body, context, emitter);
  });
};

function runLoop(loop: Loop, items: unknown[], body: Node[], context: RubyContext, emitter: Emitter): void {
  const stack = context.getRegister<ForLoop[]>('loops', []);
  const forloop = new ForLoop(loop.name, items.length, stack.at(-1));
  const scope: Record<string, unknown> = Object.assign(Object.create(null), { forloop });
  stack.push(forloop);
  context.push(scope);
  try {
    for (const item of items) {
      context.session.budget.tag();
      scope[loop.variable] = item;
      renderNodes(body, context, emitter);
      forloop.index++;
      const isBroken = context.breakCalled;
      context.breakCalled = false;
      context.continueCalled = false;
      if (isBroken) break;
    }
  } finally {
    context.pop();
    stack.pop();
  }
}

const TABLE = new RegExp(`(\\w+)[ \\t\\r\\n\\f\\v]+in[ \\t\\r\\n\\f\\v]+((?:${FRAGMENT})+)`);

/** `tablerowloop`. */
class TableLoop extends Drop {
  override readonly text = 'Liquid::TablerowloopDrop';
  readonly #length: number;
  readonly #columns: number;
  index = 0;
  row = 1;
  column = 1;

  constructor(length: number, columns: number) {
    super();
    this.#length = length;
    this.#columns = columns;
  }

  get isRowEnd(): boolean {
    return this.column === this.#columns;
  }

  get isLast(): boolean {
    return this.index === this.#length - 1;
  }

  advance(): void {
    if (this.isRowEnd) this.row++;
    this.column = this.isRowEnd ? 1 : this.column + 1;
    this.index++;
  }

  override get(name: string): unknown {
    const { index, row, column } = this;
    const members: Record<string, unknown> = {
      length: this.#length,
      row,
      col: column,
      col0: column - 1,
      index: index + 1,
      index0: index,
      rindex: this.#length - index,
      rindex0: this.#length - index - 1,
      first: index === 0,
      last: this.isLast,
      col_first: column === 1,
      col_last: this.isRowEnd,
    };
    return Object.hasOwn(members, name) ? members[name] : undefined;
  }
}

export const readTableRow: TagReader = (source, parser) => {
  const match = TABLE.exec(source.markup);
  if (!match?.[1]) throw invalidLoop();
  const [, variable, markup] = match;
  const collection = parseExpression(markup);
  const attributes = readAttributes(source.markup);
  const body = readBlock(source, parser);
  const blank = body.every((item) => item.blank);
  return node(source, blank, (context, emitter) => {
    const value = evaluate(collection, context);
    if (isNil(value) || value === false) return;
    const read = (name: string): number =>
      leadingInteger(toText(evaluate(parseExpression(attributes.get(name)), context)));
    const items = itemsOf(value, read('offset'), attributes.has('limit') ? read('limit') : undefined, context);
    const scope: Record<string, unknown> = Object.create(null);
    context.push(scope);
    try {
      writeTable(items, new TableLoop(items.length, read('cols')), emitter, (loop, item) => {
        context.session.budget.tag();
        scope.tablerowloop = loop;
        scope[variable] = item;
        renderNodes(body, context, emitter);
      });
    } finally {
      context.pop();
    }
  });
};

function writeTable(
  items: unknown[],
  loop: TableLoop,
  emitter: Emitter,
  writeCell: (loop: TableLoop, item: unknown) => void,
): void {
  emitter.write('<tr class="row1">\n');
  for (const item of items) {
    emitter.write(`<td class="col${loop.column}">`);
    writeCell(loop, item);
    emitter.write('</td>');
    if (loop.isRowEnd && !loop.isLast) emitter.write(`</tr>\n<tr class="row${loop.row + 1}">`);
    loop.advance();
  }
  emitter.write('</tr>\n');
}

/** Writes one of its values after the other. Cycles of one name, or of the same literals, go on together. */
export const readCycle: TagReader = (source) => {
  const named = new RegExp(`^(${FRAGMENT})[ \\t\\r\\n\\f\\v]*:[ \\t\\r\\n\\f\\v]*([\\s\\S]*)`).exec(source.markup);
  const values = (named?.[2] ?? source.markup)
    .split(',')
    .map((part) => parseExpression(new RegExp(FRAGMENT).exec(part)?.[0]))
    .filter((value) => value.kind !== 'literal' || !isNil(value.value));
  if (values.length === 0) throw new Refusal('cycle needs values', 'write it as {% cycle "odd", "even" %}');
  const group = named && parseExpression(named[1]);
  const literals = values.flatMap((value) => (value.kind === 'literal' ? [inspect(value.value)] : []));
  const ownKey: unknown = literals.length === values.length ? literals.join() : source;
  return node(source, false, (context, emitter) => {
    const turns = context.getRegister<Map<unknown, number>>('cycle', new Map());
    const key = group ? toText(evaluate(group, context)) : ownKey;
    const turn = turns.get(key) ?? 0;
    emitter.write(outputText(evaluate(values[turn] ?? NIL, context)));
    turns.set(key, turn + 1 >= values.length ? 0 : turn + 1);
  });
};

/** Writes its block where it is not what the block before gave. */
export const readIfChanged: TagReader = (source, parser) => {
  const body = readBlock(source, parser);
  const blank = body.every((item) => item.blank);
  return node(source, blank, (context, emitter) => {
    const text = renderToText(body, context);
    if (text === context.getRegister<string>('ifchanged', '')) return;
    context.setRegister('ifchanged', text);
    emitter.write(text);
  });
};
