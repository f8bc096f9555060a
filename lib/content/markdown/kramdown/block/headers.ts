import { addText, setAttribute } from '../element.ts';
import { isSpace, lineEnd, skipIndent, trimEnd } from '../source.ts';
import type { BlockParser } from './parser.ts';

const NAME_START =
  ':A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef' +
  '\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
/** An id of one's own at a heading's end: `{#name}`. */
const OWN_ID = new RegExp(
  `[\\t ]\\{#([${NAME_START}][${NAME_START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*)\\}$`,
  'u',
);

/** The index after the number signs, at most six, and the white space after them. */
function markEnd(text: string, index: number): { level: number; blanks: number; end: number } {
  let level = 0;
  while (level < 6 && text[index + level] === '#') level++;
  let end = index + level;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { level, blanks: end - index - level, end };
}

/** A heading of GitHub's Markdown: number signs and white space. */
export function isAtxStart(text: string, index: number): boolean {
  const { level, blanks } = markEnd(text, index);
  return level > 0 && blanks > 0;
}

function addHeader(parser: BlockParser, level: number, content: string, id: string | undefined): void {
  const header = parser.newBlock('header');
  header.level = level;
  header.detail = content;
  addText(header, content, 'raw-text');
  if (id !== undefined) setAttribute(header, 'id', id);
  parser.add(header);
}

function splitId(content: string): { content: string; id: string | undefined } {
  const trimmed = trimEnd(content);
  const match = trimmed.endsWith('}') ? OWN_ID.exec(trimmed.slice(trimmed.lastIndexOf('{') - 1)) : null;
  if (match?.[1] === undefined) return { content: trimmed, id: undefined };
  return { content: trimEnd(trimmed.slice(0, trimmed.length - match[0].length)), id: match[1] };
}

/** Number signs at the end of a heading are no part of it. */
function withoutClosing(content: string, needsSpace: boolean): string {
  let end = content.length;
  while (end > 0 && content[end - 1] === '#') end--;
  const before = content[end - 1];
  if (end === content.length) return content;
  if (needsSpace) return before === ' ' || before === '\t' ? trimEnd(content.slice(0, end - 1)) : content;
  return before === '\\' ? trimEnd(content.slice(0, end + 1)) : trimEnd(content.slice(0, end));
}

/** `## Heading`. In kramdown's own dialect the space may be missing and a blank line has to stand before. */
export function parseAtxHeader(parser: BlockParser): boolean {
  const { source } = parser;
  const { text } = source;
  if (text.charCodeAt(source.pos) !== 35) return false;
  const { input, blocksEndParagraphs } = parser.document.options;
  const isGfm = input === 'GFM';
  const { level, blanks, end } = markEnd(text, source.pos);
  if (isGfm && blanks === 0) return false;
  const interrupts = isGfm && blocksEndParagraphs;
  if (!interrupts && !parser.isAfterBoundary) return false;
  const lineFeed = lineEnd(text, isGfm ? end : end + 1);
  const { content, id } = splitId(text.slice(end, lineFeed));
  const heading = withoutClosing(content, interrupts);
  if (heading === '') return false;
  source.pos = lineFeed;
  addHeader(parser, level, heading, id);
  return true;
}

/** A line underlined with `=` or `-`. */
export function parseSetextHeader(parser: BlockParser): boolean {
  const { source } = parser;
  const { text } = source;
  if (!parser.isAfterBoundary) return false;
  const underline = lineEnd(text, source.pos);
  const mark = text[underline];
  if (mark !== '-' && mark !== '=') return false;
  let at = underline;
  while (text[at] === '-' || text[at] === '=') at++;
  while (isSpace(text.charCodeAt(at)) && text[at] !== '\n') at++;
  if (text[at] !== '\n') return false;
  const start = skipIndent(text, source.pos);
  if (text[start] === ' ' || text[start] === '\t') return false;
  const { content, id } = splitId(text.slice(start, underline));
  if (content === '') return false;
  source.pos = at + 1;
  addHeader(parser, mark === '-' ? 2 : 1, content, id);
  return true;
}
