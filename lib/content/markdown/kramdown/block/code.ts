import { blockListAt } from '../attribute-list.ts';
import { setAttribute } from '../element.ts';
import { endsParagraph } from '../html-syntax.ts';
import { endOfBlankRest, lineEnd, type Source, skipBlanks, skipIndent } from '../source.ts';
import { type BlockParser, isBlockEndAt } from './parser.ts';

/** The index after a tab or four spaces; -1 where the line has no such indent. */
export function endOfIndent(text: string, index: number): number {
  if (text[index] === '\t') return index + 1;
  return text.startsWith('    ', index) ? index + 4 : -1;
}

/** A line's indent taken away, on every line. */
export const outdent = (text: string): string => text.replace(/(^|\n)(?:\t| {4})/g, '$1');

/**
 * The end of an indented block that begins at `index`: indented lines, blank lines between them, and lines that follow an indented
 * one directly, whatever their indent.
 */
export function endOfIndented(parser: BlockParser, index: number): number {
  const { source } = parser;
  const { text } = source;
  let end = index;
  for (;;) {
    let at = end;
    for (let next = endOfBlankRest(text, at); next !== -1; next = endOfBlankRest(text, at)) at = next;
    if (at >= text.length || endOfIndent(text, at) === -1) return end;
    end = lineEnd(text, at);
    while (end < text.length && endOfBlankRest(text, end) === -1) {
      const isIndented = endOfIndent(text, end) !== -1;
      if (!isIndented && !isLazyCode(parser, end)) return end;
      end = lineEnd(text, end);
    }
  }
}

const isLazyCode = (parser: BlockParser, index: number): boolean => {
  const { text } = parser.source;
  return (
    blockListAt(parser.source, index) === undefined &&
    !isBlockEndAt(text, index) &&
    !endsParagraph(text, skipIndent(text, index))
  );
};

/** Code by indent. A line without one is joined to the line before. */
export function parseCodeBlock(parser: BlockParser): boolean {
  const { source } = parser;
  if (endOfIndent(source.text, source.pos) === -1) return false;
  const code = source.take(endOfIndented(parser, source.pos));
  parser.add(parser.newBlock('code-block', outdent(code.replace(/\n( {0,3}[^ \t\n\v\f\r])/g, ' $1'))));
  return true;
}

interface Fence {
  mark: string;
  start: number;
  end: number;
}

/** A run of `~`, in GitHub's Markdown of backticks too and with an indent, that may begin or end code. */
export function fenceAt(text: string, index: number, isGfm: boolean): Fence | undefined {
  const start = isGfm ? skipIndent(text, index) : index;
  const mark = text.charAt(start);
  if (mark !== '~' && (mark !== '`' || !isGfm)) return undefined;
  let end = start;
  while (text[end] === mark) end++;
  return end - start >= 3 ? { mark, start, end } : undefined;
}

/** A language, with what may stand after it: `ruby`, `ruby?line_numbers=1`. */
const LANGUAGE = /[^ \t\n\v\f\r]*/y;

/** The lines of a text that may close fenced code, found once, however many openings have none. */
class ClosingLines {
  private readonly lines: { start: number; end: number; length: number; longestFrom: number }[] = [];
  /** For each length of a fence the first line that may yet close it. */
  private readonly next = new Map<number, number>();

  constructor(text: string, mark: string, isGfm: boolean) {
    for (let at = text.indexOf(mark.repeat(3)); at !== -1; at = text.indexOf(mark.repeat(3), lineEnd(text, at))) {
      const start = text.lastIndexOf('\n', at) + 1;
      const fence = fenceAt(text, start, isGfm);
      const end = fence?.mark === mark ? endOfBlankRest(text, fence.end) : -1;
      if (fence === undefined || end === -1) continue;
      const length = fence.end - fence.start;
      this.lines.push({ start, end, length, longestFrom: length });
    }
    for (let index = this.lines.length - 2; index >= 0; index--) {
      const line = this.lines[index];
      const following = this.lines[index + 1];
      if (line && following) line.longestFrom = Math.max(line.length, following.longestFrom);
    }
  }

  /** The length of the longest from `from` on; 0 where there is none. */
  longest(from: number): number {
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.lines[middle]?.start ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return this.lines[low]?.longestFrom ?? 0;
  }

  /** The first of at least `length` marks from `from` on. Asked in the order of the text. */
  find(length: number, from: number): { start: number; end: number } | undefined {
    for (let index = this.next.get(length) ?? 0; index < this.lines.length; index++) {
      const line = this.lines[index];
      if (line === undefined || line.start < from || line.length < length) continue;
      this.next.set(length, index);
      return line;
    }
    return undefined;
  }
}

const CLOSING_LINES = new WeakMap<Source, Map<string, ClosingLines>>();

function closingLines(source: Source, mark: string, isGfm: boolean): ClosingLines {
  const byMark = CLOSING_LINES.get(source) ?? new Map<string, ClosingLines>();
  CLOSING_LINES.set(source, byMark);
  const lines = byMark.get(mark) ?? new ClosingLines(source.text, mark, isGfm);
  byMark.set(mark, lines);
  return lines;
}

interface FencedCode {
  language: string;
  contentStart: number;
  contentEnd: number;
  end: number;
}

/**
 * Code that a fence at the parser's place begins. A closing fence is at least as long; where there is none but shorter ones, as many
 * marks begin the code, and the others stand for its language.
 */
function fencedCodeAt(source: Source, fence: Fence, isGfm: boolean): FencedCode | undefined {
  const { text } = source;
  const name = skipBlanks(text, fence.end);
  LANGUAGE.lastIndex = name;
  LANGUAGE.test(text);
  const contentStart = endOfBlankRest(text, LANGUAGE.lastIndex);
  if (contentStart === -1) return undefined;
  const lines = closingLines(source, fence.mark, isGfm);
  const marks = fence.end - fence.start;
  const length = Math.min(marks, lines.longest(contentStart));
  const language = text.slice(name, LANGUAGE.lastIndex);
  if (length < 3 || (length < marks && name > fence.end && language !== '')) return undefined;
  const closing = lines.find(length, contentStart);
  if (closing === undefined) return undefined;
  const { start: contentEnd, end } = closing;
  return { language: fence.mark.repeat(marks - length) + language, contentStart, contentEnd, end };
}

export function parseFencedCode(parser: BlockParser): boolean {
  const { source } = parser;
  const isGfm = parser.document.options.input === 'GFM';
  const fence = fenceAt(source.text, source.pos, isGfm);
  const found = fence && fencedCodeAt(source, fence, isGfm);
  if (found === undefined) return false;
  const code = parser.newBlock('code-block', source.text.slice(found.contentStart, found.contentEnd));
  source.pos = found.end;
  if (found.language !== '') {
    code.detail = found.language;
    setAttribute(code, 'class', `language-${found.language.replace(/^([^ ]+?)\?[^ ]*$/, '$1')}`);
  }
  parser.add(code);
  return true;
}
