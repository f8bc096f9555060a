import type { Document } from '../document.ts';
import { Element } from '../element.ts';
import { trim } from '../source.ts';
import { RULES, SpanParser } from '../span/parser.ts';

/** Splits a line at its `<code>` elements: text, element, text, element, … */
function splitAtCodeElements(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let open = line.indexOf('<code'); open !== -1; open = line.indexOf('<code', from)) {
    const startTagEnd = line.indexOf('>', open + 5);
    const close = startTagEnd === -1 ? -1 : line.indexOf('</code>', startTagEnd + 1);
    if (close === -1) break;
    const end = close + '</code>'.length;
    parts.push(line.slice(from, open), line.slice(open, end));
    from = end;
  }
  parts.push(line.slice(from));
  return parts;
}

/** Splits text at bars that no backslash stands before; `\|` is a bar in the text. */
const splitAtBars = (text: string): string[] => text.split(/(?<!\\)\|/).map((part) => part.replaceAll('\\|', '|'));

/** A span of code as it is written: with one backtick more than any run in it. */
function codeSpan(code: string): string {
  const runs = code.match(/`+/g) ?? [];
  const delimiter = `${runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '')}\``;
  const space = delimiter.length > 1 ? ' ' : '';
  return delimiter + space + code + space + delimiter;
}

/** The cells of a table's line. Bars in spans of code and in `<code>` elements are text. */
export function splitCells(document: Document, line: string, hasLeadingBar: boolean): string[] {
  const cells: string[] = [];
  const append = (text: string): void => {
    if (cells.length === 0) cells.push(text);
    else cells[cells.length - 1] += text;
  };
  const appendText = (text: string): void => {
    splitAtBars(text).forEach((part, index) => {
      if (index === 0) append(part);
      else cells.push(part);
    });
  };
  splitAtCodeElements(line).forEach((part, index) => {
    if (index % 2 === 1) {
      append(part);
      return;
    }
    if (!part.includes('`')) {
      appendText(part);
      return;
    }
    const root = new Element('root');
    new SpanParser(document, part, 'raw-text').parse(root, undefined, RULES.code);
    for (const { type, value } of root.children) {
      if (type === 'code') append(codeSpan(value));
      else appendText(value);
    }
  });
  if (hasLeadingBar && trim(cells[0] ?? '') === '') cells.shift();
  if (trim(cells.at(-1) ?? 'x') === '') cells.pop();
  return cells;
}
