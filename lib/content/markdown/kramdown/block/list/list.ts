import { Element } from '../../element.ts';
import { type BlockParser, isBlockEndAt } from '../parser.ts';
import { isHorizontalRule } from '../simple.ts';
import { type FirstLine, isContentAt, isLazyAt, takeBlank, takeFirstLine, takeItemLine } from './item-lines.ts';
import { listMarkAt } from './marks.ts';

const isListStart = (text: string): boolean => listMarkAt(text, 0, 'ul') !== -1 || listMarkAt(text, 0, 'ol') !== -1;

interface Item {
  element: Element;
  /** Parts that are read as blocks one after the other: no paragraph goes on from one to the next. */
  parts: string[];
}

function newItem(first: FirstLine): Item {
  const element = new Element('li');
  element.isBlock = true;
  element.list = first.list;
  return { element, parts: [first.content] };
}

const append = (item: Item, text: string): void => {
  item.parts[item.parts.length - 1] += text;
};

/** Takes the lines of all items. */
function takeItems(parser: BlockParser, type: 'ul' | 'ol'): { items: Item[]; isEnded: boolean } {
  const { source } = parser;
  const items: Item[] = [];
  let item: Item | undefined;
  let indent = 0;
  let markIndent = 3;
  let hasNested = false;
  let isAfterBlank = false;
  while (!source.isAtEnd) {
    const { text, pos } = source;
    if (isAfterBlank && isHorizontalRule(text, pos)) break;
    if (isBlockEndAt(text, pos)) {
      source.takeLine();
      return { items, isEnded: true };
    }
    const mark = listMarkAt(text, pos, type, markIndent);
    if (mark !== -1) {
      const first = takeFirstLine(parser, mark);
      item = newItem(first);
      items.push(item);
      indent = first.indent;
      markIndent = Math.min(indent - 1, 3);
      hasNested = isListStart(first.content);
      isAfterBlank = false;
    } else if (item === undefined) {
      break;
    } else if (isContentAt(text, pos, indent) || (!isAfterBlank && isLazyAt(parser, pos, indent))) {
      const { line, isIndented } = takeItemLine(parser, indent);
      const isStart = isListStart(line);
      if (!hasNested && isIndented && isStart) {
        item.parts.push('');
        hasNested = true;
      }
      append(item, hasNested && !isIndented && isStart ? ' '.repeat(indent + 4) + line : line);
      isAfterBlank = false;
    } else {
      const blank = takeBlank(parser);
      if (blank === '') break;
      hasNested = true;
      isAfterBlank = true;
      append(item, blank);
    }
  }
  return { items, isEnded: false };
}

/** Reads an item's parts as blocks. */
function readItem(parser: BlockParser, { element, parts }: Item): void {
  for (const part of parts) parser.parse(element, part);
  const [first, second] = element.children;
  // The end of block that a list of attributes brings for the first paragraph does not count.
  if (first?.type === 'p' && second?.type === 'block-end' && first.list !== undefined) element.children.splice(1, 1);
}

/** Whether an item's first paragraph stands in the item without a `<p>`. */
function isTight(list: Element, item: Element, isEnded: boolean): boolean {
  const [first, second] = item.children;
  if (first?.type !== 'p') return false;
  const isLast = list.children.at(-1) === item;
  const isFollowed = second?.type === 'blank' && !(isLast && item.children.length === 2 && !isEnded);
  if (isFollowed) return false;
  if (!isLast || list.children.length === 1) return true;
  return list.children
    .slice(0, -1)
    .some(({ children: [child] }) => child === undefined || child.type !== 'p' || child.isTransparent);
}

function readItems(parser: BlockParser, list: Element, items: readonly Item[], isEnded: boolean): Element | undefined {
  list.children = items.map(({ element }) => element);
  let lastBlank: Element | undefined;
  for (const item of items) {
    readItem(parser, item);
    const { element } = item;
    const [first, second] = element.children;
    if (first === undefined) continue;
    if (isTight(list, element, isEnded)) {
      const text = first.children[0];
      if (second !== undefined && second.type !== 'blank' && text !== undefined) text.value += '\n';
      first.isTransparent = true;
    }
    lastBlank = element.children.at(-1)?.type === 'blank' ? element.children.pop() : undefined;
  }
  return isEnded ? undefined : lastBlank;
}

const CHECKBOX = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />';
const CHECKED = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" checked="checked" />';

/** GitHub's task lists: `[ ]` and `[x]` at an item's start are boxes. */
function markTasks(list: Element): void {
  let isTaskList = false;
  for (const item of list.children) {
    const text = item.children[0]?.type === 'p' ? item.children[0].children[0] : undefined;
    if (text === undefined) continue;
    const marked = text.value
      .replace(/^[ \t\n\v\f\r]*\[ \][ \t\n\v\f\r]+/, CHECKBOX)
      .replace(/^[ \t\n\v\f\r]*\[[xX]\][ \t\n\v\f\r]+/, CHECKED);
    isTaskList ||= marked !== text.value;
    text.value = marked;
    if (isTaskList) item.attributes = new Map([['class', 'task-list-item']]);
  }
  if (isTaskList) list.attributes = new Map([['class', 'task-list']]);
}

/** An unordered or an ordered list. */
export function parseList(parser: BlockParser): boolean {
  const { text, pos } = parser.source;
  const type = listMarkAt(text, pos, 'ul') === -1 ? 'ol' : 'ul';
  if ((type === 'ol' && listMarkAt(text, pos, 'ol') === -1) || !parser.mayNest) return false;
  const list = parser.newBlock(type);
  const { items, isEnded } = takeItems(parser, type);
  parser.add(list);
  const lastBlank = readItems(parser, list, items, isEnded);
  if (lastBlank !== undefined) parser.add(lastBlank);
  if (parser.document.options.input === 'GFM') markTasks(list);
  return true;
}
