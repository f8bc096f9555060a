import { addText } from '../element.ts';
import { isSpace, lineEnd, skipIndent, trimEnd, trimStart } from '../source.ts';
import { fenceAt } from './code.ts';
import { isAtxStart } from './headers.ts';
import { definitionMarkAt, listMarkAt } from './list/marks.ts';
import { type BlockParser, isBlockEndAt } from './parser.ts';

/** Blank lines, all that follow each other. */
export function parseBlank(parser: BlockParser): boolean {
  const { source } = parser;
  const { text } = source;
  let end = -1;
  for (let at = source.pos; isSpace(text.charCodeAt(at)); at++) {
    if (text.charCodeAt(at) === 10) end = at + 1;
  }
  if (end === -1) return false;
  const blank = source.take(end);
  const last = parser.tree.children.at(-1);
  if (last?.type === 'blank') last.value += blank;
  else parser.add(parser.newBlock('blank', blank));
  return true;
}

export function parseBlockEnd(parser: BlockParser): boolean {
  if (!isBlockEndAt(parser.source.text, parser.source.pos)) return false;
  parser.source.takeLine();
  parser.add(parser.newBlock('block-end'));
  return true;
}

/** Three or more of `*`, `-` or `_` alone on a line. */
export function isHorizontalRule(text: string, index: number): boolean {
  let at = skipIndent(text, index);
  const mark = text[at];
  if (mark !== '*' && mark !== '-' && mark !== '_') return false;
  let count = 0;
  for (; text[at] === mark || text[at] === ' ' || text[at] === '\t'; at++) if (text[at] === mark) count++;
  return count >= 3 && text[at] === '\n';
}

export function parseHorizontalRule(parser: BlockParser): boolean {
  if (!isHorizontalRule(parser.source.text, parser.source.pos)) return false;
  parser.source.takeLine();
  parser.add(parser.newBlock('hr'));
  return true;
}

const isQuoteStart = (text: string, index: number): boolean => text[skipIndent(text, index)] === '>';
const QUOTE_MARK = /(^|\n) {0,3}> ?/g;

export function parseBlockquote(parser: BlockParser): boolean {
  const { source } = parser;
  if (!isQuoteStart(source.text, source.pos) || !parser.mayNest) return false;
  let end = lineEnd(source.text, source.pos);
  while (!parser.isLazyEndAt(end)) end = lineEnd(source.text, end);
  const quote = parser.newBlock('blockquote');
  const inside = source.take(end).replace(QUOTE_MARK, '$1');
  parser.add(quote);
  parser.parse(quote, inside);
  return true;
}

/** Whether the line at `index` is no part of the paragraph before it. */
function endsParagraphAt(parser: BlockParser, index: number): boolean {
  const { text } = parser.source;
  if (parser.isLazyEndAt(index) || definitionMarkAt(text, index) !== -1) return true;
  const { input, blocksEndParagraphs } = parser.document.options;
  if (input === 'kramdown' || !blocksEndParagraphs) return false;
  return (
    listMarkAt(text, index, 'ul') !== -1 ||
    listMarkAt(text, index, 'ol') !== -1 ||
    isAtxStart(text, index) ||
    isQuoteStart(text, index) ||
    fenceAt(text, index, true) !== undefined
  );
}

export function parseParagraph(parser: BlockParser): boolean {
  const { source, tree } = parser;
  const { text } = source;
  const start = source.pos;
  const first = text[skipIndent(text, start)];
  if (first === ' ' || first === '\t' || first === undefined) return false;
  let end = lineEnd(text, start);
  while (!endsParagraphAt(parser, end)) end = lineEnd(text, end);
  const content = trimEnd(source.take(end));
  const last = tree.children.at(-1);
  if (last?.type !== 'p') {
    const paragraph = parser.newBlock('p');
    addText(paragraph, trimStart(content), 'raw-text');
    parser.add(paragraph);
    return true;
  }
  // A line that could have begun another block, but did not, goes on with the paragraph.
  const unread = last.children.at(-1);
  if (unread?.type === 'raw-text') {
    unread.value += (text.slice(Math.max(0, start - 3), start) === '  \n' ? '  \n' : '\n') + content;
  } else addText(last, content, 'raw-text');
  return true;
}
