import { Element } from '../../element.ts';
import { type BlockParser, isBlockEndAt } from '../parser.ts';
import { isContentAt, isLazyAt, readFirstLine, takeBlank, takeFirstLine, takeItemLine } from './item-lines.ts';
import { definitionMarkAt } from './marks.ts';

/** Takes the paragraph of the terms off the tree; nothing where none stands directly before, or one blank line before. */
function takeTerms(parser: BlockParser): { paragraph: Element; isAfterBlank: boolean } | undefined {
  const { children } = parser.tree;
  const last = children.at(-1);
  if (last?.type === 'p') {
    children.pop();
    return { paragraph: last, isAfterBlank: false };
  }
  const paragraph = children.at(-2);
  if (last?.type !== 'blank' || last.value !== '\n' || paragraph?.type !== 'p') return undefined;
  children.length -= 2;
  return { paragraph, isAfterBlank: true };
}

/** Each line of the paragraph before the definitions is a term. */
function readTerms(paragraph: Element): Element[] {
  const lines = (paragraph.children[0]?.value ?? '').split('\n');
  return lines.map((line) => {
    const term = new Element('dt');
    term.isBlock = true;
    const { content, list } = line.includes('{:') ? readFirstLine(line, 0) : { content: line, list: undefined };
    term.list = list;
    term.detail = content;
    term.children.push(new Element('raw-text', content));
    return term;
  });
}

interface Definition {
  element: Element;
  content: string;
  /** Stands after a blank line, and so keeps its first paragraph. */
  isParagraph: boolean;
}

function takeDefinitions(parser: BlockParser, isAfterBlank: boolean): Definition[] {
  const { source } = parser;
  const definitions: Definition[] = [];
  let definition: Definition | undefined;
  let indent = 0;
  let markIndent = 3;
  let isParagraph = isAfterBlank;
  let isBlankBefore = false;
  while (!source.isAtEnd) {
    const { text, pos } = source;
    const mark = definitionMarkAt(text, pos, markIndent);
    if (mark !== -1) {
      const first = takeFirstLine(parser, mark);
      definition = { element: new Element('dd'), content: first.content, isParagraph };
      definition.element.isBlock = true;
      definition.element.list = first.list;
      definitions.push(definition);
      indent = first.indent;
      markIndent = Math.min(indent - 1, 3);
      isParagraph = false;
      isBlankBefore = false;
    } else if (definition === undefined || isBlockEndAt(text, pos)) {
      break;
    } else if (isContentAt(text, pos, indent) || (!isBlankBefore && isLazyAt(parser, pos, indent))) {
      definition.content += takeItemLine(parser, indent).line;
      isParagraph = false;
      isBlankBefore = false;
    } else {
      const blank = takeBlank(parser);
      if (blank === '') break;
      definition.content += blank;
      isParagraph = true;
      isBlankBefore = true;
    }
  }
  return definitions;
}

function readDefinitions(parser: BlockParser, definitions: readonly Definition[]): Element | undefined {
  let lastBlank: Element | undefined;
  for (const { element, content, isParagraph } of definitions) {
    parser.parse(element, content);
    if (element.children.length === 0) continue;
    lastBlank = element.children.at(-1)?.type === 'blank' ? element.children.pop() : undefined;
    const [first, second] = element.children;
    if (first?.type !== 'p' || isParagraph) continue;
    const text = first.children[0];
    if (second !== undefined && text !== undefined) text.value += '\n';
    first.isTransparent = true;
  }
  return lastBlank;
}

/** Adds a definition list; one that stands directly before it goes on. */
function addDefinitionList(parser: BlockParser, list: Element): void {
  const { children } = parser.tree;
  const last = children.at(-1);
  const before = last?.type === 'blank' ? children.at(-2) : last;
  if (before?.type !== 'dl') {
    children.push(list);
    return;
  }
  if (last?.type === 'blank') children.pop();
  for (const child of list.children) before.children.push(child);
}

/** Terms, each on a line, and after them definitions that begin with a colon. */
export function parseDefinitionList(parser: BlockParser): boolean {
  if (definitionMarkAt(parser.source.text, parser.source.pos) === -1 || !parser.mayNest) return false;
  const terms = takeTerms(parser);
  if (terms === undefined) return false;
  const list = parser.newBlock('dl');
  list.list = terms.paragraph.list;
  const definitions = takeDefinitions(parser, terms.isAfterBlank);
  list.children = [...readTerms(terms.paragraph), ...definitions.map(({ element }) => element)];
  const lastBlank = readDefinitions(parser, definitions);
  addDefinitionList(parser, list);
  if (lastBlank !== undefined) parser.add(lastBlank);
  return true;
}
