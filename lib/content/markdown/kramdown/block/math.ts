import { endOfBlankRest, skipIndent, trim } from '../source.ts';
import type { BlockParser } from './parser.ts';

/** `$$…$$`, a block of its own. */
export function parseMathBlock(parser: BlockParser): boolean {
  const { source } = parser;
  const { text } = source;
  let start = skipIndent(text, source.pos);
  const isEscaped = text[start] === '\\';
  if (isEscaped) start++;
  if (!text.startsWith('$$', start) || !parser.isAfterBoundary) return false;
  const close = source.next('$$', start + 2);
  if (close === -1) return false;
  const rest = endOfBlankRest(text, close + 2);
  if (isEscaped) {
    // The backslash alone is taken; what follows is a paragraph.
    if (rest !== -1) source.pos = start;
    return false;
  }
  const end = rest === -1 ? close + 2 : rest;
  if (!parser.isBoundaryAt(end)) return false;
  source.pos = end;
  parser.add(parser.newBlock('math', trim(text.slice(start + 2, close))));
  return true;
}
