import { blockListAt, newList, readAttributeList } from '../../attribute-list.ts';
import type { AttributeList } from '../../element.ts';
import { endsParagraph } from '../../html-syntax.ts';
import { endOfBlankRest, isSpace, lineEnd, skipIndent, trimStart } from '../../source.ts';
import type { BlockParser } from '../parser.ts';

/** The attribute list at the start of an item: not a definition of one (`{:name: …}`), not an extension (`{::…}`, `{:/…}`). */
const ITEM_LIST = /^[ \t\n\v\f\r]*\{:(?!(?:[A-Za-z\d_][\w-]*)?:|\/)((?:\\\}|[^}])+)\}[ \t\n\v\f\r]*/;

export interface FirstLine {
  content: string;
  /** Columns by which the item's other lines are indented. */
  indent: number;
  list: AttributeList | undefined;
}

/** Tabs at the start of an item's content, as the spaces up to the next column of four. */
function expandTabs(content: string, column: number): string {
  let spaces = 0;
  let at = 0;
  for (; content[at] === ' ' || content[at] === '\t'; at++) {
    spaces += content[at] === ' ' ? 1 : 4 - ((column + spaces) % 4);
  }
  return ' '.repeat(spaces) + content.slice(at);
}

/** Reads the line of an item's mark: `content` is what stands after the mark, which ends at `column`. */
export function readFirstLine(content: string, column: number): FirstLine {
  const match = content.includes('{:') ? ITEM_LIST.exec(content) : null;
  const list = match?.[1] === undefined ? undefined : readAttributeList(match[1], newList());
  if (trimStart(match === null ? content : content.slice(match[0].length)) === '') {
    return { content: match === null ? trimStart(content) : '', indent: 4, list };
  }
  const expanded = expandTabs(content, column);
  let at = 0;
  while (expanded[at] === ' ') at++;
  const trimmed = trimStart(expanded);
  // White space around the list goes with it; the item's column is where the list begins.
  return { content: match === null ? trimmed : trimmed.replace(ITEM_LIST, ''), indent: column + at, list };
}

/** Whether a line holds more than white space. */
function hasText(text: string, from: number): boolean {
  let at = from;
  while (isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== 10) at++;
  return at < text.length && text.charCodeAt(at) !== 10;
}

/** The index after `count` indents of a tab or four spaces; -1 where there are fewer. */
function skipIndents(text: string, index: number, count: number): number {
  let at = index;
  for (let left = count; left > 0; left--) {
    if (text[at] === '\t') at++;
    else if (text.startsWith('    ', at)) at += 4;
    else return -1;
  }
  return at;
}

/** Whether the line at `index` is indented as an item's content is. */
export function isContentAt(text: string, index: number, indent: number): boolean {
  const whole = skipIndents(text, index, Math.floor(indent / 4));
  if (whole === -1) return false;
  const part = skipIndent(text, whole, indent % 4);
  if (part - whole === indent % 4) return hasText(text, part);
  const more = skipIndents(text, whole, 1);
  return more !== -1 && hasText(text, more);
}

/** Whether the line at `index` goes on with an item though it is not indented. */
export function isLazyAt(parser: BlockParser, index: number, indent: number): boolean {
  const { text } = parser.source;
  if (!hasText(text, index)) return false;
  const limit = Math.min(indent, 3);
  const start = skipIndent(text, index, limit);
  return blockListAt(parser.source, index, limit) === undefined && !endsParagraph(text, start);
}

/** Takes a line of an item, its indent taken away. */
export function takeItemLine(parser: BlockParser, indent: number): { line: string; isIndented: boolean } {
  const taken = parser.source.takeLine();
  let tabs = 0;
  while (taken[tabs] === '\t') tabs++;
  const line = ' '.repeat(4 * tabs) + taken.slice(tabs);
  const isIndented = skipIndent(line, 0, indent) === indent;
  return { line: isIndented ? line.slice(indent) : line, isIndented };
}

/** Takes the blank lines at the parser's place; nothing where there are none. */
export function takeBlank(parser: BlockParser): string {
  const { text } = parser.source;
  let end = parser.source.pos;
  for (let next = endOfBlankRest(text, end); next !== -1; next = endOfBlankRest(text, end)) end = next;
  return parser.source.take(end);
}

/** Takes the rest of the line of a mark that ends at `markEnd`. */
export function takeFirstLine(parser: BlockParser, markEnd: number): FirstLine {
  const { source } = parser;
  const column = markEnd - source.pos;
  const content = source.text.slice(markEnd, lineEnd(source.text, markEnd));
  source.takeLine();
  return readFirstLine(content, column);
}
